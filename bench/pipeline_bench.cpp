// Six rules over batches of 2,048 numbers, composed while compiling and read at run time. Unit: one number.
// Axis: numbers on the registry. Every number's verdict is known from its index.
#include <algorithm>
#include <array>
#include <cstdint>
#include <random>
#include <span>
#include <utility>
#include <vector>

#include "callsieve/rules/pipeline.hpp"
#include "callsieve/rules/static_pipeline.hpp"

#include "made_up_lists.hpp"

#include <benchmark/benchmark.h>

namespace {

using bench::today;
using callsieve::list_kind;
using callsieve::record_state;

constexpr std::size_t numbers_asked = 1 << 20;
constexpr std::size_t rules = 6;

/// Half of the numbers asked are on the registry; the other lists hold one in 50 to one in 20 of them.
struct made_up_case {
  explicit made_up_case(std::uint64_t size)
      : blacklist(list_kind::set, 2 * size, 50, 1, bench::on_the_list),
        withdrawn(list_kind::consent, 2 * size, 50, 2, {callsieve::day_number(today) - 100, record_state::withdrawn}),
        given(list_kind::consent, 2 * size, 20, 3, {callsieve::day_number(today) - 100, record_state::given}),
        customers(list_kind::dated, 2 * size, 20, 5, {callsieve::day_number(today) - 500, record_state::purchase}),
        registry(list_kind::set, size, 1, 0, bench::on_the_list) {
    std::mt19937_64 random(1);
    regions.assign(numbers_asked, callsieve::find_region("US"));
    types.assign(numbers_asked, callsieve::number_type::fixed_line_or_mobile);
    for (std::size_t i = 0; i < numbers_asked; ++i) {
      const std::uint64_t index = random() % (2 * size);
      numbers.push_back(bench::made_up_number(index));
      ++expected[rule_that_decides(index, size)];
    }
  }

  static std::size_t rule_that_decides(std::uint64_t index, std::uint64_t size) {
    if (index % 50 == 1) return 0;
    if (index % 50 == 2) return 1;
    if (index % 20 == 3) return 2;
    if (index % 20 == 5) return 3;
    return index < size ? 5 : rules;  // rule 4 asks for another region, and decides nothing
  }

  bench::made_up_list blacklist, withdrawn, given, customers, registry;
  std::vector<callsieve::phone_number> numbers;
  std::vector<callsieve::region_id> regions;
  std::vector<callsieve::number_type> types;
  std::array<std::uint64_t, rules + 1> expected{};
};

template <class Pipeline>
void decide_all(benchmark::State& state, const Pipeline& pipeline, const made_up_case& input) {
  std::vector<callsieve::decision> decisions(callsieve::batch_capacity);
  std::array<std::uint64_t, rules> passed{};
  for (auto _ : state) {
    std::array<std::uint64_t, rules + 1> decided{};
    for (std::size_t i = 0; i < numbers_asked; i += callsieve::batch_capacity) {
      const std::size_t count = std::min(callsieve::batch_capacity, numbers_asked - i);
      const callsieve::batch batch{std::span(input.numbers).subspan(i, count),
                                   std::span(input.regions).subspan(i, count),
                                   std::span(input.types).subspan(i, count),
                                   {}};
      pipeline.decide({today, {}}, batch, std::span(decisions).first(count), passed);
      for (std::size_t row = 0; row < count; ++row) ++decided[decisions[row].rule];
    }
    if (decided != input.expected) return state.SkipWithError("a rule decided what another should have");
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(numbers_asked));
}

void static_rules(benchmark::State& state) {
  using namespace callsieve;
  const made_up_case input(static_cast<std::uint64_t>(state.range(0)));
  const auto rules_in_code =
      policy(block("objection", listed(input.blacklist.view())),
             block("consent-withdrawn", consent_withdrawn(input.withdrawn.view())),
             allow("consent", consent_given(input.given.view())),
             allow("customer", related_within(input.customers.view(), years(3))),
             block("abroad", in_region({find_region("DE"), find_region("NL")})),
             block("registry", listed(input.registry.view(), callsieve::days(31))), otherwise_allow("clear"));
  decide_all(state, rules_in_code, input);
}

void run_time_rules(benchmark::State& state) {
  using namespace callsieve;
  const made_up_case input(static_cast<std::uint64_t>(state.range(0)));
  std::vector<pipeline_rule> made;
  const auto add = [&made](verdict outcome, const char* reason, auto predicate) {
    made.push_back({{.outcome = outcome, .reason = reason}, any_predicate(std::move(predicate)), reason});
  };
  add(verdict::block, "objection", listed(input.blacklist.view()));
  add(verdict::block, "consent-withdrawn", consent_withdrawn(input.withdrawn.view()));
  add(verdict::allow, "consent", consent_given(input.given.view()));
  add(verdict::allow, "customer", related_within(input.customers.view(), years(3)));
  add(verdict::block, "abroad", in_region({find_region("DE"), find_region("NL")}));
  add(verdict::block, "registry", listed(input.registry.view(), callsieve::days(31)));
  decide_all(state, pipeline(std::move(made), verdict::allow, "clear"), input);
}

BENCHMARK(static_rules)->Name("rules/static")->Arg(100'000)->Arg(10'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK(run_time_rules)->Name("rules/run_time")->Arg(100'000)->Arg(10'000'000)->Unit(benchmark::kMillisecond);

}  // namespace

// Six rules over batches of 2,048 numbers, composed while compiling and read at run time, and the floor under both: the
// questions to lists that the rows need, asked by themselves. Unit: one number.
// Axis: numbers on the registry; the other lists are in proportion (with 10,000,000: blacklist 100,000, consents
// 1,000,000, customers 2,000,000). Every number's verdict is known from its index.
#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
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
using callsieve::list_record;
using callsieve::phone_number;
using callsieve::record_state;

constexpr std::size_t numbers_asked = 1 << 20;
constexpr std::size_t rules = 6;
const int a_while_ago = callsieve::day_number(today) - 500;

/// Half of the numbers asked are on the registry, one in 200 on the blacklist, one in 20 among the consents, of which a
/// fifth are withdrawn, one in 10 among the customers; one in 64 came earlier.
struct made_up_case {
  explicit made_up_case(std::uint64_t size)
      : blacklist(list_kind::set, 2 * size, 200, 1, bench::on_the_list),
        consents(list_kind::consent, 2 * size, 20, 2,
                 [](std::uint64_t index) {
                   return list_record{a_while_ago, is_withdrawn(index) ? record_state::withdrawn : record_state::given};
                 }),
        customers(list_kind::dated, 2 * size, 10, 5, list_record{a_while_ago, record_state::purchase}),
        registry(list_kind::set, size, 1, 0, bench::on_the_list),
        registry_by_area(list_kind::set, size, 1, 0, bench::on_the_list, all_areas_but_two()) {
    std::mt19937_64 random(1);
    regions.assign(numbers_asked, callsieve::find_region("US"));
    types.assign(numbers_asked, callsieve::number_type::fixed_line_or_mobile);
    for (std::size_t i = 0; i < numbers_asked; ++i) {
      const std::uint64_t index = random() % (2 * size);
      numbers.push_back(bench::made_up_number(index));
      duplicates.push_back(random() % 64 == 0);
      const std::size_t decides = rule_that_decides(index, duplicates.back() != 0, size);
      ++expected[decides];
      const bool cannot_say = is_of_last_areas(numbers.back());
      ++expected_by_area[decides > 4 && cannot_say ? 5 : decides];
      ++expected_combined[combined_rule_that_decides(index, duplicates.back() != 0, size)];
      const bool consents_hold = index % 20 == 2, customers_hold = index % 10 == 5;
      if (decides > 1) {
        of_consents.push_back(numbers.back());
        if (consents_hold) found_consents.push_back(numbers.back());
      }
      if (decides > 3) {
        of_customers.push_back(numbers.back());
        if (customers_hold) found_customers.push_back(numbers.back());
      }
      if (decides > 4) of_registry.push_back(numbers.back());
      if ((i + 1) % callsieve::batch_capacity == 0) {
        for (questions* of : {&of_consents, &found_consents, &of_customers, &found_customers, &of_registry}) {
          of->ends.push_back(of->size());
        }
      }
    }
  }

  /// Numbers asked of a list, batch after batch.
  struct questions : std::vector<phone_number> {
    std::vector<std::size_t> ends;  ///< of each batch
    [[nodiscard]] std::span<const phone_number> of_batch(std::size_t i) const {
      const std::size_t begin = i == 0 ? 0 : ends[i - 1];
      return std::span(*this).subspan(begin, ends[i] - begin);
    }
  };

  static bool is_withdrawn(std::uint64_t index) { return index / 20 % 5 == 0; }
  static std::size_t rule_that_decides(std::uint64_t index, bool duplicate, std::uint64_t size) {
    if (index % 200 == 1) return 0;
    if (duplicate) return 1;
    if (index % 20 == 2) return is_withdrawn(index) ? 2 : 3;
    if (index % 10 == 5) return 4;
    return index < size ? 5 : rules;
  }

  /// What the policy of the same lists with all, any and not makes of it.
  static std::size_t combined_rule_that_decides(std::uint64_t index, bool duplicate, std::uint64_t size) {
    if (index % 200 == 1 || (index % 20 == 2 && is_withdrawn(index))) return 0;
    if (duplicate) return 1;
    if (index % 20 == 2 || index % 10 == 5) return 2;
    return index < size ? 3 : 4;
  }
  /// Area codes one by one, but for the last, of which there is no copy; that of the last but one is stale.
  static callsieve::coverage all_areas_but_two() {
    std::vector<callsieve::coverage_entry> covers;
    for (std::size_t i = 0; i + 1 < bench::area_codes.size(); ++i) {
      const bool is_stale = i + 2 == bench::area_codes.size();
      covers.push_back({{1'000U + static_cast<std::uint64_t>(bench::area_codes[i]), 4},
                        is_stale ? today - std::chrono::days{60} : today});
    }
    return callsieve::coverage(std::move(covers));
  }
  static bool is_of_last_areas(phone_number number) {
    return number.value() / 10'000'000 >= 1'000U + static_cast<std::uint64_t>(*(bench::area_codes.end() - 2));
  }

  bench::made_up_list blacklist, consents, customers, registry, registry_by_area;
  std::vector<phone_number> numbers;
  std::vector<callsieve::region_id> regions;
  std::vector<callsieve::number_type> types;
  std::vector<std::uint8_t> duplicates;
  std::array<std::uint64_t, rules + 1> expected{}, expected_by_area{}, expected_combined{};
  /// The numbers that must be asked of each list, and those whose records must be read.
  questions of_consents, found_consents, of_customers, found_customers, of_registry;
};

/// The same case for all benchmarks of one size: they are run in turn.
const made_up_case& case_of(std::int64_t size) {
  static std::vector<std::pair<std::int64_t, std::unique_ptr<made_up_case>>> made;
  for (const auto& [known, one] : made) {
    if (known == size) return *one;
  }
  made.emplace_back(size, std::make_unique<made_up_case>(static_cast<std::uint64_t>(size)));
  return *made.back().second;
}

template <class Pipeline>
void decide_all(benchmark::State& state, const Pipeline& pipeline, const made_up_case& input,
                const std::array<std::uint64_t, rules + 1>& expected) {
  std::array<callsieve::decision, callsieve::batch_capacity> decisions;
  std::array<std::uint64_t, 16> passed{};
  const auto decide = [&](std::size_t from) {
    const std::size_t count = callsieve::batch_capacity;
    const callsieve::batch batch{
        std::span(input.numbers).subspan(from, count), std::span(input.regions).subspan(from, count),
        std::span(input.types).subspan(from, count), std::span(input.duplicates).subspan(from, count)};
    pipeline.decide({today, {}}, batch, decisions, std::span(passed).first(pipeline.size()));
  };
  for (auto _ : state) {
    for (std::size_t i = 0; i < numbers_asked; i += callsieve::batch_capacity) {
      decide(i);
      benchmark::DoNotOptimize(decisions.data());
      benchmark::ClobberMemory();
    }
  }
  std::array<std::uint64_t, rules + 1> decided{};
  for (std::size_t i = 0; i < numbers_asked; i += callsieve::batch_capacity) {
    decide(i);
    for (const callsieve::decision& one : decisions) ++decided[one.rule];
  }
  if (decided != expected) return state.SkipWithError("a rule decided what another should have");
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(numbers_asked));
}

void static_rules(benchmark::State& state) {
  using namespace callsieve;
  const made_up_case& input = case_of(state.range(0));
  const auto rules_in_code =
      policy(block("objection", listed(input.blacklist.view())), block("duplicate", duplicate()),
             block("consent-withdrawn", consent_withdrawn(input.consents.view())),
             allow("consent", consent_given(input.consents.view())),
             allow("customer", related_within(input.customers.view(), years(3))),
             block("registry", listed(input.registry.view(), callsieve::days(31))), otherwise_allow("clear"));
  decide_all(state, rules_in_code, input, input.expected);
}

void run_six_rules(benchmark::State& state, const made_up_case& input, const bench::made_up_list& registry,
                   const std::array<std::uint64_t, rules + 1>& expected) {
  using namespace callsieve;
  std::vector<pipeline_rule> made;
  const auto add = [&made](verdict outcome, const char* reason, auto predicate) {
    made.push_back({{.outcome = outcome, .reason = reason}, any_predicate(std::move(predicate)), reason});
  };
  add(verdict::block, "objection", listed(input.blacklist.view()));
  add(verdict::block, "duplicate", duplicate());
  add(verdict::block, "consent-withdrawn", consent_withdrawn(input.consents.view()));
  add(verdict::allow, "consent", consent_given(input.consents.view()));
  add(verdict::allow, "customer", related_within(input.customers.view(), years(3)));
  add(verdict::block, "registry", listed(registry.view(), callsieve::days(31)));
  decide_all(state, pipeline(std::move(made), verdict::allow, "clear"), input, expected);
}

void run_time_rules(benchmark::State& state) {
  const made_up_case& input = case_of(state.range(0));
  run_six_rules(state, input, input.registry, input.expected);
}

/// The registry is a copy for each area code, as that of the United States is.
void rules_by_area(benchmark::State& state) {
  const made_up_case& input = case_of(state.range(0));
  run_six_rules(state, input, input.registry_by_area, input.expected_by_area);
}

/// The same lists in four rules of all, any and not.
void combined_rules(benchmark::State& state) {
  using namespace callsieve;
  const made_up_case& input = case_of(state.range(0));
  const auto combined = policy(
      block("objection", any_of(listed(input.blacklist.view()), consent_withdrawn(input.consents.view()))),
      block("duplicate", duplicate()),
      allow("known", any_of(consent_given(input.consents.view()), related_within(input.customers.view(), years(3)))),
      block("registry",
            all_of(listed(input.registry.view(), callsieve::days(31)), not_(of_type{number_type::premium_rate}))),
      otherwise_allow("clear"));
  decide_all(state, combined, input, input.expected_combined);
}

std::uint64_t count_held(const callsieve::snapshot_view& list, std::span<const phone_number> numbers) {
  std::array<std::uint64_t, callsieve::batch_capacity / 64> bits;
  std::uint64_t held = 0;
  for (std::size_t i = 0; i < numbers.size(); i += callsieve::batch_capacity) {
    const auto some = numbers.subspan(i, std::min(callsieve::batch_capacity, numbers.size() - i));
    list.contains(some, bits);
    for (std::size_t word = 0; word < (some.size() + 63) / 64; ++word) {
      held += static_cast<std::uint64_t>(__builtin_popcountll(bits[word]));
    }
  }
  return held;
}

std::uint64_t count_records(const callsieve::snapshot_view& list, std::span<const phone_number> numbers) {
  std::array<list_record, 128> records;
  std::uint64_t right = 0;
  for (std::size_t i = 0; i < numbers.size(); i += records.size()) {
    const auto some = numbers.subspan(i, std::min(records.size(), numbers.size() - i));
    list.find(some, records);
    for (std::size_t k = 0; k < some.size(); ++k) right += records[k].day_number == a_while_ago;
  }
  return right;
}

/// What no pipeline over these lists can do without: in each batch, the questions to each list that its rows need,
/// once, without rows, rules or decisions.
void probes_alone(benchmark::State& state) {
  const made_up_case& input = case_of(state.range(0));
  for (auto _ : state) {
    std::uint64_t objections = 0, consents = 0, customers = 0, registered = 0, records = 0;
    for (std::size_t i = 0; i < numbers_asked / callsieve::batch_capacity; ++i) {
      const auto all = std::span(input.numbers).subspan(i * callsieve::batch_capacity, callsieve::batch_capacity);
      objections += count_held(input.blacklist.view(), all);
      consents += count_held(input.consents.view(), input.of_consents.of_batch(i));
      records += count_records(input.consents.view(), input.found_consents.of_batch(i));
      customers += count_held(input.customers.view(), input.of_customers.of_batch(i));
      records += count_records(input.customers.view(), input.found_customers.of_batch(i));
      registered += count_held(input.registry.view(), input.of_registry.of_batch(i));
    }
    if (objections != input.expected[0] || registered != input.expected[5] || consents != input.found_consents.size() ||
        customers != input.found_customers.size() || records != consents + customers) {
      return state.SkipWithError("a list gave a wrong answer");
    }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(numbers_asked));
}

/// The first so many rules of the policy, as read at run time.
void first_rules(benchmark::State& state) {
  using namespace callsieve;
  const made_up_case& input = case_of(state.range(0));
  const auto count = static_cast<std::size_t>(state.range(1));
  std::vector<pipeline_rule> made;
  const auto add = [&](auto predicate) {
    if (made.size() == count) return;
    made.push_back({{.outcome = verdict::block, .reason = "rule"}, any_predicate(std::move(predicate)), "rule"});
  };
  add(listed(input.blacklist.view()));
  add(duplicate());
  add(consent_withdrawn(input.consents.view()));
  add(in_region({find_region("DE"), find_region("NL")}));
  add(of_type({number_type::premium_rate}));
  add(related_within(input.customers.view(), years(3)));
  add(listed(input.registry.view(), callsieve::days(31)));
  add(with_prefix({*number_prefix::parse("+1900"), *number_prefix::parse("+3190")}));
  const pipeline some(std::move(made), verdict::allow, "clear");
  std::vector<decision> decisions(batch_capacity);
  std::uint64_t allowed = 0;
  for (auto _ : state) {
    allowed = 0;
    for (std::size_t i = 0; i < numbers_asked; i += batch_capacity) {
      const batch batch{
          std::span(input.numbers).subspan(i, batch_capacity), std::span(input.regions).subspan(i, batch_capacity),
          std::span(input.types).subspan(i, batch_capacity), std::span(input.duplicates).subspan(i, batch_capacity)};
      some.decide({today, {}}, batch, decisions, {});
      for (const decision& one : decisions) allowed += one.outcome == verdict::allow;
    }
  }
  if (count == 0 && allowed != numbers_asked) return state.SkipWithError("no rule, and a number was blocked");
  if (count == 1 && allowed != numbers_asked - input.expected[0]) return state.SkipWithError("a wrong answer");
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(numbers_asked));
}

void sizes(benchmark::internal::Benchmark* of) { of->Arg(100'000)->Arg(10'000'000)->Unit(benchmark::kMillisecond); }
void rule_counts(benchmark::internal::Benchmark* of) {
  for (int count = 0; count <= 8; ++count) of->Args({100'000, count});
  of->Unit(benchmark::kMillisecond);
}

BENCHMARK(static_rules)->Name("rules/static")->Apply(sizes);
BENCHMARK(run_time_rules)->Name("rules/run_time")->Apply(sizes);
BENCHMARK(rules_by_area)->Name("rules/by_area_code")->Apply(sizes);
BENCHMARK(combined_rules)->Name("rules/all_any_not")->Apply(sizes);
BENCHMARK(probes_alone)->Name("rules/probes_alone")->Apply(sizes);
BENCHMARK(first_rules)->Name("rules/first")->Apply(rule_counts);

}  // namespace

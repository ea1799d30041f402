// Is this number on the list? Unit: one number asked, half of them on the list, in random order.
// Axis: numbers on the list; beside it the same questions to Abseil's hash set.
#include <algorithm>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

#include "callsieve/batch/batch.hpp"

#include "absl/container/flat_hash_set.h"
#include "made_up_lists.hpp"

#include <benchmark/benchmark.h>

namespace {

constexpr std::size_t questions = 1 << 20;

struct asked {
  std::vector<callsieve::phone_number> numbers;
  std::uint64_t listed = 0;
};

asked ask_about(std::uint64_t list_size) {
  asked made;
  std::mt19937_64 random(1);
  for (std::size_t i = 0; i < questions; ++i) {
    const std::uint64_t index = random() % (2 * list_size);
    made.numbers.push_back(bench::made_up_number(index));
    made.listed += index < list_size;
  }
  return made;
}

void report(benchmark::State& state, std::uint64_t list_size, double bytes) {
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(questions));
  state.counters["bytes/number"] = bytes / static_cast<double>(list_size);
}

void probe_snapshot(benchmark::State& state) {
  const auto list_size = static_cast<std::uint64_t>(state.range(0));
  const bench::made_up_list list(callsieve::list_kind::set, list_size, 1, 0, bench::on_the_list);
  const asked what = ask_about(list_size);
  std::vector<callsieve::list_record> records(callsieve::batch_capacity);
  for (auto _ : state) {
    std::uint64_t found = 0;
    for (std::size_t i = 0; i < questions; i += callsieve::batch_capacity) {
      const std::size_t count = std::min(callsieve::batch_capacity, questions - i);
      list.view().find(std::span(what.numbers).subspan(i, count), std::span(records).first(count));
      for (std::size_t row = 0; row < count; ++row) found += records[row].state != callsieve::record_state::absent;
    }
    if (found != what.listed) return state.SkipWithError("the list gave a wrong answer");
  }
  report(state, list_size, static_cast<double>(list.view().bytes().size()));
}

void probe_absl(benchmark::State& state) {
  const auto list_size = static_cast<std::uint64_t>(state.range(0));
  absl::flat_hash_set<callsieve::phone_number> list;
  list.reserve(list_size);
  for (std::uint64_t i = 0; i < list_size; ++i) list.insert(bench::made_up_number(i));
  const asked what = ask_about(list_size);
  for (auto _ : state) {
    std::uint64_t found = 0;
    for (const callsieve::phone_number number : what.numbers) found += list.contains(number);
    if (found != what.listed) return state.SkipWithError("the hash set gave a wrong answer");
  }
  // One control byte and one 8-byte slot for each place of the table.
  report(state, list_size, static_cast<double>(list.capacity()) * 9);
}

BENCHMARK(probe_snapshot)->Name("probe/snapshot")->Arg(100'000)->Arg(10'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK(probe_absl)->Name("probe/absl_flat_hash_set")->Arg(100'000)->Arg(10'000'000)->Unit(benchmark::kMillisecond);

}  // namespace

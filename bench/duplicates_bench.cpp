// Which numbers of a call list came before? Unit: one row; every time from an empty set on, in pieces of 2,800 rows, as
// the scrub meets them. Axes: rows, each one of twice as many numbers, so that a fifth are repeats; kernels. Beside
// them Abseil's hash set. Every answer of every run is checked.
#include <algorithm>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "callsieve/base/kernels.hpp"

#include "absl/container/flat_hash_set.h"
#include "generator.hpp"
#include "scrub/seen_numbers.hpp"

#include <benchmark/benchmark.h>

namespace {

using callsieve::phone_number;
using callsieve::detail::seen_numbers;

constexpr std::size_t piece = 2800;

struct rows {
  std::vector<phone_number> numbers;
  std::vector<std::uint8_t> repeated;
  std::size_t distinct = 0;
};

rows made_up_rows(std::uint64_t count) {
  rows made;
  std::mt19937_64 random(1);
  std::vector<bool> met(2 * count);
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::uint64_t index = random() % met.size();
    made.numbers.push_back(phone_number::from_digits_unchecked(bench::number_at(index)));
    made.repeated.push_back(met[index] ? 1 : 0);
    made.distinct += met[index] ? 0 : 1;
    met[index] = true;
  }
  return made;
}

void report(benchmark::State& state, const rows& met, std::size_t bytes) {
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(met.numbers.size()));
  state.counters["bytes/number"] = static_cast<double>(bytes) / static_cast<double>(met.distinct);
}

void meet_in_lines(benchmark::State& state, std::string_view kernel) {
  const rows met = made_up_rows(static_cast<std::uint64_t>(state.range(0)));
  std::vector<std::uint8_t> repeated(met.numbers.size());
  std::size_t bytes = 0;
  if (!callsieve::use_kernel(kernel)) return state.SkipWithError("no such kernel here");
  for (auto _ : state) {
    seen_numbers seen;
    seen_numbers::parted_batch parts;
    for (std::size_t from = 0; from < met.numbers.size(); from += piece) {
      const std::size_t count = std::min(piece, met.numbers.size() - from);
      parts.take(std::span(met.numbers).subspan(from, count));
      for (std::size_t part = 0; part < seen_numbers::part_count; ++part) {
        seen.meet(parts, part, std::span(repeated).subspan(from, count));
      }
    }
    bytes = seen.bytes();
    if (repeated != met.repeated) return state.SkipWithError("a repeat was not seen, or seen where there is none");
  }
  callsieve::use_kernel(callsieve::kernels().back());
  report(state, met, bytes);
}

void meet_in_absl(benchmark::State& state) {
  const rows met = made_up_rows(static_cast<std::uint64_t>(state.range(0)));
  std::vector<std::uint8_t> repeated(met.numbers.size());
  std::size_t bytes = 0;
  for (auto _ : state) {
    absl::flat_hash_set<phone_number> seen;
    for (std::size_t i = 0; i < repeated.size(); ++i) repeated[i] = seen.insert(met.numbers[i]).second ? 0 : 1;
    bytes = seen.capacity() * 9;  // one control byte and one 8-byte slot for each place of the table
    if (repeated != met.repeated) return state.SkipWithError("the hash set gave a wrong answer");
  }
  report(state, met, bytes);
}

[[maybe_unused]] const bool registered = [] {
  for (const auto kernel : callsieve::kernels()) {
    benchmark::RegisterBenchmark(("duplicates/lines/" + std::string(kernel)).c_str(), meet_in_lines, kernel)
        ->Arg(100'000)
        ->Arg(10'000'000)
        ->Unit(benchmark::kMillisecond);
  }
  return true;
}();
BENCHMARK(meet_in_absl)
    ->Name("duplicates/absl_flat_hash_set")
    ->Arg(100'000)
    ->Arg(10'000'000)
    ->Unit(benchmark::kMillisecond);

}  // namespace

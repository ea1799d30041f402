// Cells to numbers. Unit: one cell. Axis: how the cells are written.
#include <cstdint>
#include <string>
#include <vector>

#include "callsieve/number/parse.hpp"

#include "generator.hpp"

#include <benchmark/benchmark.h>

namespace {

constexpr std::size_t cells = 1 << 16;

/// Parses the same cells again and again. The sum of the numbers tells whether all were read rightly.
void parse_cells(benchmark::State& state, bool e164_only) {
  std::vector<std::string> texts;
  std::uint64_t expected = 0;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < cells; ++i) {
    const auto how = e164_only ? bench::spelling::e164 : static_cast<bench::spelling>(i % bench::spelling_count);
    texts.push_back(bench::spell(bench::number_at(i), how));
    expected += bench::number_at(i);
    bytes += texts.back().size();
  }
  const callsieve::region_id region = callsieve::find_region("US");
  for (auto _ : state) {
    std::uint64_t sum = 0;
    for (const std::string& text : texts) {
      const callsieve::parsed_number cell = callsieve::parse(text, region);
      sum += cell.valid() ? cell.number.value() : 0;
    }
    if (sum != expected) return state.SkipWithError("a cell was not read rightly");
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(cells));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes));
}

void parse_mixed(benchmark::State& state) { parse_cells(state, false); }
void parse_e164(benchmark::State& state) { parse_cells(state, true); }
BENCHMARK(parse_mixed)->Name("parse/mixed");
BENCHMARK(parse_e164)->Name("parse/e164");

void classify(benchmark::State& state) {
  for (auto _ : state) {
    std::size_t valid = 0;
    for (std::size_t i = 0; i < cells; ++i) {
      valid += callsieve::classify(callsieve::phone_number::from_digits_unchecked(bench::number_at(i))).valid;
    }
    if (valid != cells) return state.SkipWithError("a number of the plan was not known");
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(cells));
}
BENCHMARK(classify);

}  // namespace

// Cells to numbers. Unit: one cell. Axis: how the cells are written.
#include <algorithm>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "callsieve/base/kernels.hpp"
#include "callsieve/number/parse_batch.hpp"

#include "generator.hpp"
#include "number_cells.hpp"

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

/// Reads the cells in batches of 2,048 with the kernel of that name.
void parse_batches(benchmark::State& state, const bench::cell_column& column, callsieve::region_id region,
                   std::string_view kernel) {
  constexpr std::size_t batch = 2048;
  std::vector<callsieve::parsed_number> out(column.cells.size());
  if (!callsieve::use_kernel(kernel)) return state.SkipWithError("no such kernel here");
  for (auto _ : state) {
    for (std::size_t i = 0; i < out.size(); i += batch) {
      callsieve::parse_batch(std::span(column.cells).subspan(i, batch), region, std::span(out).subspan(i, batch));
    }
    benchmark::ClobberMemory();
  }
  callsieve::use_kernel(callsieve::kernels().back());
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto& expected = column.expected[i];
    if (out[i].number != expected.number || out[i].region != expected.region || out[i].type != expected.type ||
        out[i].error != expected.error) {
      return state.SkipWithError("a cell was not read as parse() reads it");
    }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(column.cells.size()));
}

/// `parse_batch/KERNEL/clean` and `/mixed`, for every kernel of this machine.
[[maybe_unused]] const bool batches_registered = [] {
  const auto& clean = bench::clean_column();
  const auto& mixed = bench::mixed_column();
  const auto region = clean.region;
  for (const auto kernel : callsieve::kernels()) {
    const std::string name = "parse_batch/" + std::string(kernel);
    benchmark::RegisterBenchmark((name + "/clean").c_str(), parse_batches, std::cref(clean), region, kernel);
    benchmark::RegisterBenchmark((name + "/mixed").c_str(), parse_batches, std::cref(mixed), region, kernel);
  }
  return true;
}();

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

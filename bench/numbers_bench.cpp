// Cells to numbers. Unit: one cell. Axis: how the cells are written.
#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "callsieve/number/parse_batch.hpp"

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

/// Cells in one text, as a file has them, and what parse() makes of each.
struct cell_column {
  std::string text;
  std::vector<std::string_view> cells;
  std::vector<callsieve::parsed_number> expected;
};

cell_column column_of(const std::vector<std::string>& spelled, callsieve::region_id region) {
  cell_column column;
  for (const std::string& cell : spelled) (column.text += cell) += ',';
  std::size_t from = 0;
  for (const std::string& cell : spelled) {
    column.cells.push_back(std::string_view(column.text).substr(from, cell.size()));
    column.expected.push_back(callsieve::parse(column.cells.back(), region));
    from += cell.size() + 1;
  }
  return column;
}

/// Mobile and fixed lines of eight countries, their last seven digits random: `+31612345678`.
std::string number_abroad(std::mt19937_64& random) {
  static constexpr std::array<std::string_view, 10> starts = {"+1202", "+1415", "+316",  "+3120", "+4420",
                                                              "+447",  "+4930", "+3361", "+3906", "+614"};
  static constexpr std::array<int, 10> more = {7, 7, 8, 7, 8, 9, 7, 7, 7, 8};
  for (;;) {
    const auto which = random() % starts.size();
    std::string number(starts[which]);
    for (int i = 0; i < more[which]; ++i) number += static_cast<char>('0' + random() % 10);
    if (callsieve::parse(number, callsieve::region_id::none).valid()) return number;
  }
}

std::vector<std::string> clean_cells() {
  std::mt19937_64 random(1);
  std::vector<std::string> spelled;
  for (std::size_t i = 0; i < cells; ++i) spelled.push_back(number_abroad(random));
  return spelled;
}

/// The call list of a Dutch firm: national and international, blanks, dashes, brackets, and 5 in 100 no number.
std::vector<std::string> mixed_cells() {
  static constexpr std::array<std::string_view, 6> garbage = {"n/a", "unknown", "", "-", "0612", "name@example.com"};
  std::mt19937_64 random(2);
  std::vector<std::string> spelled;
  while (spelled.size() < cells) {
    const std::string abroad = number_abroad(random);
    const bool dutch = abroad.substr(0, 3) == "+31";
    if (!dutch && random() % 10 != 0) continue;
    const std::string national = abroad.substr(3);
    const auto how = random() % 100;
    if (how < 5) {
      spelled.emplace_back(garbage[random() % garbage.size()]);
    } else if (!dutch) {
      spelled.push_back(how < 50 ? abroad : "00" + abroad.substr(1));
    } else if (how < 20) {
      spelled.push_back('0' + national);
    } else if (how < 35) {
      spelled.push_back('0' + national.substr(0, 1) + '-' + national.substr(1));
    } else if (how < 50) {
      spelled.push_back('0' + national.substr(0, 2) + ' ' + national.substr(2, 3) + ' ' + national.substr(5));
    } else if (how < 65) {
      spelled.push_back("(0" + national.substr(0, 2) + ") " + national.substr(2));
    } else if (how < 80) {
      spelled.push_back("+31 " + national.substr(0, 1) + ' ' + national.substr(1));
    } else if (how < 90) {
      spelled.push_back("0031" + national);
    } else {
      spelled.push_back(abroad);
    }
  }
  return spelled;
}

/// Reads the cells in batches of 2,048 with the kernel of that name.
void parse_batches(benchmark::State& state, const cell_column& column, callsieve::region_id region,
                   std::string_view kernel) {
  constexpr std::size_t batch = 2048;
  std::vector<callsieve::parsed_number> out(column.cells.size());
  if (!callsieve::use_parse_kernel(kernel)) return state.SkipWithError("no such kernel here");
  for (auto _ : state) {
    for (std::size_t i = 0; i < out.size(); i += batch) {
      callsieve::parse_batch(std::span(column.cells).subspan(i, batch), region, std::span(out).subspan(i, batch));
    }
    benchmark::ClobberMemory();
  }
  callsieve::use_parse_kernel(callsieve::parse_kernels().back());
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
  const auto region = callsieve::find_region("NL");
  static const cell_column clean = column_of(clean_cells(), region);
  static const cell_column mixed = column_of(mixed_cells(), region);
  for (const auto kernel : callsieve::parse_kernels()) {
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

// Google's C++ libphonenumber on the cells of numbers_bench.cpp. Unit: one cell.
//
// `peer/libphonenumber/CELLS/e164`: Parse and Format(E164). `.../valid`: IsValidNumber and GetNumberType as well, which
// is what parse_batch() gives. The release that a system has seldom is the one of our plan, so answers may differ: the
// counter `differ` says how many of the cells do.
#include <algorithm>
#include <functional>
#include <phonenumbers/phonenumberutil.h>
#include <string>
#include <string_view>

#include "number_cells.hpp"

#include <benchmark/benchmark.h>

namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

constexpr std::size_t most_cells = 1 << 13;  ///< the first ones of the column: the peer is slow

struct answer {
  std::string e164;
  bool valid = false;
  int type = 0;
};

answer ask(std::string_view cell, const std::string& region, bool validity) {
  const PhoneNumberUtil& peer = *PhoneNumberUtil::GetInstance();
  answer result;
  PhoneNumber number;
  if (peer.Parse(std::string(cell), region, &number) != PhoneNumberUtil::NO_PARSING_ERROR) return result;
  peer.Format(number, PhoneNumberUtil::E164, &result.e164);
  if (!validity) return result;
  result.valid = peer.IsValidNumber(number);
  result.type = peer.GetNumberType(number);
  return result;
}

bool agrees(const answer& theirs, const callsieve::parsed_number& ours, bool validity) {
  if (theirs.e164 != to_string(ours.number)) return false;
  if (!validity || theirs.e164.empty()) return true;
  return theirs.valid == ours.valid() && theirs.type == static_cast<int>(ours.type);
}

void read_cells(benchmark::State& state, const bench::cell_column& column, bool validity) {
  const std::string region(region_name(column.region));
  const std::size_t count = std::min(most_cells, column.cells.size());
  for (auto _ : state) {
    for (std::size_t i = 0; i < count; ++i) benchmark::DoNotOptimize(ask(column.cells[i], region, validity));
  }
  std::size_t differ = 0;
  for (std::size_t i = 0; i < count; ++i) {
    differ += agrees(ask(column.cells[i], region, validity), column.expected[i], validity) ? 0 : 1;
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(count));
  state.counters["differ"] = static_cast<double>(differ);
  state.counters["of"] = static_cast<double>(count);
  // Releases change some numbers, not most.
  if (differ > count / 10) state.SkipWithError("more than a tenth of the answers differ");
}

[[maybe_unused]] const bool registered = [] {
  for (const bool validity : {false, true}) {
    const std::string end = validity ? "/valid" : "/e164";
    benchmark::RegisterBenchmark(("peer/libphonenumber/clean" + end).c_str(), read_cells,
                                 std::cref(bench::clean_column()), validity);
    benchmark::RegisterBenchmark(("peer/libphonenumber/mixed" + end).c_str(), read_cells,
                                 std::cref(bench::mixed_column()), validity);
  }
  return true;
}();

}  // namespace

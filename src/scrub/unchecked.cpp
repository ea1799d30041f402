#include "scrub/unchecked.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace callsieve::detail {
namespace {

/// Of a column that was empty in the first rows: whether nearly all digits further down are numbers.
bool turned_out_phones(const column_look& look, const watched_column& count) {
  constexpr std::uint64_t enough = 5;
  return look.unknown && count.digits.numbers >= enough && count.digits.numbers * 10 >= count.digit_cells * 9;
}

unchecked_numbers unchecked_in(const job_columns& columns, std::size_t place, watched_column count,
                               std::span<const std::filesystem::path> inputs) {
  const column_look& look = columns.looks[place];
  unchecked_numbers found;
  found.column = columns.names[place].empty() ? std::to_string(place + 1) : columns.names[place];
  found.option = columns.named(place);
  found.why = look.why;
  if (turned_out_phones(look, count)) {
    found.why = "empty in the first rows, phone numbers further down";
    count.phones.add(std::exchange(count.digits, {}));
  }
  found.phones = count.phones.numbers;
  found.count = count.phones.numbers + count.digits.numbers;
  const watched_count& first = found.phones != 0 ? count.phones : count.digits;
  found.first_line = first.line;
  if (first.input != 0) found.input = inputs[first.input - 1].string();
  return found;
}

}  // namespace

std::vector<unchecked_numbers> unchecked_columns(const job_columns& columns, std::span<const watched_column> counts,
                                                 std::span<const std::filesystem::path> inputs) {
  std::vector<unchecked_numbers> all;
  for (std::size_t c = 0; c < counts.size(); ++c) {
    auto found = unchecked_in(columns, c, counts[c], inputs);
    if (found.count != 0) all.push_back(std::move(found));
  }
  std::stable_sort(all.begin(), all.end(), [](const unchecked_numbers& a, const unchecked_numbers& b) {
    return a.phones != b.phones ? a.phones > b.phones : a.count > b.count;
  });
  return all;
}

}  // namespace callsieve::detail

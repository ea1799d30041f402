// Cells that parse() reads as a number, and people as something else.
//
// What: parse() agrees with libphonenumber, for which `20.11.2025` is a number of Essen and `030 23125000-99` one of
// fourteen digits. A call list and a list of objections that hold such a cell mean a day, or a hundred numbers.
// Cost: a comparison or two for most numbers, else some 50 ns; no allocation. Threads: pure functions. Trust: any
// bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "callsieve/number/parse.hpp"

namespace callsieve {

/// Digits in three groups, as days are written: `30.11.2025`, `2025-11-30`, `1/2/2025`, `30.11.25`; a spreadsheet's
/// quotes may stand around them.
[[nodiscard]] bool is_written_day(std::string_view text) noexcept;

namespace detail {
/// A first look, which hardly any number passes: as long as a day, and parted where days are.
[[nodiscard]] constexpr bool may_be_day(std::string_view text) noexcept {
  constexpr std::size_t shortest = 8, longest = 10, blanks = 4;
  if (text.size() < shortest || text.size() > longest + blanks) return false;
  const auto surrounds = [](char c) { return c == ' ' || c == '"' || c == '\'' || c == '=' || c == '.'; };
  if (surrounds(text.front()) || surrounds(text.back())) return true;
  const auto parts = [](char c) { return c == '.' || c == '-' || c == '/'; };
  const bool is_short = text.size() == shortest && parts(text[2]) && text[2] == text[5];
  return text.size() <= longest && (parts(text[4]) || parts(text[text.size() - 5]) || is_short);
}
[[nodiscard]] bool is_range(std::string_view text, region_id region) noexcept;
}  // namespace detail

/// Whether the text, of which parse() made the number, is a day, or a range: a number that is one by itself, a dash and
/// at most four digits that count on from its last ones.
[[nodiscard]] inline bool is_day_or_range(std::string_view text, const parsed_number& number,
                                          region_id region) noexcept {
  constexpr std::uint64_t longest_usual = 999'999'999'999;
  if (number.number.value() > longest_usual && detail::is_range(text, region)) return true;
  return detail::may_be_day(text) && is_written_day(text);
}
/// The number, or `not_a_number` where it is a day or a range.
[[nodiscard]] inline parsed_number without_day_or_range(std::string_view text, const parsed_number& number,
                                                        region_id region) noexcept {
  return is_day_or_range(text, number, region) ? parsed_number{.error = parse_error::not_a_number} : number;
}

}  // namespace callsieve

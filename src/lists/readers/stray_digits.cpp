#include "lists/readers/stray_digits.hpp"

#include <algorithm>
#include <cstddef>

#include "lists/readers/words.hpp"

namespace callsieve {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// What stands behind a count of a list (`2. `, `12) `); empty where there is none.
std::string_view behind_count(std::string_view cell) {
  constexpr std::size_t most_digits = 3;
  if (!may_begin_with_count(cell) || !is_digit(cell.front()) || cell.front() == '0') return {};
  std::size_t at = 1;
  while (at < most_digits && is_digit(cell[at])) ++at;
  if ((cell[at] != '.' && cell[at] != ')') || cell[at + 1] != ' ') return {};
  return trimmed(cell.substr(at + 1));
}

/// The digits before a point and zeros, or before one or two digits that stand apart; empty where there are none.
std::string_view before_group(std::string_view cell) {
  constexpr std::string_view digits = "0123456789";
  std::size_t end = cell.find_last_of(digits);
  if (end == std::string_view::npos) return {};
  ++end;
  std::size_t from = end;
  while (from > 0 && is_digit(cell[from - 1])) --from;
  const std::size_t number = cell.substr(0, from).find_last_of(digits);
  const bool are_zeros = cell.find_first_not_of('0', from) >= end && from > 0 && cell[from - 1] == '.';
  if (number == std::string_view::npos || (end - from > 2 && !are_zeros)) return {};
  return cell.substr(0, number + 1);
}

parsed_number unmarked(parsed_number number) {
  number.error = parse_error::none;
  return number;
}

}  // namespace

parsed_number without_stray_digits(std::string_view cell, const parsed_number& number, region_id region) {
  if (const std::string_view rest = behind_count(cell); !rest.empty()) {
    const parsed_number alone = parse(rest, region);
    if (!alone.in_plan() || alone.number == number.number) return number;
    return number.valid() ? parsed_number{.error = parse_error::not_a_number} : unmarked(alone);
  }
  if (number.error != parse_error::not_in_plan) return number;
  const std::string_view rest = before_group(cell);
  const parsed_number alone = rest.empty() ? number : parse(rest, region);
  return alone.in_plan() ? unmarked(alone) : number;
}

}  // namespace callsieve

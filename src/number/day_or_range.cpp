#include "callsieve/number/day_or_range.hpp"

#include <array>

namespace callsieve {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

std::string_view without_blanks_around(std::string_view text) noexcept {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::string_view without_signs_around(std::string_view text) noexcept {
  const auto surrounds = [](char c) { return c == ' ' || c == '"' || c == '\''; };
  while (!text.empty() && (surrounds(text.front()) || text.front() == '=')) text.remove_prefix(1);
  while (!text.empty() && (surrounds(text.back()) || text.back() == '.')) text.remove_suffix(1);
  return text;
}

/// `30.11.25`: with so few digits only what a calendar has is no number of a small country.
bool is_short_day(std::string_view text) noexcept {
  if (text.size() != 8 || text[2] != text[5]) return false;
  const auto value = [&](std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); };
  const int one = value(0), other = value(3);
  const bool one_is_month = one >= 1 && one <= 12, other_is_month = other >= 1 && other <= 12;
  return (one_is_month && other >= 1 && other <= 31) || (other_is_month && one >= 1 && one <= 31);
}

}  // namespace

bool is_written_day(std::string_view text) noexcept {
  text = without_signs_around(text);
  std::array<std::size_t, 3> digits{};
  std::size_t group = 0;
  char separator = 0;
  for (const char c : text) {
    if (is_digit(c)) {
      ++digits[group];
    } else if (group < 2 && (c == '-' || c == '/' || c == '.') && digits[group] != 0 &&
               (separator == 0 || separator == c)) {
      separator = c;
      ++group;
    } else {
      return false;
    }
  }
  const auto day_or_month = [](std::size_t count) { return count == 1 || count == 2; };
  if (group == 2 && digits[0] == 2 && digits[1] == 2 && digits[2] == 2) return is_short_day(text);
  return group == 2 && day_or_month(digits[1]) &&
         ((digits[0] == 4 && day_or_month(digits[2])) || (day_or_month(digits[0]) && digits[2] == 4));
}

namespace detail {

bool is_range(std::string_view text, region_id region) noexcept {
  constexpr std::size_t longest_tail = 4;
  text = without_blanks_around(text);
  std::size_t tail = 0;
  while (tail < text.size() && is_digit(text[text.size() - 1 - tail])) ++tail;
  if (tail == 0 || tail > longest_tail || tail == text.size()) return false;
  const std::string_view last = text.substr(text.size() - tail);
  std::string_view head = text.substr(0, text.size() - tail);
  const std::size_t before = head.size();
  while (!head.empty() && head.back() == ' ') head.remove_suffix(1);
  constexpr std::array<std::string_view, 4> marks{"-", "/", "\xe2\x80\x93", "\xe2\x80\x94"};
  for (const std::string_view mark : marks) {
    if (!head.ends_with(mark)) continue;
    head.remove_suffix(mark.size());
    break;
  }
  head = without_blanks_around(head);
  if (head.size() == before || head.size() < tail || !parse(head, region).in_plan()) return false;
  const std::string_view first = head.substr(head.size() - tail);
  for (const char c : first) {
    if (!is_digit(c)) return false;
  }
  return first < last;
}

}  // namespace detail
}  // namespace callsieve

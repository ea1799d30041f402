#include "lists/readers/day_format.hpp"

#include <chrono>

namespace callsieve {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Takes `least` to `most` digits off the front of the text; -1 when there are fewer.
int take_digits(std::string_view& text, std::size_t least, std::size_t most) {
  int value = 0;
  std::size_t taken = 0;
  while (taken < most && taken < text.size() && is_digit(text[taken])) value = value * 10 + (text[taken++] - '0');
  if (taken < least) return -1;
  text.remove_prefix(taken);
  return value;
}

/// Whether a part (`%d` but not `%%`) stands at this place of the pattern.
bool part_at(std::string_view pattern, std::size_t at) {
  return at + 1 < pattern.size() && pattern[at] == '%' && pattern[at + 1] != '%';
}

/// Whether what stands at this place gives digits: a part, or a digit that the pattern itself holds.
bool digits_at(std::string_view pattern, std::size_t at) {
  return part_at(pattern, at) || (at < pattern.size() && is_digit(pattern[at]));
}

}  // namespace

absl::StatusOr<day_format> day_format::make(std::string_view pattern) {
  int days = 0;
  int months = 0;
  int years = 0;
  const std::string quoted = "date format '" + std::string(pattern) + "'";
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '%') continue;
    const char part = ++i < pattern.size() ? pattern[i] : '\0';
    switch (part) {
      case 'd': ++days; break;
      case 'm': ++months; break;
      case 'Y':
      case 'y': ++years; break;
      case '%': break;
      case '\0': return bad_input(quoted + " ends in a lone %");
      default: return bad_input(quoted + ": %" + part + " is not known; there are %d %m %Y %y, as in %d-%m-%Y");
    }
  }
  if (days != 1 || months != 1 || years != 1) {
    return bad_input(quoted + " must hold one day (%d), one month (%m) and one year (%Y or %y), as in %d-%m-%Y");
  }
  day_format format;
  format.pattern_ = pattern;
  format.iso_ = false;
  return format;
}

std::optional<day> day_format::read(std::string_view text) const noexcept {
  if (iso_) return parse_day(text);
  int day_of_month = -1;
  int month = -1;
  int year = -1;
  const std::string_view pattern = pattern_;
  bool after_digits = false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (!part_at(pattern, i)) {
      if (pattern[i] == '%') ++i;
      if (text.empty() || text.front() != pattern[i]) return std::nullopt;
      text.remove_prefix(1);
      after_digits = is_digit(pattern[i]);
      continue;
    }
    ++i;
    const std::size_t least = after_digits || digits_at(pattern, i + 1) ? 2 : 1;
    switch (pattern[i]) {
      case 'd': day_of_month = take_digits(text, least, 2); break;
      case 'm': month = take_digits(text, least, 2); break;
      case 'Y': year = take_digits(text, 4, 4); break;
      default:
        year = take_digits(text, 2, 2);
        if (year >= 0) year += year < 69 ? 2000 : 1900;
    }
    after_digits = true;
  }
  if (!text.empty() || day_of_month < 0 || month < 0 || year < 1900) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day_of_month)}};
  if (!date.ok()) return std::nullopt;
  return day{date};
}

std::string_view without_time_of_day(std::string_view text) noexcept {
  const std::size_t at = text.find_first_of(" T");
  if (at == std::string_view::npos || text.size() - at < 6) return text;
  const std::string_view rest = text.substr(at + 1);
  if (!is_digit(rest[0]) || !is_digit(rest[1]) || rest[2] != ':' || !is_digit(rest[3]) || !is_digit(rest[4])) {
    return text;
  }
  for (const char c : rest) {
    if (!is_digit(c) && c != ':' && c != '.' && c != 'Z' && c != '+' && c != '-') return text;
  }
  return text.substr(0, at);
}

}  // namespace callsieve

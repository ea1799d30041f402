#include "lists/readers/day_reader.hpp"

#include "lists/readers/sniffing.hpp"

namespace callsieve::readers {
namespace {

std::optional<day> made(std::string_view year, std::string_view month, std::string_view day_of_month) noexcept {
  int parts[3] = {0, 0, 0};
  const std::string_view texts[3] = {year, month, day_of_month};
  for (int i = 0; i < 3; ++i) {
    if (!all_digits(texts[i])) return std::nullopt;
    for (const char c : texts[i]) parts[i] = parts[i] * 10 + (c - '0');
  }
  if (parts[0] < 1900) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{parts[0]},
                                         std::chrono::month{static_cast<unsigned>(parts[1])},
                                         std::chrono::day{static_cast<unsigned>(parts[2])}};
  if (!date.ok()) return std::nullopt;
  return day{date};
}

}  // namespace

std::optional<day> day_reader::read(std::string_view text) const noexcept {
  if (named_ != nullptr) {
    const auto found = named_->read(text);
    return found ? found : named_->read(without_time_of_day(text));
  }
  if (text.size() > 10) text = without_time_of_day(text);
  if (text.size() == 8) return made(text.substr(0, 4), text.substr(4, 2), text.substr(6));
  if (text.size() != 10) return std::nullopt;
  const char separator = text[4];
  if ((separator == '-' || separator == '/') && text[7] == separator) {
    return made(text.substr(0, 4), text.substr(5, 2), text.substr(8));
  }
  const char between = text[2];
  if (days_first_ && (between == '-' || between == '/' || between == '.') && text[5] == between) {
    return made(text.substr(6), text.substr(3, 2), text.substr(0, 2));
  }
  return std::nullopt;
}

std::string day_reader::forms() const {
  if (named_ != nullptr) return named_->pattern();
  return days_first_ ? "2026-01-31, 20260131 or 31/01/2026"
                     : "2026-01-31 or 20260131 (--date-format names another form)";
}

}  // namespace callsieve::readers

// Calendar days, periods and the moment a question is asked for.
//
// What: a day is a calendar day without a zone (std::chrono::sys_days used as a plain day number). A period is what
// policies say: "31 days", "2 weeks", "18 months", "3 years".
// Cost: all functions are O(1), allocate nothing (except the to_string functions) and are safe on any thread.
#pragma once

#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

namespace callsieve {

using day = std::chrono::sys_days;

/// Days since 1970-01-01: the form in which a day is stored.
[[nodiscard]] constexpr std::int32_t day_number(day d) noexcept {
  return static_cast<std::int32_t>(d.time_since_epoch().count());
}
[[nodiscard]] constexpr day day_from_number(std::int32_t number) noexcept { return day{std::chrono::days{number}}; }

enum class period_unit : std::uint8_t { days, weeks, months, years };

struct period {
  std::int32_t count = 0;
  period_unit unit = period_unit::days;
  friend constexpr bool operator==(const period&, const period&) = default;
};

constexpr period days(std::int32_t n) { return {n, period_unit::days}; }
constexpr period months(std::int32_t n) { return {n, period_unit::months}; }
constexpr period years(std::int32_t n) { return {n, period_unit::years}; }

/// The day `length` after `start`: same day of the month, clamped to the month's end (2024-02-29 + 1 year =
/// 2025-02-28).
[[nodiscard]] constexpr day add(day start, period length) noexcept {
  using namespace std::chrono;
  switch (length.unit) {
    case period_unit::days: return start + std::chrono::days{length.count};
    case period_unit::weeks: return start + std::chrono::days{7 * length.count};
    case period_unit::months:
    case period_unit::years: break;
  }
  const std::int32_t n = length.unit == period_unit::years ? 12 * length.count : length.count;
  const year_month_day from{start};
  const year_month target = year_month{from.year(), from.month()} + std::chrono::months{n};
  const auto last = (target / std::chrono::last).day();
  return sys_days{target / (from.day() <= last ? from.day() : last)};
}

/// Reads "31 days", "1 day", "2 weeks", "18 months", "3 years": 1 to 36,500 days, 5,200 weeks, 1,200 months or 100
/// years. Nothing for anything else.
[[nodiscard]] inline std::optional<period> parse_period(std::string_view text) noexcept {
  std::int32_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc{} || count < 1) return std::nullopt;
  std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  if (unit.empty() || unit.front() != ' ') return std::nullopt;
  unit.remove_prefix(1);
  if (unit.ends_with('s')) unit.remove_suffix(1);
  constexpr std::string_view units[] = {"day", "week", "month", "year"};
  constexpr std::int32_t most[] = {36'500, 5'200, 1'200, 100};
  for (int u = 0; u < 4; ++u) {
    if (unit == units[u] && count <= most[u]) return period{count, static_cast<period_unit>(u)};
  }
  return std::nullopt;
}

[[nodiscard]] inline std::string to_string(period p) {
  constexpr const char* names[] = {"day", "week", "month", "year"};
  return std::to_string(p.count) + ' ' + names[static_cast<int>(p.unit)] + (p.count == 1 ? "" : "s");
}

/// Reads exactly `YYYY-MM-DD`, a day that exists, years 1900 to 9999. Nothing otherwise.
[[nodiscard]] constexpr std::optional<day> parse_day(std::string_view text) noexcept {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  int value[3] = {0, 0, 0};
  constexpr std::size_t starts[] = {0, 5, 8};
  constexpr std::size_t lengths[] = {4, 2, 2};
  for (int part = 0; part < 3; ++part) {
    for (std::size_t i = starts[part]; i < starts[part] + lengths[part]; ++i) {
      if (text[i] < '0' || text[i] > '9') return std::nullopt;
      value[part] = value[part] * 10 + (text[i] - '0');
    }
  }
  const std::chrono::year_month_day date{std::chrono::year{value[0]},
                                         std::chrono::month{static_cast<unsigned>(value[1])},
                                         std::chrono::day{static_cast<unsigned>(value[2])}};
  if (value[0] < 1900 || !date.ok()) return std::nullopt;
  return day{date};
}

/// `YYYY-MM-DD`.
[[nodiscard]] inline std::string to_string(day d) {
  const std::chrono::year_month_day date{d};
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()));
  return text;
}

/// The moment a question is asked for, in the policy's time zone. Without a time, only rules about days can answer.
struct as_of {
  day date{};
  std::optional<std::chrono::minutes> time{};  ///< since midnight
};

/// Reads `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM`.
[[nodiscard]] constexpr std::optional<as_of> parse_as_of(std::string_view text) noexcept {
  const auto date = parse_day(text.substr(0, 10));
  if (!date) return std::nullopt;
  if (text.size() == 10) return as_of{*date, std::nullopt};
  if (text.size() != 16 || text[10] != 'T' || text[13] != ':') return std::nullopt;
  int digits[4] = {text[11] - '0', text[12] - '0', text[14] - '0', text[15] - '0'};
  for (int d : digits) {
    if (d < 0 || d > 9) return std::nullopt;
  }
  const int hour = digits[0] * 10 + digits[1];
  const int minute = digits[2] * 10 + digits[3];
  if (hour > 23 || minute > 59) return std::nullopt;
  return as_of{*date, std::chrono::minutes{hour * 60 + minute}};
}

[[nodiscard]] inline std::string to_string(const as_of& moment) {
  std::string text = to_string(moment.date);
  if (moment.time) {
    char clock[16];
    std::snprintf(clock, sizeof clock, "T%02d:%02d", static_cast<int>(moment.time->count() / 60),
                  static_cast<int>(moment.time->count() % 60));
    text += clock;
  }
  return text;
}

}  // namespace callsieve

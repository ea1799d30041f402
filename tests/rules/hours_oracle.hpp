// The oracle's calling hours: plain steps, and the C library's clocks instead of the product's.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "callsieve/rules/calling_hours.hpp"

namespace callsieve_test {

/// Yes or no, or unknown for a cause.
struct oracle_answer {
  enum { no, yes, unknown } value = no;
  std::string cause{};  ///< "stale", "not covered", "no time", ...
};

/// A moment on the clock of a zone, as the C library has it. Not for several threads: it sets TZ.
inline std::tm c_clock(std::int64_t moment, const std::string& zone) {
  static std::map<std::pair<std::string, std::int64_t>, std::tm> known;
  const auto [at, is_new] = known.try_emplace({zone, moment});
  if (is_new) {
    setenv("TZ", zone.c_str(), 1);
    tzset();
    const std::time_t seconds = moment;
    localtime_r(&seconds, &at->second);
  }
  return at->second;
}

inline std::int64_t seconds_as_utc(const std::tm& clock) {
  const callsieve::day date{std::chrono::year_month_day{std::chrono::year{clock.tm_year + 1900},
                                                        std::chrono::month{static_cast<unsigned>(clock.tm_mon + 1)},
                                                        std::chrono::day{static_cast<unsigned>(clock.tm_mday)}}};
  return std::int64_t{callsieve::day_number(date)} * 86'400 + clock.tm_hour * 3'600 + clock.tm_min * 60;
}

/// The moments at which the clock of `zone` shows `when`; where it never does, those that it would show by the rules
/// before and after the jump.
inline std::set<std::int64_t> moments_meant(const callsieve::as_of& when, const std::string& zone) {
  const std::int64_t shown = std::int64_t{callsieve::day_number(when.date)} * 86'400 + when.time->count() * 60;
  std::set<std::int64_t> guesses, right;
  for (const std::int64_t near : {shown - 36 * 3'600, shown + 36 * 3'600}) {
    const std::int64_t offset = seconds_as_utc(c_clock(near, zone)) - near;
    guesses.insert(shown - offset);
  }
  for (const std::int64_t guess : guesses) {
    if (seconds_as_utc(c_clock(guess, zone)) == shown) right.insert(guess);
  }
  return right.empty() ? guesses : right;
}

inline bool in_ranges(const std::vector<callsieve::minute_range>& ranges, int minute) {
  for (const auto& range : ranges) {
    if (range.begin <= minute && minute < range.end) return true;
  }
  return false;
}

/// All clocks must say yes; one no decides.
inline oracle_answer hours_answer(const callsieve::hours_table& table, const std::string& asking_zone,
                                  const callsieve::as_of& when, const std::vector<std::string>& zones) {
  if (!when.time) return {oracle_answer::unknown, "no time"};
  if (zones.empty()) return {oracle_answer::unknown, "no time zone"};
  const auto is_holiday = [&](callsieve::day d) {
    for (const auto h : table.holidays) {
      if (h == d) return true;
    }
    return false;
  };
  const auto year_known = [&](callsieve::day d) {
    for (const auto h : table.holidays) {
      if (std::chrono::year_month_day{h}.year() == std::chrono::year_month_day{d}.year()) return true;
    }
    return false;
  };
  std::string unknown;
  for (const std::string& zone : zones) {
    if (!callsieve::is_time_zone(zone)) {
      if (unknown.empty()) unknown = "no time zone";
      continue;
    }
    for (const std::int64_t moment : moments_meant(when, asking_zone)) {
      const std::tm clock = c_clock(moment, zone);
      const int minute = clock.tm_hour * 60 + clock.tm_min;
      const callsieve::day date =
          std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds{std::chrono::seconds{seconds_as_utc(clock)}});
      const callsieve::day tomorrow = date + std::chrono::days{1};
      const auto& usual = table.weekdays[static_cast<std::size_t>((clock.tm_wday + 6) % 7)];
      std::set<bool> possible;
      if (!table.observes_holidays) {
        possible.insert(in_ranges(usual, minute));
      } else {
        const bool holiday = is_holiday(date);
        if (holiday || !year_known(date)) possible.insert(in_ranges(table.on_holidays, minute));
        if (!holiday && (is_holiday(tomorrow) || !year_known(tomorrow))) {
          possible.insert(in_ranges(table.on_eves ? *table.on_eves : usual, minute));
        }
        if (!holiday && !is_holiday(tomorrow)) possible.insert(in_ranges(usual, minute));
      }
      if (possible.size() == 2) {
        if (unknown.empty()) unknown = "no holidays";
      } else if (!*possible.begin()) {
        return {oracle_answer::no};
      }
    }
  }
  if (!unknown.empty()) return {oracle_answer::unknown, unknown};
  return {oracle_answer::yes};
}

}  // namespace callsieve_test

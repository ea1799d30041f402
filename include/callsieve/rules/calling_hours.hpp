// Calling hours: whether it is now a time at which the called party may be called.
//
// What: the moment asked for, in the policy's time zone, is taken to the called party's clock and held against a table
// of weekdays. The called party's zone is that of the row's column, else those of the number's prefix (time_zones.hpp);
// of several zones, all must be within hours. Where clocks jump, a moment that happens twice or never must be within
// hours both ways.
// Cost: a look-up of the number's zones (about 100 ns), and calendar work once a batch and set of zones. No allocation.
// The zone of a row's column is looked up in Abseil's table, behind its short lock, when it differs from the row
// before. Threads: const access from any thread. Lifetime: copies share the table.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "callsieve/base/date.hpp"
#include "callsieve/batch/batch.hpp"
#include "callsieve/batch/truth.hpp"
#include "callsieve/rules/lane_results.hpp"

namespace callsieve {

/// From `begin` (inclusive) until `end` (exclusive), in minutes since midnight; `end` is at most 1440.
struct minute_range {
  std::uint16_t begin = 0, end = 0;
  friend constexpr bool operator==(const minute_range&, const minute_range&) = default;
};

/// When calls may be made. A day without ranges is a day without calls.
struct hours_table {
  std::string name;
  std::array<std::vector<minute_range>, 7> weekdays;  ///< Monday first
  bool observes_holidays = false;                     ///< then `holidays` is read
  std::vector<day> holidays;                          ///< ascending; a year without any is unknown
  std::vector<minute_range> on_holidays;              ///< instead of the weekday's
  /// On the day before a public holiday, instead of the weekday's; nothing: the weekday's.
  std::optional<std::vector<minute_range>> on_eves;
  std::string zone;  ///< IANA name of the one zone that counts; empty: the called party's
  std::string
      zone_column;  ///< where a row's own zone stands (IANA name); empty cells and no column: the number's zones
};

/// Whether the called party may be called at the moment asked for. Unknown: `no_time` when the moment has none,
/// `no_zone` when the zone is not known, `no_holidays` when the year's holidays are not and would make a difference.
class calling_hours {
 public:
  /// `asking_zone`: IANA name of the zone in which as_of is meant. Requires zone names that this machine knows.
  calling_hours(hours_table table, const std::string& asking_zone);

  template <std::size_t Capacity>
  void evaluate(const lane_question<Capacity>& asked, const lane_set<Capacity>& lanes,
                lane_results<Capacity>& out) const {
    answer_by_lane(lanes, out, [&](std::span<const lane_id> ids, std::span<truth> truths) {
      look(asked.when, asked.numbers, ids, truths);
    });
  }
  /// For people: `Wed 2026-11-25 10:15 in America/New_York, calls 08:00-21:00`.
  [[nodiscard]] std::string explain(const as_of& when, const batch& numbers, std::size_t lane) const;
  void add_columns(std::vector<std::string>& names) const;

 private:
  void look(const as_of& when, const batch& numbers, std::span<const lane_id> lanes, std::span<truth> out) const;

  struct clockwork;
  std::shared_ptr<const clockwork> clock_;
};

/// Whether this machine knows the time zone, by a name that means the same everywhere: `UTC`, or a place's IANA name
/// (`America/New_York`). Not an abbreviation: the database's `EST` has no summer time, which hardly anybody means by
/// it.
[[nodiscard]] bool is_time_zone(std::string_view name);

/// `08:00-21:00`.
[[nodiscard]] std::string to_string(minute_range range);
/// `Mon` for Monday (0), `Sun` for Sunday (6).
[[nodiscard]] std::string_view weekday_name(std::size_t weekday) noexcept;

}  // namespace callsieve

#include "callsieve/rules/calling_hours.hpp"

#include <algorithm>
#include <utility>

#include "callsieve/number/time_zones.hpp"

#include "absl/time/time.h"

namespace callsieve {
namespace {

/// A moment on somebody's clock.
struct wall_clock {
  day date;
  std::uint16_t minute;
};

/// The moments meant: two where the asker's clock jumps.
struct moments {
  absl::Time first, second;
  [[nodiscard]] bool two() const { return first != second; }
};

absl::TimeZone load(const std::string& name) {
  absl::TimeZone zone;
  absl::LoadTimeZone(name, &zone);
  return zone;
}

wall_clock on_clock(absl::Time moment, absl::TimeZone zone) {
  const absl::CivilMinute civil = absl::ToCivilMinute(moment, zone);
  const auto days = absl::CivilDay(civil) - absl::CivilDay(1970, 1, 1);
  return {day{std::chrono::days{days}}, static_cast<std::uint16_t>(civil.hour() * 60 + civil.minute())};
}

bool within(const std::vector<minute_range>& ranges, std::uint16_t minute) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [minute](minute_range range) { return range.begin <= minute && minute < range.end; });
}

std::size_t weekday_of(day date) { return std::chrono::weekday{date}.iso_encoding() - 1; }

/// The answers for the zones met, by where the plan keeps them: a batch meets few.
class answers {
 public:
  struct entry {
    const std::string_view* zones = nullptr;
    std::size_t count = 0;
    truth said = truth::no;
  };
  entry& of(std::span<const std::string_view> zones) {
    const auto address = reinterpret_cast<std::uintptr_t>(zones.data()) / sizeof(std::string_view);
    return entries_[(address + 37 * zones.size()) % entries_.size()];
  }

 private:
  std::array<entry, 128> entries_{};
};

/// Whether the name is UTC or that of a place: Europe/Amsterdam. The time zone database has abbreviations too, but its
/// EST has no summer time, and who writes EST in July means the clock on the wall of New York.
bool is_name_of_place(std::string_view name) {
  constexpr std::string_view areas[] = {"Africa",   "America",   "Antarctica", "Arctic",  "Asia",
                                        "Atlantic", "Australia", "Brazil",     "Canada",  "Chile",
                                        "Europe",   "Indian",    "Mexico",     "Pacific", "US"};
  const std::string_view area = name.substr(0, name.find('/'));
  if (area.size() == name.size() || area == "Etc") return name == "UTC" || name == "Etc/UTC";
  return std::find(std::begin(areas), std::end(areas), area) != std::end(areas);
}

std::string words(const std::vector<minute_range>& ranges) {
  if (ranges.empty()) return "no calls";
  std::string text = "calls ";
  for (const minute_range range : ranges) text += (text.size() > 6 ? " and " : "") + to_string(range);
  return text;
}

}  // namespace

struct calling_hours::clockwork {
  hours_table table;
  absl::TimeZone asker, fixed;

  [[nodiscard]] moments of(const as_of& when) const {
    const auto minutes = when.time->count();
    const absl::CivilMinute civil = absl::CivilMinute(absl::CivilDay(1970, 1, 1) + day_number(when.date)) + minutes;
    const absl::TimeZone::TimeInfo info = asker.At(absl::CivilSecond(civil));
    return {info.pre, info.post};
  }

  enum class kind_of_day : std::uint8_t { usual, holiday, eve };
  [[nodiscard]] const std::vector<minute_range>& ranges(day date, kind_of_day kind) const {
    if (kind == kind_of_day::holiday) return table.on_holidays;
    if (kind == kind_of_day::eve && table.on_eves) return *table.on_eves;
    return table.weekdays[weekday_of(date)];
  }
  [[nodiscard]] bool is_holiday(day date) const {
    return std::binary_search(table.holidays.begin(), table.holidays.end(), date);
  }
  [[nodiscard]] bool knows_year_of(day date) const {
    const std::chrono::year year = std::chrono::year_month_day{date}.year();
    const auto at = std::lower_bound(table.holidays.begin(), table.holidays.end(),
                                     day{std::chrono::year_month_day{year, std::chrono::January, std::chrono::day{1}}});
    return at != table.holidays.end() && std::chrono::year_month_day{*at}.year() == year;
  }

  /// Whether calls may be made at that time on the called party's clock.
  [[nodiscard]] truth at(wall_clock clock) const {
    const auto on = [&](kind_of_day kind) {
      return static_cast<truth>(within(ranges(clock.date, kind), clock.minute));
    };
    const truth usual = on(kind_of_day::usual);
    if (!table.observes_holidays) return usual;
    const day tomorrow = clock.date + std::chrono::days{1};
    if (is_holiday(clock.date)) return on(kind_of_day::holiday);
    const bool is_eve = is_holiday(tomorrow);
    std::array<truth, 3> possible;  // for each kind of day that it may be
    std::size_t kinds = 0;
    if (!knows_year_of(clock.date)) possible[kinds++] = on(kind_of_day::holiday);
    if (is_eve || !knows_year_of(tomorrow)) possible[kinds++] = on(kind_of_day::eve);
    if (!is_eve) possible[kinds++] = usual;
    const bool agreed =
        std::all_of(possible.begin(), possible.begin() + kinds, [&possible](truth t) { return t == possible[0]; });
    return agreed ? possible[0] : truth::no_holidays;
  }

  [[nodiscard]] truth in_zone(const moments& when, absl::TimeZone zone) const {
    const truth first = at(on_clock(when.first, zone));
    return when.two() ? first & at(on_clock(when.second, zone)) : first;
  }
  [[nodiscard]] truth in_zones(const moments& when, std::span<const std::string_view> zones) const {
    if (zones.empty()) return truth::no_zone;
    truth all = truth::yes;
    for (const std::string_view name : zones) {
      absl::TimeZone zone;
      const bool known = absl::LoadTimeZone({name.data(), name.size()}, &zone);
      all = all & (known ? in_zone(when, zone) : truth::no_zone);
    }
    return all;
  }
  [[nodiscard]] truth in_column_zone(const moments& when, std::string_view name) const {
    absl::TimeZone zone;
    if (!is_time_zone(name) || !absl::LoadTimeZone({name.data(), name.size()}, &zone)) return truth::no_zone;
    return in_zone(when, zone);
  }
  [[nodiscard]] const text_column* zone_column(const batch& numbers) const {
    return table.zone_column.empty() ? nullptr : numbers.column(table.zone_column);
  }
  [[nodiscard]] std::string explain_in(const moments& when, std::string_view name, absl::TimeZone zone) const {
    const wall_clock clock = on_clock(when.first, zone);
    const bool holiday = table.observes_holidays && is_holiday(clock.date);
    const bool eve = table.observes_holidays && !holiday && is_holiday(clock.date + std::chrono::days{1});
    const kind_of_day kind = holiday ? kind_of_day::holiday : eve ? kind_of_day::eve : kind_of_day::usual;
    std::string text(weekday_name(weekday_of(clock.date)));
    std::string moment = to_string(as_of{clock.date, std::chrono::minutes{clock.minute}});
    moment[10] = ' ';
    text += ' ' + moment + " in " + std::string(name);
    if (holiday) text += ", a public holiday";
    if (eve && table.on_eves) text += ", the eve of a public holiday";
    return text + ", " + words(ranges(clock.date, kind));
  }
};

calling_hours::calling_hours(hours_table table, const std::string& asking_zone) {
  clockwork made{std::move(table), load(asking_zone), {}};
  if (!made.table.zone.empty()) made.fixed = load(made.table.zone);
  clock_ = std::make_shared<const clockwork>(std::move(made));
}

void calling_hours::look(const as_of& when, const batch& numbers, std::span<const lane_id> lanes,
                         std::span<truth> out) const {
  if (!when.time) {
    std::fill(out.begin(), out.end(), truth::no_time);
    return;
  }
  const moments meant = clock_->of(when);
  if (!clock_->table.zone.empty()) {
    std::fill(out.begin(), out.end(), clock_->in_zone(meant, clock_->fixed));
    return;
  }
  const text_column* column = clock_->zone_column(numbers);
  std::string_view last_zone;
  truth last_said = truth::no_zone;
  answers known;
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    const std::size_t lane = lanes[i];
    if (column != nullptr && !numbers.value(*column, lane).empty()) {
      if (numbers.value(*column, lane) != last_zone) {
        last_zone = numbers.value(*column, lane);
        last_said = clock_->in_column_zone(meant, last_zone);
      }
      out[i] = last_said;
      continue;
    }
    const std::span<const std::string_view> zones = time_zones_of(numbers.numbers[lane]);
    answers::entry& entry = known.of(zones);
    if (zones.empty()) {
      out[i] = truth::no_zone;
      continue;
    }
    if (entry.zones != zones.data() || entry.count != zones.size()) {
      entry = {zones.data(), zones.size(), clock_->in_zones(meant, zones)};
    }
    out[i] = entry.said;
  }
}

std::string calling_hours::explain(const as_of& when, const batch& numbers, std::size_t lane) const {
  if (!when.time) return "no time of day: give --as-of DATETHH:MM";
  const moments meant = clock_->of(when);
  if (!clock_->table.zone.empty()) return clock_->explain_in(meant, clock_->table.zone, clock_->fixed);
  std::vector<std::string_view> zones;
  if (const text_column* column = clock_->zone_column(numbers); column && !numbers.value(*column, lane).empty()) {
    zones.push_back(numbers.value(*column, lane));
  } else {
    const auto of_number = time_zones_of(numbers.numbers[lane]);
    zones.assign(of_number.begin(), of_number.end());
  }
  if (zones.empty()) return "no time zone known for this number";
  std::string text;
  constexpr std::size_t most = 3;
  for (std::size_t i = 0; i < std::min(most, zones.size()); ++i) {
    absl::TimeZone zone;
    const bool known = is_time_zone(zones[i]) && absl::LoadTimeZone({zones[i].data(), zones[i].size()}, &zone);
    if (!text.empty()) text += "; ";
    text += known ? clock_->explain_in(meant, zones[i], zone)
                  : "zone \"" + std::string(zones[i]) + "\" is not a zone's name (America/New_York, ...)";
  }
  if (zones.size() > most) text += "; and " + std::to_string(zones.size() - most) + " zones more";
  return text;
}

void calling_hours::add_columns(std::vector<std::string>& names) const {
  if (!clock_->table.zone_column.empty()) names.push_back(clock_->table.zone_column);
}

bool is_time_zone(std::string_view name) {
  absl::TimeZone zone;
  // Abseil would read a path out of the folder of zones, too.
  const bool leaves_folder = name.find("..") != std::string_view::npos;
  return is_name_of_place(name) && !leaves_folder && absl::LoadTimeZone({name.data(), name.size()}, &zone);
}

std::string to_string(minute_range range) {
  const auto clock = [](std::uint16_t minute) {
    const std::string hour = std::to_string(minute / 60), rest = std::to_string(minute % 60);
    return std::string(2 - hour.size(), '0') + hour + ':' + std::string(2 - rest.size(), '0') + rest;
  };
  return clock(range.begin) + '-' + clock(range.end);
}

std::string_view weekday_name(std::size_t weekday) noexcept {
  constexpr std::string_view names[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  return weekday < 7 ? names[weekday] : "no day";
}

}  // namespace callsieve

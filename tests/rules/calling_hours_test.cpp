// Calling hours: one row a situation of clocks, days and zones.
#include <string>
#include <string_view>
#include <vector>

#include "callsieve/rules/predicates.hpp"

#include "support/catch.hpp"

using namespace callsieve;

namespace {

constexpr std::uint64_t in_washington = 12'025'550'123;
constexpr std::uint64_t in_los_angeles = 12'135'550'123;
constexpr std::uint64_t in_london = 442'079'460'123;
constexpr std::uint64_t mobile_in_australia = 61'491'570'156;
constexpr std::uint64_t toll_free = 18'005'550'123;

hours_table nine_to_nine() {
  hours_table table;
  for (auto& ranges : table.weekdays) ranges = {{9 * 60, 21 * 60}};
  return table;
}

truth say(const hours_table& table, const char* asking_zone, std::string_view when, std::uint64_t number,
          const char* row_zone = nullptr) {
  const phone_number numbers[] = {phone_number::from_digits_unchecked(number)};
  const std::string_view zones[] = {row_zone ? row_zone : ""};
  const text_column columns[] = {{"tz", zones}};
  batch one{numbers, {}, {}, {}};
  if (row_zone) one.columns = columns;
  truth said[] = {truth::no};
  const calling_hours hours(table, asking_zone);
  ask(hours, *parse_as_of(when), one, said);
  CHECK_FALSE(hours.explain(*parse_as_of(when), one, 0).empty());
  return said[0];
}

}  // namespace

TEST_CASE("Hours are those of the called party's clock, wherever the question is asked") {
  struct situation {
    const char* asked_in;
    const char* when;
    std::uint64_t number;
    truth expected;
  };
  const std::vector<situation> situations{
      {"America/New_York", "2026-11-24T09:00", in_washington, truth::yes},
      {"America/New_York", "2026-11-24T08:59", in_washington, truth::no},
      {"America/New_York", "2026-11-24T20:59", in_washington, truth::yes},
      {"America/New_York", "2026-11-24T21:00", in_washington, truth::no},
      {"America/New_York", "2026-11-24T11:59", in_los_angeles, truth::no},   // 08:59 there
      {"America/New_York", "2026-11-24T23:59", in_los_angeles, truth::yes},  // 20:59 there
      {"Europe/Amsterdam", "2026-11-25T02:59", in_washington, truth::yes},   // 20:59 the day before
      {"America/New_York", "2026-11-24", in_washington, truth::no_time},
      // Two weeks in spring America has moved its clocks and Europe has not: five hours, then four, then five.
      {"Europe/London", "2026-03-07T14:00", in_washington, truth::yes},
      {"Europe/London", "2026-03-07T13:59", in_washington, truth::no},
      {"Europe/London", "2026-03-09T13:00", in_washington, truth::yes},
      {"Europe/London", "2026-03-09T12:59", in_washington, truth::no},
      // A mobile phone of Australia may be on the Cocos Islands, at 6:30 east of Greenwich, or in Sydney, at 11:00.
      {"Indian/Cocos", "2026-01-15T09:00", mobile_in_australia, truth::yes},
      {"Indian/Cocos", "2026-01-15T08:59", mobile_in_australia, truth::no},
      {"Australia/Sydney", "2026-01-15T20:00", mobile_in_australia, truth::yes},
      {"Australia/Sydney", "2026-01-15T21:00", mobile_in_australia, truth::no},
      // A toll-free number may be anywhere from Newfoundland to the Pacific: hardly an hour suits all.
      {"America/New_York", "2026-11-24T09:30", toll_free, truth::no},
  };
  for (const situation& s : situations) {
    INFO(s.when << " in " << s.asked_in << " for " << s.number);
    CHECK(to_string(say(nine_to_nine(), s.asked_in, s.when, s.number)) == to_string(s.expected));
  }
}

TEST_CASE("Where the asker's clock jumps, both readings of the moment must be within hours") {
  hours_table table;
  for (auto& ranges : table.weekdays) ranges = {{6 * 60, 7 * 60}};
  // In Amsterdam 02:30 of 25 October 2026 comes twice, at 00:30 and 01:30 in Greenwich; both are out of hours there.
  CHECK(say(table, "Europe/Amsterdam", "2026-10-25T02:30", in_london) == truth::no);
  // In New York 01:30 of 1 November 2026 comes twice: 05:30 and 06:30 in London. Only one of them is within hours.
  CHECK(say(table, "America/New_York", "2026-11-01T01:30", in_london) == truth::no);
  for (auto& ranges : table.weekdays) ranges = {{5 * 60, 7 * 60}};
  CHECK(say(table, "America/New_York", "2026-11-01T01:30", in_london) == truth::yes);
  // 02:30 of 8 March 2026 never comes in New York: by the clock before the jump 07:30 in London, by the one after
  // 06:30.
  CHECK(say(table, "America/New_York", "2026-03-08T02:30", in_london) == truth::no);
  for (auto& ranges : table.weekdays) ranges = {{6 * 60, 8 * 60}};
  CHECK(say(table, "America/New_York", "2026-03-08T02:30", in_london) == truth::yes);
}

TEST_CASE("Weekdays follow the called party's calendar, leap days included") {
  hours_table table;
  table.weekdays[3] = {{0, 1'440}};                                                 // Thursdays
  CHECK(say(table, "Europe/London", "2024-02-29T12:00", in_london) == truth::yes);  // a Thursday
  CHECK(say(table, "Europe/London", "2024-02-28T23:59", in_london) == truth::no);
  CHECK(say(table, "Europe/London", "2024-03-01T00:00", in_london) == truth::no);
  CHECK(say(table, "Europe/London", "2024-03-01T04:59", in_washington) == truth::yes);  // still Thursday there
  CHECK(say(table, "Europe/London", "2024-03-01T05:00", in_washington) == truth::no);
}

TEST_CASE("The zone of a row goes before those of its number; one that nobody knows is unknown") {
  hours_table table = nine_to_nine();
  table.zone_column = "tz";
  CHECK(say(table, "America/New_York", "2026-11-24T09:00", in_washington, "America/Los_Angeles") == truth::no);
  CHECK(say(table, "America/New_York", "2026-11-24T12:00", in_washington, "America/Los_Angeles") == truth::yes);
  CHECK(say(table, "America/New_York", "2026-11-24T09:00", in_washington, "") == truth::yes);
  CHECK(say(table, "America/New_York", "2026-11-24T09:00", in_washington) == truth::yes);
  CHECK(say(table, "America/New_York", "2026-11-24T09:00", in_washington, "PST") == truth::no_zone);
  CHECK(say(table, "America/New_York", "2026-11-24T09:00", in_washington, "/etc/localtime") == truth::no_zone);
  table.zone_column.clear();
  table.zone = "Europe/Paris";
  CHECK(say(table, "America/New_York", "2026-11-24T09:00", in_los_angeles, "America/Los_Angeles") == truth::yes);
}

TEST_CASE("An abbreviation or an offset in the zone column is no zone, and the detail shows it") {
  hours_table table = nine_to_nine();
  table.zone_column = "tz";
  for (const char* cell :
       {"EST", "MST", "HST", "EDT", "CST", "PST", "CET", "EST5EDT", "Eastern", "-5.00", "GMT+1", "GMT", "UTC+2",
        "Etc/GMT+5", "posix/EST", "right/America/New_York", "America/../EST", "America/"}) {
    INFO(cell);
    CHECK(say(table, "America/New_York", "2026-07-15T12:00", in_washington, cell) == truth::no_zone);
    CHECK_FALSE(is_time_zone(cell));
  }
  CHECK(say(table, "America/New_York", "2026-07-15T12:00", in_washington, "UTC") == truth::yes);
  CHECK(say(table, "America/New_York", "2026-07-15T12:00", in_washington, "America/Indiana/Knox") == truth::yes);

  const phone_number numbers[] = {phone_number::from_digits_unchecked(in_washington)};
  const std::string_view zones[] = {"EST"};
  const text_column columns[] = {{"tz", zones}};
  batch one{numbers, {}, {}, {}};
  one.columns = columns;
  CHECK(calling_hours(table, "UTC").explain(*parse_as_of("2026-07-15T12:00"), one, 0) ==
        "zone \"EST\" is not a zone's name (America/New_York, ...)");
}

TEST_CASE("A number whose zone nobody knows is unknown") {
  CHECK(say(nine_to_nine(), "UTC", "2026-11-24T12:00", 999'123'456'789) == truth::no_zone);
}

TEST_CASE("Public holidays and their eves have hours of their own; a year without a file's day is unknown") {
  hours_table table = nine_to_nine();
  table.zone = "Europe/Rome";
  table.observes_holidays = true;
  table.holidays = {*parse_day("2026-12-25"), *parse_day("2026-12-26"), *parse_day("2027-01-01")};
  table.on_eves = std::vector<minute_range>{{10 * 60, 19 * 60}};
  const auto at = [&](std::string_view when) { return say(table, "Europe/Rome", when, in_london); };
  CHECK(at("2026-12-23T09:00") == truth::yes);
  CHECK(at("2026-12-24T09:59") == truth::no);
  CHECK(at("2026-12-24T10:00") == truth::yes);
  CHECK(at("2026-12-24T19:00") == truth::no);
  CHECK(at("2026-12-25T12:00") == truth::no);
  CHECK(at("2026-12-31T09:30") == truth::no);  // New Year's Eve, across the year
  CHECK(at("2027-12-30T09:30") == truth::yes);
  CHECK(at("2027-12-31T09:30") == truth::no_holidays);  // is 1 January 2028 a holiday?
  CHECK(at("2027-12-31T12:00") == truth::yes);          // whether it is or not
  CHECK(at("2028-03-01T12:00") == truth::no_holidays);
  CHECK(at("2028-03-01T08:00") == truth::no);  // too early, holiday or not
}

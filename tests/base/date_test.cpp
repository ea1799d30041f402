#include "callsieve/base/date.hpp"

#include <string>
#include <vector>

#include "support/catch.hpp"

namespace callsieve {
namespace {

day on(std::string_view text) {
  const auto parsed = parse_day(text);
  REQUIRE(parsed.has_value());
  return *parsed;
}

/// The oracle: a calendar counted up day by day from 1970-01-01 with the leap-year rule alone.
struct plain_date {
  int year = 1970, month = 1, day_of_month = 1;

  [[nodiscard]] int month_length() const {
    constexpr int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : lengths[month - 1];
  }
  void step() {
    if (++day_of_month > month_length()) {
      day_of_month = 1;
      if (++month > 12) {
        month = 1;
        ++year;
      }
    }
  }
  [[nodiscard]] std::string text() const {
    std::string y = std::to_string(year), m = std::to_string(month), d = std::to_string(day_of_month);
    return y + (m.size() < 2 ? "-0" : "-") + m + (d.size() < 2 ? "-0" : "-") + d;
  }
};

TEST_CASE("Every day from 1970 to 2100 reads, writes and counts as on a plain calendar") {
  plain_date calendar;
  for (std::int32_t number = 0; calendar.year < 2101; ++number, calendar.step()) {
    const auto parsed = parse_day(calendar.text());
    REQUIRE(parsed.has_value());
    REQUIRE(day_number(*parsed) == number);
    REQUIRE(to_string(day_from_number(number)) == calendar.text());
  }
}

TEST_CASE("A year after any day is the same day of the same month, clamped to the month's end") {
  plain_date calendar;
  for (; calendar.year < 2030; calendar.step()) {
    plain_date later = calendar;
    ++later.year;
    later.day_of_month = std::min(later.day_of_month, later.month_length());
    REQUIRE(to_string(add(on(calendar.text()), years(1))) == later.text());
    plain_date next_month = calendar;
    next_month.year += next_month.month / 12;
    next_month.month = next_month.month % 12 + 1;
    next_month.day_of_month = std::min(next_month.day_of_month, next_month.month_length());
    REQUIRE(to_string(add(on(calendar.text()), months(1))) == next_month.text());
  }
}

TEST_CASE("Periods of days and weeks count days") {
  CHECK(add(on("2026-11-24"), days(31)) == on("2026-12-25"));
  CHECK(add(on("2024-02-28"), period{2, period_unit::weeks}) == on("2024-03-13"));
  CHECK(add(on("2024-02-29"), years(3)) == on("2027-02-28"));
  CHECK(add(on("2024-02-29"), years(4)) == on("2028-02-29"));
  CHECK(add(on("2024-08-31"), months(18)) == on("2026-02-28"));
}

TEST_CASE("Only days that exist, written as YYYY-MM-DD, are days") {
  for (const char* text :
       {"2023-02-29", "2024-02-30", "2024-13-01", "2024-00-10", "2024-01-00", "2024-1-01", "24-01-01", "2024/01/01",
        "2024-01-01 ", " 2024-01-01", "", "2024-01-0a", "1899-12-31", "today"}) {
    INFO(text);
    CHECK_FALSE(parse_day(text).has_value());
  }
  CHECK(parse_day("2024-02-29").has_value());
}

TEST_CASE("A period is a count and a unit") {
  CHECK(parse_period("31 days") == days(31));
  CHECK(parse_period("1 day") == days(1));
  CHECK(parse_period("2 weeks") == period{2, period_unit::weeks});
  CHECK(parse_period("18 months") == months(18));
  CHECK(parse_period("3 years") == years(3));
  for (const char* text : {"", "days", "3", "3years", "0 days", "-1 days", "3 moons", "3  days", "3 days ",
                           "36501 days", "99999999999 days", "101 years", "1201 months", "5201 weeks", "3 dayss"}) {
    INFO(text);
    CHECK_FALSE(parse_period(text).has_value());
  }
  CHECK(to_string(days(1)) == "1 day");
  CHECK(to_string(years(3)) == "3 years");
}

TEST_CASE("A moment is a day, with or without a time") {
  CHECK(to_string(*parse_as_of("2026-11-24")) == "2026-11-24");
  CHECK(to_string(*parse_as_of("2026-11-24T09:05")) == "2026-11-24T09:05");
  CHECK_FALSE(parse_as_of("2026-11-24")->time.has_value());
  for (const char* text : {"", "2026-11-24T", "2026-11-24T9:05", "2026-11-24T24:00", "2026-11-24T12:60",
                           "2026-11-24 12:00", "2026-11-24T12:00Z", "2026-11-31T12:00"}) {
    INFO(text);
    CHECK_FALSE(parse_as_of(text).has_value());
  }
}

}  // namespace
}  // namespace callsieve

#include "callsieve/number/time_zones.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "callsieve/number/parse.hpp"

#include "support/catch.hpp"

namespace callsieve {
namespace {

std::vector<std::string> zones(std::string_view e164) {
  const auto found = time_zones_of(parse(e164, region_id::none).number);
  return {found.begin(), found.end()};
}

using names = std::vector<std::string>;

}  // namespace

TEST_CASE("A number's first digits tell its time zones") {
  CHECK(zones("+442079460123") == names{"Europe/London"});
  CHECK(zones("+12025550123") == names{"America/New_York"});
  CHECK(zones("+12065550123") == names{"America/Los_Angeles"});
  CHECK(zones("+61255500123") == names{"Australia/Sydney"});
  CHECK(zones("+493023125000") == names{"Europe/Berlin"});
}

TEST_CASE("A mobile number has all time zones of its calling code, where it belongs to no place") {
  const auto australia = zones("+61491570156");
  CHECK(australia.size() > 4);
  CHECK(std::is_sorted(australia.begin(), australia.end()));
  CHECK(std::find(australia.begin(), australia.end(), "Australia/Perth") != australia.end());
}

TEST_CASE("Numbers of no place and numbers outside the plan have no time zone") {
  CHECK(zones("+80012345678").empty());
  CHECK(zones("+447700900123").empty());
  CHECK(time_zones_of(phone_number()).empty());
  CHECK(time_zones_of(phone_number::from_digits_unchecked(phone_number::max_value)).empty());
}

}  // namespace callsieve

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

TEST_CASE(
    "An exchange that is not listed has all time zones of its area code and of the codes that this one overlays") {
  const names eastern_and_central{"America/Chicago", "America/New_York"};
  for (const char* number : {"+18505550123", "+12705550123", "+12195550123", "+18125550123", "+14235550123"}) {
    INFO(number);
    CHECK(zones(number) == eastern_and_central);
  }
  for (const char* number : {"+14485550123", "+13645550123", "+19305550123"}) {  // over 850, 270, 812
    INFO(number);
    CHECK(zones(number) == eastern_and_central);
  }
  CHECK(zones("+14585550123") == names{"America/Denver", "America/Los_Angeles"});                   // over 541
  CHECK(zones("+19865550123") == names{"America/Boise", "America/Denver", "America/Los_Angeles"});  // over 208
  CHECK(zones("+12365550123") == names{"America/Edmonton", "America/Vancouver"});                   // over 250
  CHECK(zones("+12085550123") == names{"America/Boise", "America/Denver", "America/Los_Angeles"});
}

TEST_CASE("An exchange that is listed has the time zones listed and no more") {
  CHECK(zones("+18502060123") == names{"America/Chicago"});
  CHECK(zones("+14232650123") == names{"America/New_York"});  // Chattanooga
  CHECK(zones("+15418890123") == names{"America/Denver"});    // Ontario, Oregon
}

TEST_CASE("An area code of one zone, and one that was split off from another, has that zone alone") {
  CHECK(zones("+15035550123") == names{"America/Los_Angeles"});
  CHECK(zones("+13105550123") == names{"America/Los_Angeles"});
  CHECK(zones("+13175550123") == names{"America/New_York"});
  CHECK(zones("+19045550123") == names{"America/New_York"});
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

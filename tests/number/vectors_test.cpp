#include <algorithm>
#include <array>
#include <fstream>
#include <string>

#include "callsieve/number/parse.hpp"

#include "number/parse_fuzz.hpp"
#include "support/catch.hpp"

namespace callsieve {
namespace {

/// A line of six columns: default region, cell, E.164, region, type, outcome (see reference.py).
std::array<std::string_view, 6> columns(std::string_view line) {
  std::array<std::string_view, 6> result;
  for (auto& column : result) {
    column = line.substr(0, line.find('\t'));
    line.remove_prefix(std::min(line.size(), column.size() + 1));
  }
  return result;
}

}  // namespace

TEST_CASE("Every cell of the vectors is read as libphonenumber reads it") {
  std::ifstream file(CALLSIEVE_NUMBER_VECTORS);
  REQUIRE(file);
  std::string line;
  int lines = 0;
  int different = 0;
  constexpr int most_shown = 20;
  while (std::getline(file, line)) {
    ++lines;
    const auto [region, cell, e164, number_region, type, outcome] = columns(line);
    const auto parsed = parse(cell, find_region(region));
    const bool same = to_string(parsed.number) == e164 && region_name(parsed.region) == number_region &&
                      to_string(parsed.type) == type && to_string(parsed.error) == outcome;
    if (!(same && fuzz::parse_holds(cell, find_region(region))) && ++different <= most_shown) {
      UNSCOPED_INFO("vector: " << line << "\n   got: " << to_string(parsed.number) << ' ' << region_name(parsed.region)
                               << ' ' << to_string(parsed.type) << ' ' << to_string(parsed.error));
    }
  }
  CHECK(lines > 70'000);
  CHECK(different == 0);
}

}  // namespace callsieve

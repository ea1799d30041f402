#include <algorithm>
#include <array>
#include <fstream>
#include <string>

#include "callsieve/number/parse.hpp"

#include "number/escaped_cell.hpp"
#include "number/guarded_text.hpp"
#include "number/parse_fuzz.hpp"
#include "support/catch.hpp"

namespace callsieve {
namespace {

/// The package's E.164, region, type and outcome; where we differ on purpose also the row of docs/numbers.md that says
/// why, and our E.164, region, type and error (see conformance.py).
using answer = std::array<std::string_view, 9>;

answer columns(std::string_view line) {
  answer result;
  for (auto& column : result) {
    column = line.substr(0, line.find('\t'));
    line.remove_prefix(std::min(line.size(), column.size() + 1));
  }
  return result;
}

bool is_answer(const parsed_number& parsed, const answer& column) {
  const bool differs = !column[4].empty();
  const std::size_t first = differs ? 5 : 0;
  const std::string_view outcome = column[first + 3];
  // The package's errors have other names than ours.
  const bool same_error = outcome == "error" ? !parsed.readable() : to_string(parsed.error) == outcome;
  return to_string(parsed.number) == column[first] && region_name(parsed.region) == column[first + 1] &&
         to_string(parsed.type) == column[first + 2] && same_error;
}

}  // namespace

TEST_CASE("Every cell of the vectors is read as libphonenumber reads it, or as the table of differences says") {
  std::ifstream cells(CALLSIEVE_NUMBER_VECTORS);
  std::ifstream answers(CALLSIEVE_NUMBER_ANSWERS);
  REQUIRE(cells);
  REQUIRE(answers);
  constexpr std::size_t longest_cell = 4096;
  test::guarded_text guarded(longest_cell);
  std::string line;
  std::string said;
  int lines = 0;
  int different = 0;
  constexpr int most_shown = 20;
  while (std::getline(cells, line) && std::getline(answers, said)) {
    ++lines;
    const auto tab = line.find('\t');
    const auto region = find_region(std::string_view(line).substr(0, tab));
    const std::string_view cell = guarded.copy(test::unescaped(std::string_view(line).substr(tab + 1)));
    const auto parsed = parse(cell, region);
    if (!(is_answer(parsed, columns(said)) && fuzz::parse_holds(cell, region)) && ++different <= most_shown) {
      UNSCOPED_INFO("cell: " << line << "\n  answer: " << said << "\n  got: " << to_string(parsed.number) << ' '
                             << region_name(parsed.region) << ' ' << to_string(parsed.type) << ' '
                             << to_string(parsed.error));
    }
  }
  CHECK(lines > 380'000);
  CHECK_FALSE(std::getline(answers, said));
  CHECK(different == 0);
}

}  // namespace callsieve

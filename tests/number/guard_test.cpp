#include <random>
#include <string>

#include "callsieve/number/parse.hpp"

#include "number/guarded_text.hpp"
#include "support/catch.hpp"
#include "support/seed.hpp"

namespace callsieve {

TEST_CASE("Nothing is read behind the end of a cell, wherever the cell is cut") {
  constexpr std::size_t longest = 1 << 20;
  test::guarded_text guarded(longest);
  const std::string cells[] = {
      "+44 20 7946 0123 ext. 12 (work)",
      "tel:020-7946-0123;phone-context=+44;isub=1",
      "\xEF\xBC\x8B\xEF\xBC\x94\xEF\xBC\x94 20 7946 0123 \xD0\xB4\xD0\xBE\xD0\xB1. 12",
      "020 7946 0123 / 020 7946 0124 \xF0\x9F\x93\x9E",
      "=\"02079460123.0\"",
      "3.16E+10",
      "#NAME?",
      "1-800-FLOWERS,,12#",
  };
  const region_id region = find_region("GB");
  for (const auto& cell : cells) {
    for (std::size_t end = 0; end <= cell.size(); ++end) {
      for (std::size_t begin = 0; begin <= end; ++begin) {
        const auto part = std::string_view(cell).substr(begin, end - begin);
        const auto inside = parse(part, region);
        const auto at_the_edge = parse(guarded.copy(part), region);
        if (inside.number != at_the_edge.number || inside.error != at_the_edge.error) FAIL(part);
      }
    }
  }
  SUCCEED();
}

TEST_CASE("Random bytes up to a megabyte give an error or a number, and nothing is read behind them") {
  constexpr std::size_t longest = 1 << 20;
  test::guarded_text guarded(longest);
  std::mt19937 random(test::random_seed());
  constexpr std::string_view likely = "0123456789 +-./()x;,#\t\n\xC2\xA0\xEF\xBC\x8D\xD9\xA0";
  for (int round = 0; round < 2000; ++round) {
    const std::size_t size = round % 100 == 0 ? longest : random() % 300;
    std::string cell(size, '\0');
    const bool any = round % 2 == 0;
    for (char& c : cell) c = any ? static_cast<char>(random()) : likely[random() % likely.size()];
    for (const region_id region : {region_id::none, region_id::e164, find_region("DE")}) {
      const auto parsed = parse(guarded.copy(cell), region);
      CHECK((parsed.readable() || parsed.in_plan()) == static_cast<bool>(parsed.number));
    }
  }
}

}  // namespace callsieve

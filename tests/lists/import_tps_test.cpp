// The tps layout: both published forms, stray blanks, line ends, cut and mistaken lines.
#include <random>

#include "import_fixture.hpp"
#include "lists/readers/readers.hpp"
#include "reader_run.hpp"
#include "support/seed.hpp"

namespace callsieve {
namespace {

using test::read_outcome;

read_outcome tps(std::string content) {
  return test::run_reader("tps", std::move(content), test::import_world::options("tps", {}));
}

TEST_CASE("Both forms of the British registry are read, blanks wherever they stand") {
  const read_outcome read =
      tps("0207 9460123\r\n0161 4960123\r\n02079460124 \r\n01614960124 \r\n 0207946 0125\r\n0207 9460126   \r\n\r\n");
  REQUIRE(read.status.ok());
  CHECK(read.bad == 0);
  CHECK(read.lines == 6);
  REQUIRE(read.entries.size() == 6);
  CHECK(read.entries.count(442079460123) == 1);
  CHECK(read.entries.count(441614960124) == 1);
  REQUIRE(read.covers.size() == 1);
  CHECK(to_string(read.covers[0]) == "+44");
}

TEST_CASE("Lines that are no British record are bad lines with their reason") {
  for (const char* line :
       {"telephone\r\n", "+442079460123\r\n", "442079460123\r\n", "2079460123  \r\n", "0207,9460123\r\n",
        "0207 946012X\r\n", "02079460123456\r\n", "0207  9460123 02079460124\r\n", "0\r\n"}) {
    CAPTURE(line);
    const read_outcome read = tps(std::string(line) + "0207 9460123\r\n");
    REQUIRE(read.status.ok());
    CHECK(read.lines == 2);
    CHECK(read.bad == 1);
    CHECK(read.first_bad[0].line == 1);
    CHECK(read.entries.size() == 1);
  }
}

TEST_CASE("A last line that is cut is a bad line, however well its digits read") {
  const read_outcome read = tps("0207 9460123\r\n0161 496012");
  CHECK(read.bad == 1);
  CHECK(read.first_bad[0].reason.find("cut") != std::string::npos);
  CHECK(tps("0207 9460123\r\n0161 4960123").bad == 0);          // only the line end is missing
  CHECK(tps("02079460123\n01614960123\n0207946012").bad == 0);  // never 12 wide: blanks were taken off before
}

TEST_CASE("Files made by the published rules are read back whole, in either form and with any line ends") {
  std::mt19937 random(test::random_seed(20261124));
  for (int round = 0; round < 20; ++round) {
    std::string content;
    std::map<std::uint64_t, int> wanted;
    for (int i = 0; i < 500; ++i) {
      const std::string digits = (random() % 2 == 0 ? "02079460" : "01614960") + std::to_string(100 + random() % 900);
      ++wanted[440'000'000'000 + std::stoull(digits)];
      std::string code = digits;
      if (round % 2 == 0) {
        const std::size_t split = 4 + random() % 2;  // where the code ends is not reliable
        code = digits.substr(0, split);
        code.append(12 - digits.size(), ' ');
        code += digits.substr(split);
      }
      code.append(12 - code.size(), ' ');
      content += code + (random() % 8 == 0 ? "\n" : "\r\n");
    }
    const read_outcome read = tps(content);
    CHECK(read.bad == 0);
    CHECK(read.lines == 500);
    CHECK(read.entries.size() == wanted.size());
    for (const auto& [digits, times] : wanted) CHECK(read.entries.count(digits) == 1);
  }
}

TEST_CASE("The published examples of Britain's registry read as what they are") {
  const auto folder = test::real_data("the published examples of Britain's registry");
  if (!folder) return;
  std::map<std::uint64_t, test::held> of_first;
  for (const char* name :
       {"uk_tps_published_examples_with_spaces.txt", "uk_tps_published_examples_without_spaces.txt"}) {
    CAPTURE(name);
    const std::string content = test::import_world::read(*folder / name);
    REQUIRE_FALSE(content.empty());
    CHECK(readers::sniff_tps({.name = name, .head = content}).how == likeness::shape);
    const read_outcome read = tps(content);
    CHECK(read.bad == 0);
    CHECK(read.lines == 4);
    CHECK(read.entries.size() == 4);
    if (of_first.empty()) of_first = read.entries;
    CHECK(read.entries == of_first);
  }
}

}  // namespace
}  // namespace callsieve

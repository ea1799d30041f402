// Entries that stand for many numbers, labels and comments, against plain arithmetic.
#include <random>

#include "import_fixture.hpp"
#include "lists/readers/pattern.hpp"
#include "reader_run.hpp"
#include "support/seed.hpp"

namespace callsieve {
namespace {

using test::read_outcome;

std::string shown(std::string_view cell, const char* region = "") {
  if (!has_wildcards(cell)) return "no pattern";
  const pattern_or_reason read = read_pattern(cell, find_region(region));
  if (!read.reason.empty()) return read.reason;
  std::string text;
  for (const number_interval& each : read.intervals) {
    text += (text.empty() ? "" : " ") + std::to_string(each.first.value()) + "-" + std::to_string(each.last.value());
  }
  return text;
}

bool refused(std::string_view cell, std::string_view part, const char* region = "") {
  return shown(cell, region).find(part) != std::string::npos;
}

TEST_CASE("A wildcard of one digit makes a range of just so many numbers") {
  CHECK(shown("+4121560####") == "41215600000-41215609999");
  CHECK(shown("+41 21 560 ## ##") == "41215600000-41215609999");
  CHECK(shown("727XXXXXXX", "US") == "17270000000-17279999999");
  CHECK(shown("(202) 555-01xx", "US") == "12025550100-12025550199");
  CHECK(shown("0207 946 0???", "GB") == "442079460000-442079460999");
  CHECK(shown("+1202555010X") == "12025550100-12025550109");
}

TEST_CASE("Any digits after a prefix make one range for each length up to fifteen digits") {
  CHECK(shown("+4121560123456%") ==
        "4121560123456-4121560123456 41215601234560-41215601234569 "
        "412156012345600-412156012345699");
  const pattern_or_reason read = read_pattern("+3190*", region_id::none);
  REQUIRE(read.intervals.size() == 12);
  CHECK(read.intervals.front().first.value() == 3190);
  CHECK(read.intervals[5].first.value() == 319000000);
  CHECK(read.intervals[5].last.value() == 319099999);
  CHECK(read.intervals.back().last.value() == 319099999999999);
  CHECK(shown("+3803224625%") == shown("+380 3224625 *"));
}

TEST_CASE("Wildcards that make no whole range are refused with their reason") {
  CHECK(refused("1-800-XXX-1234", "only stand at the end", "US"));
  CHECK(refused("XXXXXXXXXX", "without a digit", "US"));
  CHECK(refused("%", "without a digit"));
  CHECK(refused("0900%", "written with its country code", "NL"));
  CHECK(refused("+999*", "no number begins so"));
  CHECK(refused("+41215601234567890#", "too_long"));
  CHECK(refused("727XXXXXXX", "needs_region"));
  CHECK(refused("+4121#%", "do not go together"));
  CHECK(refused("+31###############", "too_long"));
}

TEST_CASE("Letters on keys, extensions and comments are no patterns") {
  for (const char* cell : {"1-800-FLOWERS", "202 555 0101 x12", "2025550101", "+1 202 555 0101 ext. 5", "2025550101 x",
                           "#5 2025550101", ""}) {
    CAPTURE(cell);
    CHECK_FALSE(has_wildcards(cell));
  }
}

TEST_CASE("A range holds exactly the numbers that fit its pattern") {
  std::mt19937_64 random(test::random_seed(20261126));
  for (int i = 0; i < 300; ++i) {
    const std::string digits = "3170" + std::to_string(1'000'000 + random() % 9'000'000);
    const std::size_t wildcards = 1 + random() % 6;
    const std::string base = digits.substr(0, digits.size() - wildcards);
    const auto read = read_pattern('+' + base + std::string(wildcards, '#'), region_id::none);
    CAPTURE(base, wildcards, read.reason);
    REQUIRE(read.intervals.size() == 1);
    for (int j = 0; j < 50; ++j) {
      const std::string other = "3170" + std::to_string(1'000'000 + random() % 9'000'000);
      const std::uint64_t value = std::stoull(j == 0 ? digits : other);
      const bool fits = std::to_string(value).compare(0, base.size(), base) == 0;
      CHECK((value >= read.intervals[0].first.value() && value <= read.intervals[0].last.value()) == fits);
    }
  }
}

TEST_CASE("Lists of patterns with labels and comments are read line for line") {
  const read_outcome read = test::run_reader(
      "digits",
      "# nuisance\n+4121560#### # call centre\n+3803224625%\tsurveys\n727XXXXXXX\n2025550101 // a person\n"
      "+1 202 555 0102; label\n555-XXX-0101\n+1 202 555 0103 # 5\n",
      test::import_world::options("nuisance", {}));
  REQUIRE(read.status.ok());
  CHECK(read.lines == 7);
  CHECK(read.bad == 1);
  CHECK(read.first_bad[0].line == 7);
  CHECK(read.intervals.size() == 1 + 6 + 1);
  CHECK(read.entries.size() == 3);
}

TEST_CASE("A semicolon between two numbers is no label: the line is refused, not half read") {
  const read_outcome read =
      test::run_reader("digits", "+1 202 555 0101; +1 202 555 0102\n", test::import_world::options("nuisance", {}));
  CHECK(read.bad == 1);
  CHECK(read.entries.empty());
}

TEST_CASE("A label may stand behind a colon and a blank, and no number is taken for one") {
  const test::import_world world;
  import_options options = world.options(
      "l", {world.write("a.txt", "# ours\n+3803224625%: subnet 1\n+380322480%: subnet 2\n2025550101: Ann\n")});
  const import_report report = world.imported(options);
  CHECK(report.ranges > 0);
  CHECK(test::holds(world.loaded("l"), 12025550101));
  options.files = {world.write("b.txt", "2025550101: 2025550102\n")};
  CHECK(world.refused(options).find("b.txt:1: ") != std::string::npos);
}

}  // namespace
}  // namespace callsieve

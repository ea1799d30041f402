// The ftc layout: its lines, the day and area code in its file names, what it speaks for, and the published example.
#include <algorithm>
#include <random>
#include <set>

#include "import_fixture.hpp"
#include "lists/readers/readers.hpp"
#include "reader_run.hpp"
#include "support/seed.hpp"

namespace callsieve {
namespace {

using test::on;
using test::read_outcome;

read_outcome ftc(std::string content, const std::filesystem::path& file = "in.txt") {
  import_options options = test::import_world::options("registry", {});
  options.region = find_region("NL");  // means nothing here: the registry's numbers are American
  return test::run_reader("ftc", std::move(content), options, list_kind::set, file);
}

std::vector<std::string> texts(const std::vector<number_prefix>& prefixes) {
  std::vector<std::string> all;
  for (const number_prefix prefix : prefixes) all.push_back(to_string(prefix));
  return all;
}

TEST_CASE("Area code and number, or ten digits, are numbers of +1") {
  const read_outcome read =
      ftc("202,5550101\r\n202,5550102\n2025550103\n\n 202,5550104 \n202, 5550105\n(202),555-0106\n");
  REQUIRE(read.status.ok());
  CHECK(read.bad == 0);
  CHECK(read.lines == 6);
  REQUIRE(read.entries.size() == 6);
  CHECK(read.entries.begin()->first == 12025550101);
  CHECK(read.entries.rbegin()->first == 12025550106);
}

TEST_CASE("Lines that are no registry entry are bad lines with their reason") {
  const read_outcome read = ftc(
      "202,555010\n202,5550101,2026-01-01,A\n+31612345678\n,\n202-5550101 and more\n20,25550101\n# no comments here\n");
  REQUIRE(read.status.ok());
  CHECK(read.entries.count(12025550101) == 1);  // 20,25550101: the digits are all there
  REQUIRE(read.bad == 6);
  CHECK(read.first_bad[1].reason.find("lists of changes") != std::string::npos);
  CHECK(read.first_bad[2].reason == "not ten digits of +1");
}

TEST_CASE("Ten digits in a row mean what parse says of them, whatever they are") {
  const region_id home = find_region("US");
  std::mt19937_64 random(test::random_seed(20261120));
  for (int i = 0; i < 1'000; ++i) {
    std::string line = std::to_string(random() % 10'000'000'000);
    line.insert(0, 10 - line.size(), '0');
    const parsed_number parsed = parse(line, home);
    const bool wanted = parsed.readable() && parsed.number.value() / 10'000'000'000 == 1;
    std::string with_comma = line;
    with_comma.insert(3, ",");
    for (const std::string& text : {line, with_comma}) {
      CAPTURE(text);
      const read_outcome read = ftc(text);
      REQUIRE(read.entries.size() == (wanted ? 1U : 0U));
      if (wanted) REQUIRE(read.entries.begin()->first == parsed.number.value());
    }
  }
}

TEST_CASE("Odd lines among many usual ones are read, or reported by their number, wherever they stand") {
  std::string content;
  std::vector<std::uint64_t> bad_lines;
  std::uint64_t good = 0;
  for (std::uint64_t line = 1; line <= 60'000; ++line) {  // more than the scanner holds at once
    const std::string seven = std::to_string(5'000'000 + line);
    if (line % 4'999 == 0) {
      content += "202," + seven.substr(1) + '\n';
      bad_lines.push_back(line);
    } else if (line % 3'001 == 0) {
      content += "202" + seven + "\r\n";
      ++good;
    } else {
      content += "202," + seven + '\n';
      ++good;
    }
  }
  const read_outcome read = ftc(content);
  REQUIRE(read.status.ok());
  CHECK(read.lines == 60'000);
  CHECK(read.entries.size() == good);
  REQUIRE(read.bad == bad_lines.size());
  for (std::size_t i = 0; i < read.first_bad.size(); ++i) CHECK(read.first_bad[i].line == bad_lines[i]);
}

TEST_CASE("Long runs of usual lines, in order or not, with few odd ones between and no end of the last line") {
  std::mt19937_64 random(test::random_seed(20261128));
  for (const bool sorted : {true, false}) {
    std::string content;
    std::set<std::uint64_t> expected;
    std::vector<std::uint64_t> bad_lines;
    std::uint64_t number = 2'010'000'000;
    for (std::uint64_t line = 1; line <= 120'000; ++line) {
      number = sorted ? number + random() % 40'000 : 2'010'000'000 + random() % 7'980'000'000;
      const std::string digits = std::to_string(number);
      if (line == 40'001 || line == 40'003 || line == 119'998) {
        content += "202,555\n";
        bad_lines.push_back(line);
        continue;
      }
      expected.insert(10'000'000'000 + number);
      content += digits.substr(0, 3) + ',' + digits.substr(3) + (line > 80'000 && line < 80'100 ? " \r\n" : "\n");
      if (line == 90'000) content += '\n';  // an empty line is no line
    }
    content.pop_back();
    const read_outcome read = ftc(content);
    REQUIRE(read.status.ok());
    CHECK(read.lines == 120'000);
    const bool same = std::equal(read.entries.begin(), read.entries.end(), expected.begin(), expected.end(),
                                 [](const auto& entry, std::uint64_t digits) { return entry.first == digits; });
    CHECK(same);
    REQUIRE(read.bad == bad_lines.size());
    bad_lines.back() += 1;  // behind the empty line
    for (std::size_t i = 0; i < bad_lines.size(); ++i) CHECK(read.first_bad[i].line == bad_lines[i]);
  }
}

TEST_CASE("A file's name tells the day of the copy, not padded") {
  using readers::day_in_ftc_name;
  CHECK(day_in_ftc_name("2025-2-15_202_4F1C-9a.txt") == on("2025-02-15"));
  CHECK(day_in_ftc_name("2025-12-1_415_x.txt") == on("2025-12-01"));
  CHECK(day_in_ftc_name("2025-02-15_202.txt") == on("2025-02-15"));
  for (const char* name : {"2025-2-30_202_x.txt", "202_2025-2-15.txt", "2025-2-15.txt", "registry.txt", "_", ""}) {
    CAPTURE(name);
    CHECK_FALSE(day_in_ftc_name(name));
  }
}

TEST_CASE("The area code in the name is what the file speaks for, whatever it holds") {
  const read_outcome read = ftc("202,5550101\n415,5550101\n", "2025-2-15_202_abc.txt");
  CHECK(texts(read.covers) == std::vector<std::string>{"+1202"});
  CHECK(read.entries.size() == 2);
  CHECK(texts(ftc("", "2025-2-15_202_abc.txt").covers) == std::vector<std::string>{"+1202"});
}

TEST_CASE("Without an area code in the name a file speaks for those it holds, and no other") {
  CHECK(texts(ftc("202,5550101\n202,5550102\n").covers) == std::vector<std::string>{"+1202"});
  CHECK(texts(ftc("415,5550101\n202,5550101\n", "2025-2-15_national.txt").covers) ==
        std::vector<std::string>{"+1202", "+1415"});
  CHECK(texts(ftc("202,5550101\nrubbish\n").covers) == std::vector<std::string>{"+1202"});
  CHECK(ftc("").covers.empty());
  CHECK(texts(ftc("202,5550101\n", "2025-2-15_2026_x.txt").covers) == std::vector<std::string>{"+1202"});
}

TEST_CASE("The published example of Canada's registry reads as a registry file") {
  const auto folder = test::real_data("the published example of Canada's registry");
  if (!folder) return;
  const std::string content = test::import_world::read(*folder / "ca_dncl_published_example.txt");
  REQUIRE_FALSE(content.empty());
  CHECK(readers::sniff_ftc({"ca_dncl_published_example.txt", content, list_kind::set}).how == likeness::shape);
  const read_outcome read = ftc(content, "ca_dncl_published_example.txt");
  REQUIRE(read.status.ok());
  CHECK(read.bad == 0);
  CHECK(read.lines == 3);
  CHECK(read.entries.size() == 3);
  CHECK(texts(read.covers) == std::vector<std::string>{"+1416"});
}

}  // namespace
}  // namespace callsieve

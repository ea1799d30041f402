// The digits layout: any spelling, any line end, and a reason for every line that is no number.
#include "import_fixture.hpp"
#include "io/compressed.hpp"
#include "reader_run.hpp"

namespace callsieve {
namespace {

using test::on;
using test::read_outcome;

read_outcome digits(std::string content, const import_options& options = test::us()) {
  return test::run_reader("digits", std::move(content), options);
}

TEST_CASE("A line may hold a number in any spelling; blank lines and comments are no lines") {
  const read_outcome read = digits(
      "# objections of November\r\n"
      "+1 202 555 0101\r\n"
      "\r\n"
      "  (202) 555-0102\t\r\n"
      "2025550103\n"
      "   \n"
      "1-202-555-0104\n"
      "011442079460105\n"
      "'+442079460106\n"
      "2025550101");
  REQUIRE(read.status.ok());
  CHECK(read.bad == 0);
  CHECK(read.lines == 7);
  std::vector<std::uint64_t> numbers;
  for (const auto& [number, held] : read.entries) numbers.push_back(number);
  CHECK(numbers ==
        std::vector<std::uint64_t>{12025550101, 12025550102, 12025550103, 12025550104, 442079460105, 442079460106});
}

TEST_CASE("A byte-order mark is no part of the first number") {
  const read_outcome read = digits("\xef\xbb\xbf+12025550101\n");
  CHECK(read.bad == 0);
  CHECK(read.entries.count(12025550101) == 1);
}

TEST_CASE("Lines may end in a lone carriage return where no line feed occurs") {
  const read_outcome read = digits("2025550101\r2025550102\r\r2025550103");
  CHECK(read.bad == 0);
  CHECK(read.entries.size() == 3);
}

TEST_CASE("Every line that is no number is counted with its place and its reason") {
  using namespace std::string_literals;
  const read_outcome read = digits(
      "2025550101\n"s
      "no number\n"
      "7\n"
      "2025550199999999999999999\n"
      "3.16E+10\n"
      "+999 123456789\n"
      "20255\0"
      "0102\n"
      "2025550102 2025550103\n"s);
  REQUIRE(read.status.ok());
  REQUIRE(read.bad == 7);
  CHECK(read.entries.size() == 1);
  CHECK(read.lines == 8);
  for (std::size_t i = 0; i < read.first_bad.size(); ++i) CHECK(read.first_bad[i].line == i + 2);
  CHECK(read.first_bad[0].reason == "not_a_number");
  CHECK(read.first_bad[1].reason == "too_short");
  CHECK(read.first_bad[2].reason == "too_long");
  CHECK(read.first_bad[3].reason.find("spreadsheet_damaged") == 0);
  CHECK(read.first_bad[4].reason == "unknown_calling_code");
  CHECK(read.first_bad[5].reason == "not_a_number");
}

TEST_CASE("A national number without a region is a bad line that says what is missing") {
  import_options options = test::us();
  options.region = region_id::none;
  const read_outcome read = digits("2025550101\n+12025550102\n", options);
  REQUIRE(read.bad == 1);
  CHECK(read.first_bad[0].reason.find("needs_region") == 0);
  CHECK(read.first_bad[0].reason.find("--region") != std::string::npos);
  CHECK(read.entries.count(12025550102) == 1);
}

TEST_CASE("A number outside today's plan is taken") {
  const read_outcome read = digits("+1 202 055 0101\n");
  CHECK(read.bad == 0);
  CHECK(read.entries.count(12020550101) == 1);
}

TEST_CASE("A line of more than a megabyte is one bad line, and its neighbours are read") {
  for (const std::size_t length : {std::size_t{1'000'001}, std::size_t{3'000'000}}) {
    const read_outcome read = digits("2025550101\n" + std::string(length, '7') + "\n2025550102\n");
    CAPTURE(length);
    REQUIRE(read.status.ok());
    REQUIRE(read.bad == 1);
    CHECK(read.first_bad[0].line == 2);
    CHECK(read.first_bad[0].reason == "longer than 1 MB");
    CHECK(read.entries.size() == 2);
  }
}

TEST_CASE("Lines are whole wherever the pieces in which a file is read end") {
  std::string content;
  for (int i = 0; i < 60'000; ++i)
    content += "+44207946" + std::to_string(1000 + i % 9000) + (i % 3 == 0 ? "\r\n" : "\n");
  const read_outcome read = digits(content);
  CHECK(read.bad == 0);
  CHECK(read.lines == 60'000);
  CHECK(read.entries.size() == 9'000);
}

TEST_CASE("A list that needs days cannot come from lines of digits") {
  const read_outcome read = test::run_reader("digits", "2025550101\n", test::us(), list_kind::dated);
  REQUIRE_FALSE(read.status.ok());
  CHECK(message_of(read.status).find("csv") != std::string::npos);
}

TEST_CASE("A list in frames of Zstandard, as pzstd writes them, is the list that was compressed") {
  const test::import_world world, other;
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += "+1202" + std::to_string(2'000'000 + i * 7) + '\n';
  const std::string packed = test::pzstd_of(text, 300'000);
  CHECK(world.imported(world.options("l", {world.write("a.zst", packed)})).count == 200'000);
  (void)other.imported(other.options("l", {other.write("a.zst", text)}));
  CHECK(world.loaded("l").checksum() == other.loaded("l").checksum());
  const std::string cut = packed.substr(0, packed.size() - 5);
  CHECK(world.refused(world.options("l", {world.write("b.zst", cut)})).find("b.zst is cut") != std::string::npos);
}

}  // namespace
}  // namespace callsieve

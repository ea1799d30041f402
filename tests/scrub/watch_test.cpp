// Columns that nobody asks: objections in them reject their row, numbers in them are counted, what is none is left
// alone.
#include <functional>
#include <string>
#include <vector>

#include "scrub_kit.hpp"

using namespace callsieve;
using namespace callsieve::test;

namespace {

std::uint64_t phones_in(const scrubbed& got, const std::string& column) {
  for (const unchecked_numbers& found : got.report.unchecked) {
    if (found.column == column) return found.phones;
  }
  return 0;
}
std::uint64_t numbers_in_column(const scrubbed& got, const std::string& column) {
  for (const unchecked_numbers& found : got.report.unchecked) {
    if (found.column == column) return found.count;
  }
  return 0;
}

/// Numbers that may be called, none twice.
std::string good(int i) { return "+1202" + std::to_string(5'600'000 + i * 100); }

std::string padded(long value, std::size_t width) {
  std::string digits = std::to_string(value);
  return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
}

/// A list of `rows` rows with a good number, and one column besides.
scrubbed scrub_beside(const std::string& name, const std::function<std::string(int)>& cell, int rows = 300,
                      const char* region = "US") {
  std::string text = "phone;" + name + '\n';
  for (int i = 0; i < rows; ++i) text += good(i) + ';' + cell(i) + '\n';
  return scrub_text(text, [&](scrub_options& o) { o.region = find_region(region); });
}

}  // namespace

TEST_CASE("An objection to a number in any column rejects its row, where it is written as a phone") {
  const std::string head = "phone,Notes,x\n";
  const auto rejected = [&](const std::string& cell, const char* region = "US") {
    const scrubbed got = scrub_text(head + "+12025550110,call me,\n+12025550100," + cell + ",\n+12025550112,,\n",
                                    [&](scrub_options& o) { o.region = find_region(region); });
    INFO(cell << got.error);
    CHECK(got.error.empty());
    CHECK(got.report.rows.read == got.report.rows.allowed + got.report.rows.blocked + got.report.rows.unknown);
    CHECK((got.report.rows.blocked == 1) == holds(got.rejected, ",block,objection,in column Notes\n"));
    return got.report.rows.blocked == 1;
  };
  for (const char* cell : {"+12025550101", "202-555-0101", "(202) 555-0101", "or 202.555.0101 please", "1-202-555-0101",
                           "12025550101", "\"ask, then 202-555-0101\"", "\"the \"\"other\"\" 202-555-0101\"",
                           "202-555-0110/202-555-0101", "tel:+1-202-555-0101;x"}) {
    CHECK(rejected(cell));
  }
  for (const char* cell : {"2025550101", "202-555-0103", "order 2025550101", "202555-01-01x"}) {
    CHECK_FALSE(rejected(cell));
  }
  CHECK(rejected("0612345601", "NL"));
  CHECK(rejected("06-12345601", "NL"));
  CHECK_FALSE(rejected("612345601", "NL"));
}

TEST_CASE("Digits alone are a phone number in a column that is phone-like by its name or its content") {
  CHECK(scrub_text("phone,Fax\n+12025550100,2025550101\n").report.rows.blocked == 1);
  CHECK(scrub_text("phone,Alt number\n+12025550100,2025550101\n").report.rows.blocked == 1);
  CHECK(scrub_text("phone,backup\n2025550110,2025550111\n2025550100,2025550101\n").report.rows.blocked == 1);
  CHECK(scrub_text("phone,order id\n2025550110,2025550111\n2025550100,2025550101\n").report.rows.blocked == 0);
}

TEST_CASE(
    "A column that was empty in the first rows is asked for objections, and told when it turns out to hold phones") {
  std::string text = "phone,extra\n";
  for (int i = 0; i < 6000; ++i)
    text += good(i) + "," + (i < 5000 ? std::string() : "20255501" + padded(i % 88 + 10, 2)) + '\n';
  text += "+12025550110,2025550101\n";
  const scrubbed got = scrub_text(text);
  CHECK(got.report.rows.blocked == 1);
  REQUIRE(got.report.unchecked.size() == 1);
  CHECK(got.report.unchecked[0].phones == 1001);
  CHECK(got.report.unchecked[0].first_line == 5002);
  CHECK(got.report.unchecked[0].why == "empty in the first rows, phone numbers further down");
}

TEST_CASE("Numbers that nobody asked are counted by column, with the line and file of the first") {
  scrub_folder world;
  world.add("a.csv", "phone,Wife,Ref\n+12025550100,,\n+12025550110,\"a\",7\n");
  world.add("b.csv",
            "phone,Wife,Ref\n+12025550100,x,2025550112\n\n+12025550114,202-555-0110,\n+12025550107,202-555-0111,\n");
  const scrubbed got = world.run();
  REQUIRE(got.report.unchecked.size() == 2);
  CHECK(got.report.unchecked[0].column == "Wife");
  CHECK(got.report.unchecked[0].phones == 2);
  CHECK(got.report.unchecked[0].count == 2);
  CHECK(got.report.unchecked[0].first_line == 4);
  CHECK(got.report.unchecked[0].input == (world.folder / "b.csv").string());
  CHECK(got.report.unchecked[1].column == "Ref");
  CHECK(got.report.unchecked[1].phones == 0);
  CHECK(got.report.unchecked[1].count == 1);
  CHECK(got.report.unchecked[1].first_line == 2);
}

TEST_CASE("A column that is ignored, or asked, is not watched") {
  const std::string text = "phone,Notes\n+12025550100,202-555-0101\n+12025550110,202-555-0112\n";
  const scrubbed ignored = scrub_text(text, [](scrub_options& o) { o.ignored_columns = {"Notes"}; });
  CHECK(ignored.report.rows.allowed == 2);
  CHECK(ignored.report.unchecked.empty());
  const scrubbed asked = scrub_text(text, [](scrub_options& o) { o.phone_columns = {"1", "notes"}; });
  CHECK(asked.report.rows.blocked == 1);
  CHECK(asked.report.unchecked.empty());
  CHECK(holds(scrub_text(text, [](scrub_options& o) { o.ignored_columns = {"Note"}; }).error, "--ignore: no column"));
  CHECK(holds(scrub_text(text, [](scrub_options& o) { o.ignored_columns = o.phone_columns = {"phone"}; }).error,
              "cannot be both --phone and --ignore"));
  CHECK(holds(scrub_text("phone\n2025550100\n", [](scrub_options& o) { o.ignored_columns = {"phone"}; }).error,
              "no column of phone numbers found"));
}

TEST_CASE("Rows that are quoted, ragged or of unequal shape are watched like others") {
  std::string text = "id,phone,note,more\n";
  for (int i = 0; i < 60; ++i) {
    text += std::to_string(i) + "," + good(i) + ",x,\n";
    if (i % 20 == 7) text += "\"q\"," + good(100 + i) + ",\"202-555-0112\"\n";
    if (i % 20 == 9) text += "q," + good(200 + i) + ",\"two\nlines 202-555-0113\",y\n";
    if (i == 41) text += "202-555-0101,+12025550110,,\n";
  }
  const scrubbed got = scrub_text(text);
  CHECK(got.error.empty());
  CHECK(phones_in(got, "note") == 6);
  CHECK(got.report.rows.blocked == 1);
  CHECK(holds(got.rejected, "objection,in column id\n"));
}

TEST_CASE("In a row that names its region, numbers beside are read in it, too") {
  const scrubbed got = scrub_text("phone,country,other\n0612345610,NL,0612345601\n2025550110,US,0612345601\n",
                                  [](scrub_options& o) { o.region_column = "country"; });
  CHECK(got.report.rows.blocked == 1);
  CHECK(got.rejected ==
        "phone,country,other,callsieve_verdict,callsieve_reason,callsieve_detail\n"
        "0612345610,NL,0612345601,block,objection,in column other\n");
}

TEST_CASE("With all reasons, an objection beside the numbers is among them") {
  const scrubbed got = scrub_text("phone,x\n2025550103,+12025550101\n", [](scrub_options& o) { o.all_reasons = true; });
  CHECK(holds(got.rejected, ",block,objection,objection; in column x; customer\n"));
}

TEST_CASE("Running ids, postcodes, accounts, amounts, days and times are no phone numbers in any region") {
  struct column {
    std::string name;
    std::function<std::string(int)> cell;
  };
  const auto two = [](int x) { return padded(x, 2); };
  const std::vector<column> columns = {
      {"id", [](int i) { return std::to_string(1'000'000 + i); }},
      {"c", [](int i) { return std::to_string(2'025'550'000 + i); }},
      {"c", [](int i) { return std::to_string(6'12'345'000 - 7 * i); }},
      {"c", [](int i) { return padded(i * 31L, 10); }},
      {"c", [](int i) { return padded(i, 8); }},
      {"c", [](int i) { return "ORD-" + std::to_string(2'025'550'000 + i); }},
      {"zip", [](int i) { return padded(501 + i * 293, 5); }},
      {"c", [](int i) { return std::to_string(10'501 + i * 293) + '-' + padded(i * 29 % 10'000, 4); }},
      {"c", [](int i) { return std::to_string(1000 + i * 27) + " AB"; }},
      {"iban", [](int i) { return "NL91ABNA04171643" + padded(i % 100, 2); }},
      {"c", [](int i) { return "NL91 ABNA 0417 1643 " + padded(i % 100, 2); }},
      {"c", [](int i) { return "DE89 3704 0044 0532 0130 " + padded(i % 100, 2); }},
      {"amount", [](int i) { return std::to_string(i * 977) + '.' + padded(i % 100, 2); }},
      {"c", [](int i) { return std::to_string(1 + i) + ".234.567," + padded(i % 100, 2); }},
      {"c", [](int i) { return "\"" + std::to_string(1 + i) + ",234,567.89\""; }},
      {"c", [](int i) { return std::to_string(1 + i % 99) + " 234 567,50"; }},
      {"day", [&](int i) { return "2025-" + two(1 + i % 12) + '-' + two(1 + i % 28); }},
      {"c", [&](int i) { return two(1 + i % 28) + '.' + two(1 + i % 12) + ".2025"; }},
      {"c", [&](int i) { return two(1 + i % 12) + '/' + two(1 + i % 28) + "/2025 10:" + two(i % 60); }},
      {"c", [&](int i) { return "2025" + two(1 + i % 12) + two(1 + i % 28); }},
      {"c", [&](int i) { return "2025-" + two(1 + i % 12) + '-' + two(1 + i % 28) + " 10:" + two(i % 60) + ":07"; }},
      {"c", [&](int i) { return "2025-" + two(1 + i % 12) + '-' + two(1 + i % 28) + "T10:" + two(i % 60) + ":07Z"; }},
      {"c", [&](int i) { return "20251120" + two(i % 24) + two(i % 60) + "07"; }},
      {"c", [](int i) { return std::to_string(1'735'689'600 + i * 997); }},
      {"c", [](int i) { return std::to_string(1'735'689'600 + i * 7'919'003LL % 30'000'000); }},
      {"c", [](int i) { return std::to_string(1'735'689'600'000 + i * 997'123LL); }},
  };
  for (const char* region : {"US", "NL", "DE", "GB", "FR", "ES", "IT", "DK", "BE", "PL", "AU", "AT", "BR", "IN"}) {
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const scrubbed got = scrub_beside(columns[c].name, columns[c].cell, 300, region);
      INFO(region << ", column " << c << ": " << columns[c].cell(0) << got.error);
      CHECK(phones_in(got, columns[c].name) == 0);
      CHECK(got.report.rows.allowed == 300);
    }
  }
}

TEST_CASE("Random digits, of which the plan calls many valid, are counted and nothing more") {
  std::uint64_t state = 1;
  const auto random = [&state](std::size_t digits) {
    std::string text;
    while (text.size() < digits) {
      state = state * 6364136223846793005ULL + 1442695040888963407ULL;
      const auto digit = static_cast<char>('0' + (state >> 40) % 10);
      if (!text.empty() || digit != '0') text += digit;
    }
    return text;
  };
  const scrubbed us = scrub_beside(
      "c", [&](int) { return random(10); }, 1000, "US");
  CHECK(phones_in(us, "c") == 0);
  CHECK(numbers_in_column(us, "c") > 300);
  const scrubbed nl = scrub_beside(
      "c", [&](int) { return random(9); }, 1000, "NL");
  CHECK(phones_in(nl, "c") == 0);
  CHECK(numbers_in_column(nl, "c") > 450);
}

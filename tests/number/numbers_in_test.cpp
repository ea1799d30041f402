// Numbers inside texts, against everything that parse() finds in any part of them.
#include "number/numbers_in.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/seed.hpp"

using namespace callsieve;

namespace {

std::set<std::string> found_in(std::string_view text, region_id region) {
  std::set<std::string> found;
  numbers_in numbers(text, region);
  for (number_within one; numbers.next(one);) {
    REQUIRE(one.number.readable());
    found.insert(to_string(one.number.number));
  }
  return found;
}

/// The ones that are no mere parts of others.
std::set<std::string> plain_in(std::string_view text, region_id region) {
  std::set<std::string> found;
  numbers_in numbers(text, region);
  for (number_within one; numbers.next(one);) {
    if (one.plain) found.insert(to_string(one.number.number));
  }
  return found;
}

using names = std::set<std::string>;

enum class letter_class { digit, letter, plus, other };
letter_class class_of(char c) {
  if (std::isdigit(static_cast<unsigned char>(c)) != 0) return letter_class::digit;
  if (std::isalpha(static_cast<unsigned char>(c)) != 0) return letter_class::letter;
  return c == '+' ? letter_class::plus : letter_class::other;
}

/// Every part of the text that begins and ends where a run of digits or letters does.
template <class Visit>
void each_part(std::string_view text, Visit visit) {
  std::vector<std::size_t> begins, ends;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const letter_class now = class_of(text[i]);
    if (now == letter_class::other) continue;
    if (i == 0 || class_of(text[i - 1]) != now) begins.push_back(i);
    if (i + 1 == text.size() || class_of(text[i + 1]) != now) ends.push_back(i + 1);
  }
  for (const std::size_t begin : begins) {
    for (const std::size_t end : ends) {
      if (begin < end) visit(text.substr(begin, end - begin));
    }
  }
}

std::string random_text(std::mt19937_64& random) {
  static const std::vector<std::string> pieces = {"+12025550123",
                                                  "2025550124",
                                                  "202-555-0125",
                                                  "(202) 555-0126",
                                                  "1 202 555 0127",
                                                  "+44 20 7946 0123",
                                                  "020 7946 0124",
                                                  "07700 900123",
                                                  "06 12345678",
                                                  "+31 6 12345678",
                                                  "0301234567",
                                                  "612345678",
                                                  "3902079460",
                                                  "1-800-FLOWERS",
                                                  "0800 DDA 005",
                                                  "011 44 20 7946 0999",
                                                  "0044 7700 900 123",
                                                  "5550123",
                                                  "911",
                                                  "12",
                                                  "4",
                                                  "+",
                                                  "ext. 12",
                                                  "x34",
                                                  "#5",
                                                  "home",
                                                  "cell",
                                                  "do not call",
                                                  "mob",
                                                  "and",
                                                  "or",
                                                  "O",
                                                  "E+10",
                                                  ".0",
                                                  "tel:",
                                                  ";phone-context=+44",
                                                  "\xc3\xa9t\xc3\xa9",
                                                  "\xc2\xa0",
                                                  "\xe2\x80\x8e",
                                                  "\xff"};
  static const std::vector<std::string> marks = {"",  " ", " / ", ", ",  ";", " & ", "\n", "-",
                                                 "/", "(", ")",   " . ", "_", "!",   "|"};
  std::string text;
  for (std::size_t n = random() % 5 + 1; n > 0; --n) {
    text += pieces[random() % pieces.size()];
    if (n > 1 || random() % 4 == 0) text += marks[random() % marks.size()];
  }
  return text;
}

std::size_t digits_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }));
}

}  // namespace

TEST_CASE("All numbers of a cell that holds several, or a number and words, are found") {
  const region_id us = find_region("US");
  const names both{"+12025550123", "+12025550199"};
  for (const char* cell :
       {"+12025550123 / +12025550199", "home 202-555-0123 cell 202-555-0199", "2025550123, 2025550199",
        "2025550123;2025550199", "202 555 0123 & 202 555 0199", "2025550123\n2025550199", "2025550123 2025550199",
        "(202) 555-0123 or (202) 555-0199", "2025550123|2025550199", "2025550123/2025550199", "2025550123-2025550199",
        "202.555.0123 - 202.555.0199", "+12025550123+12025550199", "h2025550123w2025550199",
        "\xef\xbc\x92\xef\xbc\x90\xef\xbc\x92\xef\xbc\x95\xef\xbc\x95\xef\xbc\x95\xef\xbc\x90\xef\xbc\x91\xef\xbc\x92"
        "\xef\xbc\x93 / 2025550199",
        "b\xfcro 2025550123, zu Hause 202\xa0"
        "555\xa0"
        "0199",
        "2025550123 (also 2025550199)",
        "+1202\xe2\x80\x8e"
        "5550123 \xe2\x80\xac"
        "2025550199"}) {
    INFO(cell);
    const names found = found_in(cell, us), plain = plain_in(cell, us);
    CHECK(std::includes(found.begin(), found.end(), both.begin(), both.end()));
    CHECK(std::includes(plain.begin(), plain.end(), both.begin(), both.end()));
  }
  CHECK(found_in("2025550123 do not call", us).count("+12025550123") == 1);
  CHECK(found_in("1-800-FLOWERS / 2025550199", us).count("+18003569377") == 1);
  CHECK(found_in("+/1-800-FLOWERSext. 12 / and", find_region("DE")).count("+4918003569377") == 1);
  CHECK(found_in("7946 0123;phone-context=+4420, 2025550199", us).count("+442079460123") == 1);
  CHECK(found_in("612345678 / fax", find_region("IT")).count("+390612345678") == 1);  // a spreadsheet took its zero
}

TEST_CASE("Digits of one number that a broken cell parts by commas, colons and the like are found, and are not plain") {
  const region_id us = find_region("US");
  for (const char mark : std::string(":,;|_#=\t\n\r\"'&%!")) {
    const std::string cell = std::string("call 202") + mark + "555" + mark + "0123 now";
    INFO(cell);
    CHECK(found_in(cell, us).count("+12025550123") == 1);
    CHECK(plain_in(cell, us).count("+12025550123") == 0);
    CHECK(found_in(std::string("+1") + mark + " 202-555-0123", us).count("+12025550123") == 1);
  }
  CHECK(found_in("0044 20 7946 0123 / 2025550123", us).count("+442079460123") == 1);
  CHECK(found_in("011 1 202 555 0123 / 06 12345678", find_region("NL")).count("+12025550123") == 1);
  for (const char* mark : {"\xc2\xb7", "\xe2\x80\xa2", "\xe2\x86\x92", "\xc2\xb4", "\xe3\x80\x9c", "\x95", "\xb7",
                           "&nbsp;", "<br>", "<br />", "&#160;", "\xef\xb8\x8f\xe2\x83\xa3", "\xf0\x9f\x93\x9e"}) {
    INFO(mark);
    const std::string cell = std::string("202") + mark + "555" + mark + "0123";
    CHECK(found_in(cell, us).count("+12025550123") == 1);
  }
  CHECK(found_in("442079460123 / x", us).count("+442079460123") == 1);
  CHECK(plain_in("442079460123 / x", us).count("+442079460123") == 0);
  CHECK(found_in("Flat 7, 62701-1234", us).count("+17627011234") == 1);
  CHECK(plain_in("Flat 7, 62701-1234", us).count("+17627011234") == 0);
}

TEST_CASE("What lists hold though the plan does not is found as well, and said to be whole or a part") {
  const region_id us = find_region("US");
  CHECK(plain_in("555-0123 do not call", us) == names{"+15550123"});
  CHECK(plain_in("+3112 / +12025550123", us).count("+3112") == 1);
  // The last seven digits are a part: a list that holds them decides, one that does not know of them says nothing.
  CHECK(found_in("202-555-0123 cell", us).count("+15550123") == 1);
  CHECK(plain_in("202-555-0123 cell", us) == names{"+12025550123"});
  // A plus sign that somebody took for an ornament.
  CHECK(found_in("+2025550123 cell", us).count("+12025550123") == 1);
}

TEST_CASE("Texts without numbers hold none") {
  for (const char* cell : {"", " ", "call me", "12", "a 1 b 2 c 3", "#REF!", "\xff\xfe", "+"}) {
    INFO(cell);
    CHECK(found_in(cell, find_region("US")).empty());
    CHECK(found_in(cell, region_id::none).empty());
  }
  CHECK(found_in("2025550123 / 2025550199", region_id::none).empty());
}

TEST_CASE("Whatever parse() finds in any part of a text between borders of words is found") {
  std::mt19937_64 random(test::random_seed());
  const std::vector<region_id> regions = {find_region("US"), find_region("GB"), find_region("NL"), find_region("DE"),
                                          find_region("IT"), region_id::none,   region_id::e164};
  std::size_t numbers = 0;
  for (int round = 0; round < 20'000; ++round) {
    const std::string text = random_text(random);
    const region_id region = regions[random() % regions.size()];
    const names found = found_in(text, region);
    each_part(text, [&](std::string_view part) {
      const parsed_number number = parse(part, region);
      const bool counts = number.valid() || (number.readable() && digits_of(to_string(number.number)) >= 10);
      const auto signs = std::count_if(part.begin(), part.end(), [](unsigned char c) { return std::isalnum(c) != 0; });
      const bool has_context = part.find("phone-context") != std::string_view::npos;
      if (!counts || (!has_context && signs > 24)) return;  // nobody's number is so long
      ++numbers;
      if (found.count(to_string(number.number)) == 0) {
        FAIL("in \"" << text << "\" (" << region_name(region) << ") \"" << part << "\" is "
                     << to_string(number.number));
      }
    });
  }
  REQUIRE(numbers > 20'000);
}

TEST_CASE("A cell of any length is read to its end, in a number of readings that its length bounds") {
  for (const char* piece : {"1 ", "2025550123 ", "1a", "1-800-FLOWERS ", "+", "phone-context=+1 ",
                            "\xff"
                            "1",
                            "12345"}) {
    std::string text;
    while (text.size() < 200'000) text += piece;
    text += ", +12025550123";
    std::size_t readings = 0;
    bool last = false;
    numbers_in numbers(text, find_region("US"));
    for (number_within one; numbers.next(one); ++readings) last |= to_string(one.number.number) == "+12025550123";
    INFO(piece);
    CHECK(last);
    CHECK(readings <= 72 * text.size());
  }
}

TEST_CASE("Whether a text holds a number is told in any script, with words, and without a region") {
  for (const region_id region : {find_region("US"), region_id::none}) {
    for (const char* cell : {"2025550123", "Home phone: 202-555-0123", "+1 202 555 0123",
                             "\xd9\xa2\xd9\xa0\xd9\xa2\xd9\xa5\xd9\xa5\xd9\xa5\xd9\xa0\xd9\xa1\xd9\xa2\xd9\xa3",
                             "\xef\xbc\x92\xef\xbc\x90\xef\xbc\x92\xef\xbc\x95\xef\xbc\x95\xef\xbc\x95\xef\xbc\x90\xef"
                             "\xbc\x91\xef\xbc\x92\xef\xbc\x93",
                             "2025550123 / 2025550199", "call 555-0123 after six"}) {
      INFO(cell);
      CHECK(holds_number(cell, region));
    }
    for (const char* cell :
         {"", "phone", "Phone 2", "tel_1", "2025", "Q1 2025", "address line 1", "01/02/2024", "911"}) {
      INFO(cell);
      CHECK_FALSE(holds_number(cell, region));
    }
  }
}

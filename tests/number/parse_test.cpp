#include "callsieve/number/parse.hpp"

#include <random>
#include <string>

#include "number/read_cell.hpp"
#include "support/catch.hpp"
#include "support/seed.hpp"

namespace callsieve {
using test::check_cells;
using test::read;

TEST_CASE("The usual punctuation is read through") {
  check_cells({
      {"US", "2025550123", "+12025550123"},
      {"US", "(202) 555-0123", "+12025550123"},
      {"US", "202.555.0123", "+12025550123"},
      {"US", "1-202-555-0123", "+12025550123"},
      {"GB", "[020] 7946/0123", "+442079460123"},
      {"GB", "  020 7946 0123\r\n", "+442079460123"},
      {"GB",
       "020\xC2\xA0"
       "7946\xC2\xA0"
       "0123\xC2\xA0",
       "+442079460123"},
      {"DE", "030/23125-000", "+493023125000"},
      {"AU", "0491*570*156", "+61491570156"},
      {"SE", "070-174 06 05;", "+46701740605"},
  });
}

TEST_CASE("An international form needs no region") {
  check_cells({
      {"", "+44 20 7946 0123", "+442079460123"},
      {"US", "+44 (0)20 7946 0123", "+442079460123"},
      {"NL", "(+44) 20 7946 0123", "+442079460123"},
      {"", "++442079460123", "+442079460123"},
      {"", "+ 44 2079460123", "+442079460123"},
      {"", "020 7946 0123", "needs_region"},
      {"", "00442079460123", "needs_region"},
      {"", "+999123456", "unknown_calling_code"},
      {"GB", "+0442079460123", "unknown_calling_code"},
      {"GB", "+00442079460123", "+442079460123"},
      {"", "+12", "too_short"},
      {"", "+1234567890123456", "too_long"},
      {"", "44+2079460123", "not_a_number"},
  });
}

TEST_CASE("International prefixes are those dialled from the default region") {
  check_cells({
      {"NL", "00442079460123", "+442079460123"},
      {"US", "011 44 20 7946 0123", "+442079460123"},
      {"AU", "0011 44 20 7946 0123", "+442079460123"},
      {"RU", "810 44 20 7946 0123", "+442079460123"},
      {"US", "00442079460123", "not_in_plan +100442079460123"},
      {"NL", "00999123456", "unknown_calling_code"},
      {"NL", "0044", "too_short"},
  });
}

TEST_CASE("The default region's own calling code may stand without its plus sign") {
  check_cells({
      {"GB", "442079460123", "+442079460123"},
      {"US", "12025550123", "+12025550123"},
      {"AU", "61491570156", "+61491570156"},
      {"NL", "442079460123", "not_in_plan +31442079460123"},
  });
}

TEST_CASE("In region E164 plain digits are a number without its plus sign") {
  check_cells({
      {"E164", "442079460123", "+442079460123"},
      {"E164", "+442079460123", "+442079460123"},
      {"E164", "1 (202) 555-0123", "+12025550123"},
      {"E164", "0442079460123", "unknown_calling_code"},
      {"E164", "447700900123", "not_in_plan +447700900123"},
  });
}

TEST_CASE("Transform rules and carrier codes turn what is dialled into a national number") {
  check_cells({
      {"AR", "011 15 2345 6789", "+5491123456789"},  // a mobile number as dialled from a fixed line
      {"AG", "4601234", "+12684601234"},             // seven digits inside a region of a shared code
      {"BR", "0 15 11 2345-6789", "+551123456789"},  // trunk prefix and carrier code
      {"HU", "06 1 234 5678", "+3612345678"},
      {"IT", "06 1234 5678", "+390612345678"},  // the zero belongs to the number
  });
}

TEST_CASE("Extensions are dropped") {
  for (const std::string_view extension :
       {" x12",          "x12",      " ext. 12", " EXT 12",   "ext:12",
        " extension 12", " extn 12", "xtn12",    " anexo 12", " int 12",
        "#12",           " ~12",     ";ext=12",  " - 12#",    ",,12",
        ",12",           ";12",      " x 12#",   " x12/x13",  " ext 12345678901234567890"}) {
    INFO(extension);
    CHECK(read("020 7946 0123" + std::string(extension), "GB") == "+442079460123");
  }
  for (const std::string_view no_extension : {" ext 123456789012345678901", "##", " ext 1 ext 2", " y12"}) {
    INFO(no_extension);
    CHECK(read("020 7946 0123" + std::string(no_extension), "GB") == "not_a_number");
  }
}

TEST_CASE("What reads as E.164 but is not in the plan keeps its number") {
  check_cells({
      {"GB", "07700 900123", "not_in_plan +447700900123"},
      {"DE", "110", "not_in_plan +49110"},
      {"NL", "0670000123", "not_in_plan +31670000123"},
  });
  CHECK(parse("07700 900123", find_region("GB")).readable());
  CHECK_FALSE(parse("07700 900123", find_region("GB")).valid());
}

TEST_CASE("Cells without a number say so") {
  check_cells({
      {"US", "", "empty"},
      {"US", " \t\r\n\xC2\xA0", "empty"},
      {"US", "-", "not_a_number"},
      {"US", "n/a", "not_a_number"},
      {"US", "unknown", "not_a_number"},
      {"US", "\xFF\xFE", "not_a_number"},
      {"US", "5", "too_short"},
      {"US", "1-2", "too_short"},
      {"US", "12", "not_in_plan +112"},
      {"US", "user@example.org", "not_a_number"},
  });
  CHECK(read(std::string_view("202555\0"
                              "0123",
                              11),
             "US") == "not_a_number");
  CHECK(read(std::string_view("\0", 1), "US") == "not_a_number");
}

TEST_CASE("Any byte inside, before or behind a number gives that number or an error") {
  const std::string number = "+442079460123";
  for (int byte = 0; byte < 256; ++byte) {
    const auto c = static_cast<char>(byte);
    INFO("byte " << byte);
    const std::string inside = read(std::string("020 7946") + c + "0123", "GB");
    if (byte != 0 && std::string_view(" -./()[]*").find(c) != std::string_view::npos) {
      CHECK(inside == number);
    } else if (c >= '0' && c <= '9') {
      CHECK(inside == std::string("not_in_plan +44207946") + c + "0123");
    } else if (byte != 0 && std::string_view("xX~#,;").find(c) != std::string_view::npos) {
      CHECK(inside == "not_in_plan +440207946");  // the mark of an extension
    } else {
      CHECK(inside == "not_a_number");
    }
    if (c >= '0' && c <= '9') continue;
    for (const auto& cell : {c + std::string("02079460123"), std::string("02079460123") + c}) {
      const auto parsed = parse(cell, find_region("GB"));
      CHECK((parsed.in_plan() ? to_string(parsed.number) == number : !parsed.number));
    }
  }
}

TEST_CASE("Numbers of 1 to 60 digits are read or refused") {
  std::mt19937 random(test::random_seed());
  for (const std::string_view region : {"", "US", "NL", "DE", "JP", "AR", "E164"}) {
    for (std::size_t count = 1; count <= 60; ++count) {
      for (int round = 0; round < 20; ++round) {
        std::string digits;
        while (digits.size() < count) digits += static_cast<char>('0' + random() % 10);
        INFO(digits << " in region " << region);
        const auto parsed = parse(digits, find_region(region));
        CHECK((parsed.readable() || parsed.in_plan()) == (parsed.number != phone_number()));
        CHECK(parsed.number.value() <= phone_number::max_value);
        if (count == 1) CHECK(parsed.error == parse_error::too_short);
        if (count > 30) CHECK_FALSE(parsed.readable());
        if (region.empty() && count > 2 && count < 48) CHECK(parsed.error == parse_error::needs_region);
      }
    }
  }
}

TEST_CASE("A cell of any length is refused or read, not feared") {
  CHECK(read(std::string(1'000'000, ' '), "US") == "empty");
  CHECK(read(std::string(1'000'000, '1'), "US") == "too_long");
  CHECK(read(std::string(1'000'000, ','), "US") == "too_long");
  CHECK(read(std::string(1'000'000, ' ') + "2025550123", "US") == "+12025550123");
  CHECK(read(std::string(230, '-') + "2025550123", "US") == "+12025550123");
  CHECK(read("202" + std::string(240, '-') + "5550123", "US") == "+12025550123");
  CHECK(read("202" + std::string(241, '-') + "5550123", "US") == "too_long");
}

TEST_CASE("Errors have names") {
  CHECK(to_string(parse_error::none) == "none");
  CHECK(to_string(parse_error::spreadsheet_damaged) == "spreadsheet_damaged");
  for (int i = 0; i < parse_error_count; ++i) CHECK_FALSE(to_string(static_cast<parse_error>(i)).empty());
}

}  // namespace callsieve

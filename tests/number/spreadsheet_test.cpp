#include <string>

#include "callsieve/number/parse.hpp"

#include "number/read_cell.hpp"
#include "support/catch.hpp"

namespace callsieve {
namespace {

std::string number_in(std::string_view text, std::string_view region) {
  return to_string(parse(text, find_region(region)).number);
}

parse_error error_of(std::string_view text, std::string_view region) { return parse(text, find_region(region)).error; }

}  // namespace

TEST_CASE("Cells in which a spreadsheet lost digits are called damaged") {
  for (const std::string_view cell : {"3.16E+10", "6.12E+08", "6,12E+08", "3.16e+10", "3E10", "-3.16E+10", " 3.16E+10 ",
                                      "\"3.16E+10\"", "4.42079460123E+11", "########", "#", "#REF!", "#NAME?",
                                      "#VALUE!", "#DIV/0!", "#N/A", "#NUM!", "#WAARDE!", "#NV"}) {
    for (const std::string_view region : {"", "NL", "GB", "E164"}) {
      INFO(cell << " in region " << region);
      CHECK(error_of(cell, region) == parse_error::spreadsheet_damaged);
      CHECK(number_in(cell, region).empty());
    }
  }
}

TEST_CASE("A hash and a mark around digits make no error value") {
  CHECK(error_of("#x 01-1#2;!", "MR") != parse_error::spreadsheet_damaged);
  CHECK(error_of("#a 12!", "GB") != parse_error::spreadsheet_damaged);
}

TEST_CASE("What keeps a spreadsheet from touching a number is read through") {
  for (const std::string_view cell :
       {"=\"02079460123\"", "'02079460123", "\"02079460123\"", "=\"+442079460123\"", "'+44 20 7946 0123",
        " \" 02079460123 \" ", "=+442079460123", "''02079460123''"}) {
    INFO(cell);
    CHECK(number_in(cell, "GB") == "+442079460123");
    CHECK(error_of(cell, "GB") == parse_error::none);
  }
  CHECK(error_of("=\"\"", "GB") == parse_error::empty);
  CHECK(error_of("''", "GB") == parse_error::empty);
}

TEST_CASE("A number that went through a floating-point column is that number or an error") {
  CHECK(number_in("2079460123.0", "GB") == "+442079460123");
  CHECK(number_in("442079460123.0", "GB") == "+442079460123");
  CHECK(number_in("+442079460123.0", "") == "+442079460123");
  CHECK(number_in("12025550123.0", "US") == "+12025550123");
  // Read as digits these would be valid numbers of eleven digits.
  CHECK(number_in("3023125000.0", "DE") == "+493023125000");
  CHECK(error_of("2079460123.00", "GB") == parse_error::spreadsheet_damaged);
  CHECK(error_of("3023125.0000", "DE") == parse_error::spreadsheet_damaged);
  // Groups of a number, not an amount.
  CHECK(number_in("020.7946.0000", "GB") == "+442079460000");
  CHECK(number_in("202.555.0100", "US") == "+12025550100");
}

TEST_CASE("A lost leading zero is restored where the plan leaves one reading") {
  // A trunk prefix: the plan reads the number without it.
  CHECK(number_in("2079460123", "GB") == "+442079460123");
  CHECK(number_in("491570156", "AU") == "+61491570156");
  CHECK(number_in("701740605", "SE") == "+46701740605");
  // A zero that belongs to the number.
  CHECK(number_in("612345678", "IT") == "+390612345678");
  CHECK(number_in("0612345678", "IT") == "+390612345678");
  CHECK(number_in("612345678.0", "IT") == "+390612345678");
  // Half a trunk prefix.
  CHECK(number_in("612345678", "HU") == "+3612345678");
  // A valid number stays what it is, though one more zero would make another.
  CHECK(number_in("3123456789", "IT") == "+393123456789");
}

TEST_CASE("A zero is restored only to plain digits of a national form") {
  CHECK(error_of("61 234 5678", "IT") == parse_error::not_in_plan);
  CHECK(error_of("+39612345678", "IT") == parse_error::not_in_plan);
  CHECK(error_of("39612345678", "E164") == parse_error::not_in_plan);
  // Not to an international prefix: seven digits of Samoa are not a number of Niue.
  CHECK(error_of("6837012", "WS") == parse_error::not_in_plan);
}

TEST_CASE("A plus sign that a spreadsheet took makes two numbers of one where both are valid") {
  test::check_cells({
      {"DE", "4915150405214", "ambiguous +4915150405214"},
      {"DE", "49 151 50405214", "ambiguous +4915150405214"},
      {"DE", "4915150405214.0", "ambiguous +4915150405214"},
      {"DE", "\"4915150405214\"", "ambiguous +4915150405214"},
      {"DE", "4915150405214 x12", "ambiguous +4915150405214"},
      {"DE", "4915150405214 (work)", "ambiguous +4915150405214"},
      {"DE", "Tel. 4915150405214", "ambiguous +4915150405214"},
      {"ID", "62812345678", "ambiguous +62812345678"},
      {"XK", "38343201867", "ambiguous +38343201867"},
      {"SE", "468123400", "ambiguous +468123400"},
      {"IT", "390212534", "ambiguous +390212534"},
      {"PL", "481219664", "ambiguous +481219664"},
      {"AT", "43576532965", "ambiguous +43576532965"},
      // One reading alone is valid, or nothing was lost.
      {"DE", "+4915150405214", "+4915150405214"},
      {"DE", "004915150405214", "+4915150405214"},
      {"DE", "04915150405214", "+494915150405214"},
      {"DE", "015150405214", "+4915150405214"},
      {"E164", "4915150405214", "+4915150405214"},
      {"NL", "4915150405214", "not_in_plan +314915150405214"},
      {"NL", "31612345678", "+31612345678"},
      {"GB", "442079460123", "+442079460123"},
      {"US", "12025550123", "+12025550123"},
  });
}

TEST_CASE("Who says whether plus signs were lost has one reading") {
  const region_id germany = find_region("DE");
  for (const std::string_view cell : {"4915150405214", "49 151 50405214", "4915150405214.0", "4915150405214 (work)"}) {
    INFO(cell);
    CHECK(to_string(parse(cell, germany, plus_lost::yes).number) == "+4915150405214");
    CHECK(parse(cell, germany, plus_lost::yes).valid());
    CHECK(to_string(parse(cell, germany, plus_lost::no).number) == "+494915150405214");
    CHECK(parse(cell, germany, plus_lost::no).valid());
  }
  CHECK(to_string(parse("030 23125000", germany, plus_lost::yes).number) == "+493023125000");
}

}  // namespace callsieve

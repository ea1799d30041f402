// What parse() reads as a number, and people as a day or as many numbers.
#include "callsieve/number/day_or_range.hpp"

#include <string>

#include "support/catch.hpp"

using namespace callsieve;

namespace {

parsed_number read(const std::string& text, const char* region) {
  return without_day_or_range(text, parse(text, find_region(region)), find_region(region));
}

}  // namespace

TEST_CASE("Days are no numbers, though their digits would be") {
  for (const char* text :
       {"20.11.2025", "2025-11-20", "2025/11/20", "20-11-2025", "1.2.2025", " 20.11.2025 ", "20/11/2025",
        "\"20.11.2025\"", "=\"20.11.2025\"", "'20.11.2025", "20.11.2025.", "20.11.25", "11/20/25", "20-11-25"}) {
    INFO(text);
    CHECK(read(text, "DE").error == parse_error::not_a_number);
    CHECK(is_written_day(text));
  }
  CHECK(parse("20.11.2025", find_region("DE")).valid());  // as libphonenumber
  for (const char* text : {"20112025", "020 11 2025", "20.11.20.25", "0201.12025", "20.11-2025", "2025-11", "..2025",
                           "20..2025", "32.10.00", "20.13.25", "00.11.25", "20.11/25", "20 11 25"}) {
    INFO(text);
    CHECK_FALSE(is_written_day(text));
  }
}

TEST_CASE("A number, a dash and digits that count on from its last ones are a range") {
  for (const char* text : {"030 23125000-99", "030 23125000 - 99", "030/23125000-099", "+49 30 23125000-99",
                           "030 23125000\xe2\x80\x93"
                           "99"}) {
    INFO(text);
    CHECK(read(text, "DE").error != parse_error::none);
  }
  // A direct line behind a switchboard's number is written in the same way.
  for (const char* text : {"030 23125-0", "089 1234-567", "030 23125099-12", "0171 3920012", "030 23125-123"}) {
    INFO(text);
    CHECK(read(text, "DE").valid() == parse(text, find_region("DE")).valid());
  }
  CHECK(read("202-555-0142", "US").valid());
  CHECK(read("+1 202-555-0142", "DE").valid());
}

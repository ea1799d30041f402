// What is written as a phone number, and what only has as many digits.
#include "number/phone_shapes.hpp"

#include <string>
#include <vector>

#include "number/written_phones.hpp"
#include "scrub/placeholders.hpp"
#include "support/catch.hpp"

using namespace callsieve;
using namespace callsieve::detail;

namespace {

std::vector<std::string> shapes_of(std::string_view text) {
  std::vector<std::string> found;
  phone_shapes shapes(text);
  for (phone_shape shape; shapes.next(shape);) found.emplace_back(shape.text);
  return found;
}

bool is_phone(std::string_view cell, const char* region) { return is_written_phone(cell, find_region(region)); }

}  // namespace

TEST_CASE("Numbers are taken out of a text as they are grouped") {
  using list = std::vector<std::string>;
  CHECK(shapes_of("call 202-555-0199 before noon") == list{"202-555-0199"});
  CHECK(shapes_of("(202) 555-0123, 202.555.0124") == list{"(202) 555-0123", "202.555.0124"});
  CHECK(shapes_of("202-555-0123 202-555-0124") == list{"202-555-0123", "202-555-0124"});
  CHECK(shapes_of("202-555-0123/202-555-0124") == list{"202-555-0123", "202-555-0124"});
  CHECK(shapes_of("2025550123 2025550124") == list{"2025550123", "2025550124"});
  CHECK(shapes_of("p:+12025550123") == list{"+12025550123"});
  CHECK(shapes_of("Tel0612345678") == list{"0612345678"});
  CHECK(shapes_of("020 7946 0123 - 020 7946 0124") == list{"020 7946 0123", "020 7946 0124"});
  CHECK(shapes_of("202-555-0123x12 and 202-555-0124 ext 3") == list{"202-555-0123", "202-555-0124"});
  CHECK(shapes_of("+44 (0)20 7946 0123") == list{"+44 (0)20 7946 0123"});
  CHECK(shapes_of("202\u00a0555\u00a00123, 202\u2011555\u20110124") ==
        list{"202\u00a0555\u00a00123", "202\u2011555\u20110124"});
  CHECK(shapes_of("030/23125000") == list{"030/23125000"});
}

TEST_CASE("Two numbers with only blanks between are two shapes") {
  for (const char* text : {"0121 496 0523   0113 496 0438", "+33 2 61 91 23 67  01614960769",
                           "+44 121 496 0523 0113 496 0438", "01214960523 01134960438"}) {
    INFO(text);
    phone_shapes shapes(text);
    std::size_t count = 0;
    for (phone_shape shape; shapes.next(shape);) ++count;
    CHECK(count == 2);
  }
}

TEST_CASE("Days, times, amounts, accounts, cards, coordinates, codes and parts of words are no shapes of phones") {
  for (const char* text : {"2025-11-20",
                           "20.11.2025",
                           "11/20/2025 10:30:00",
                           "2025-11-20 10:30",
                           "2025-11-20T10:30:00Z",
                           "2025-11-20 10.30",
                           "1.234.567,89",
                           "1,234,567.89",
                           "12 345 678",
                           "1 234 567 890",
                           "123456.7890",
                           "NL91ABNA0417164300",
                           "NL91 ABNA 0417 1643 00",
                           "IBAN NL91 ABNA 0417 1643 00",
                           "DE89 3704 0044 0532 0130 00",
                           "4111 1111 1111 1111",
                           "0111 1111 1111 1111",
                           "POINT (-121.772916 37.246742)",
                           "51.50735, -0.12776",
                           "62701-1234",
                           "01310-1000",
                           "123-45-6789",
                           "192.168.100.200",
                           "ORD-2025550123",
                           "X2025550123",
                           "2025550123abc",
                           "NL001234567B01",
                           "0a1b2c3d-1234-5678-9012-0123456789ab",
                           "Main Street 12345",
                           "10:30:00 11:45:00"}) {
    INFO(text);
    for (const std::string& shape : shapes_of(text)) {
      INFO(shape);
      CHECK_FALSE(is_phone(shape, "US"));
      CHECK_FALSE(is_phone(shape, "NL"));
    }
  }
}

TEST_CASE("A number is written as its region writes it") {
  for (const char* cell : {"202-555-0123", "(202)5550123", "+31612345678", "202 555 0123", "1-202-555-0123"}) {
    INFO(cell);
    CHECK(is_phone(cell, "US"));
  }
  for (const char* cell : {"2025550123", "20-12-25 1030", "12025550123", "62701-1234"}) {
    INFO(cell);
    CHECK_FALSE(is_phone(cell, "US"));
  }
  for (const char* cell : {"0612345678", "06-12345678", "06 12 34 56 78", "0031612345678", "+31 6 12345678"}) {
    INFO(cell);
    CHECK(is_phone(cell, "NL"));
  }
  for (const char* cell : {"612345678", "512 345 678", "62701-1234", "0000123456"}) {
    INFO(cell);
    CHECK_FALSE(is_phone(cell, "NL"));
  }
  CHECK(is_phone("612 345 678", "ES"));
  CHECK(is_phone("12 34 56 78", "DK") == parse("12345678", find_region("DK")).valid());
  const region_id us = find_region("US");
  CHECK(has_prefix(parse("12025550123", us), 11));
  CHECK_FALSE(has_prefix(parse("2025550123", us), 10));
}

TEST_CASE("What stands where nothing is known says nothing") {
  for (const char* cell :
       {"",     " ",      "N/A", "n.a.",    "#N/A",      "0",      "00000",      "NULL",         "\\N", "-",     "--",
        "none", "(none)", "?",   "unknown", "UNBEKANNT", "n.v.t.", "9999999999", "000-000-0000", "x",   "\u00a0"}) {
    INFO(cell);
    CHECK(is_placeholder(cell));
  }
  for (const char* cell : {"2025550123", "yes", "Ann", "12", "1", "999", "none 5", "\u00e9"}) {
    INFO(cell);
    CHECK_FALSE(is_placeholder(cell));
  }
}

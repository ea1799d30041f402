#include <string>

#include "number/read_cell.hpp"
#include "support/catch.hpp"

namespace callsieve {

using test::check_cells;
using test::read;

TEST_CASE("Digits of every script are digits") {
  check_cells({
      {"GB", "０２０ ７９４６ ０１２３", "+442079460123"},
      {"", "＋４４ ２０ ７９４６ ０１２３", "+442079460123"},
      {"GB", "٠٢٠ ٧٩٤٦ ٠١٢٣", "+442079460123"},
      {"GB", "۰۲۰ ۷۹۴۶ ۰۱۲۳", "+442079460123"},
      {"GB", "०२० ७९४६ ०१२३", "+442079460123"},
      {"GB", "𝟎𝟐𝟎 𝟕𝟗𝟒𝟔 𝟎𝟏𝟐𝟑", "+442079460123"},
      {"GB", "020 ٧٩٤٦ ०१२३", "+442079460123"},
      {"GB", "020 7946 012³", "not_a_number"},
      {"GB", "020 7946 012③", "not_a_number"},
  });
}

TEST_CASE("Dashes, blanks and brackets of every script are punctuation") {
  for (const std::string_view between :
       {"‐",      "‑", "‒", "–",  "—",  "―",  "−",  "ー",     "－",     "．",     "／",
        "\u3000", "⁓", "∼", "（", "）", "［", "］", "\u00A0", "\u00AD", "\u200B", "\u2060"}) {
    INFO(between);
    CHECK(read("020" + std::string(between) + "79460123", "GB") == "+442079460123");
  }
  CHECK(read("\u202A+44 20 7946 0123\u202C", "") == "+442079460123");
  CHECK(read("\U0001F4DE 020 7946 0123 \U0001F4DE", "GB") == "+442079460123");
  CHECK(read("020\u202F7946\u202F0123", "GB") == "not_a_number");  // as libphonenumber
  CHECK(read("\u3000\u2003\uFEFF", "GB") == "empty");
}

TEST_CASE("Extensions are dropped in every spelling") {
  for (const std::string_view extension : {" доб. 12", " ДОБ 12", "ｅｘｔｎ12", "ＥＸＴ\u300012", " ｉｎｔ 12", "＃12",
                                           "～12", " extensión 12", " extensio\u0301n 12", "\u00A0ext\u00A0１２"}) {
    INFO(extension);
    const bool read_by_the_package = extension.find("\u3000") == std::string_view::npos;
    CHECK(read("020 7946 0123" + std::string(extension), "GB") ==
          (read_by_the_package ? "+442079460123" : "not_a_number"));
  }
}

TEST_CASE("Telephone URIs are read with their context") {
  check_cells({
      {"", "tel:+44-20-7946-0123", "+442079460123"},
      {"", "tel:+44-20-7946-0123;ext=12", "+442079460123"},
      {"", "tel:+44-20-7946-0123;isub=12345", "+442079460123"},
      {"GB", "tel:020-7946-0123;phone-context=example.com", "+442079460123"},
      {"", "tel:020-7946-0123;phone-context=+44", "+442079460123"},
      {"US", "tel:7946-0123;ext=3;phone-context=+44-20", "+442079460123"},
      {"US", "020 7946 0123;phone-context=+44", "+442079460123"},
      {"", "\"tel:020-7946-0123;phone-context=+44\"", "+442079460123"},
      {"GB", "tel:020-7946-0123;phone-context=", "not_a_number"},
      {"GB", "tel:020-7946-0123;phone-context=44", "not_a_number"},
      {"GB", "tel:020-7946-0123;phone-context=+", "not_a_number"},
      {"GB", "tel:020-7946-0123;phone-context=-a.com", "not_a_number"},
      {"GB", "tel:020-7946-0123;phone-context=a..com", "not_a_number"},
      {"GB", "tel:;phone-context=+44", "too_short"},
      {"GB", ";phone-context=+44tel:", "not_a_number"},
      {"", "tel:020-7946-0123;phone-context=example.com", "needs_region"},
  });
}

TEST_CASE("Bytes that are no UTF-8 and control characters make no number") {
  for (const std::string_view bytes : {"\xC3", "\xE2\x80", "\xFF", "\xC0\xB0", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                                       "\x80", "\xA0", "\x01", "\x1B", "\x7F"}) {
    CHECK(read(std::string(bytes) + "020 7946 0123", "GB") == "not_a_number");
    CHECK(read("020 7946" + std::string(bytes) + "0123", "GB") == "not_a_number");
    CHECK(read("020 7946 0123" + std::string(bytes), "GB") == "not_a_number");
  }
}

}  // namespace callsieve

#include "callsieve/number/numbering_plan.hpp"

#include <random>
#include <string>

#include "support/catch.hpp"
#include "support/seed.hpp"

namespace callsieve {
namespace {

phone_number number(std::uint64_t digits) { return phone_number::from_digits(digits).value(); }

}  // namespace

TEST_CASE("A region is found by its name in any case") {
  CHECK(region_name(find_region("NL")) == "NL");
  CHECK(find_region("nl") == find_region("NL"));
  CHECK(find_region("e164") == region_id::e164);
  CHECK(find_region("E164") == region_id::e164);
  for (const char* name : {"", "N", "ZZ", "NLD", "001", "E165", "N\xC2", "n ", "AA"}) {
    INFO(name);
    CHECK(find_region(name) == region_id::none);
  }
}

TEST_CASE("Every region has a name, a calling code and a main region of that code") {
  REQUIRE(region_count() > 250);
  int non_geographic = 0;
  for (int i = 1; i <= region_count(); ++i) {
    const auto region = static_cast<region_id>(i);
    INFO(i << " " << region_name(region));
    const int code = calling_code(region);
    CHECK(code > 0);
    REQUIRE(main_region(code) != region_id::none);
    CHECK(calling_code(main_region(code)) == code);
    if (region_name(region) == "001") {
      ++non_geographic;
      CHECK(main_region(code) == region);
    } else {
      CHECK(find_region(region_name(region)) == region);
    }
  }
  CHECK(non_geographic == 9);
  CHECK(region_name(region_id::none).empty());
  CHECK(region_name(region_id::e164).empty());
  CHECK(calling_code(region_id::none) == 0);
  CHECK(calling_code(region_id::e164) == 0);
}

TEST_CASE("The main region of a shared calling code is the one libphonenumber asks first") {
  CHECK(region_name(main_region(1)) == "US");
  CHECK(region_name(main_region(7)) == "RU");
  CHECK(region_name(main_region(39)) == "IT");
  CHECK(region_name(main_region(44)) == "GB");
  CHECK(region_name(main_region(800)) == "001");
  for (const int code : {-1, 0, 2, 999, 1000}) CHECK(main_region(code) == region_id::none);
}

TEST_CASE("Types can be written and read back") {
  for (int i = 0; i < number_type_count; ++i) {
    const auto type = static_cast<number_type>(i);
    number_type read = number_type::unknown;
    CHECK(find_number_type(to_string(type), read));
    CHECK(read == type);
  }
  auto type = number_type::pager;
  CHECK_FALSE(find_number_type("landline", type));
  CHECK(type == number_type::pager);
}

TEST_CASE("A number has the region and type that the plan gives it") {
  struct expectation {
    std::uint64_t digits;
    std::string_view region;
    number_type type;
  };
  for (const auto& [digits, region, type] : {
           expectation{12025550123, "US", number_type::fixed_line_or_mobile},
           expectation{18005550123, "US", number_type::toll_free},
           expectation{19005550123, "US", number_type::premium_rate},
           expectation{14165550123, "CA", number_type::fixed_line_or_mobile},
           expectation{442079460123, "GB", number_type::fixed_line},
           expectation{448081570123, "GB", number_type::toll_free},
           expectation{443069990123, "GB", number_type::uan},
           expectation{61491570156, "AU", number_type::mobile},
           expectation{493023125123, "DE", number_type::fixed_line},
           expectation{46701740605, "SE", number_type::mobile},
           expectation{31850000123, "NL", number_type::voip},
           expectation{80012345678, "001", number_type::toll_free},
           // Not valid, but of a code that only one region has.
           expectation{31670000123, "NL", number_type::unknown},
           // Not valid, and none of the code's regions knows it.
           expectation{447700900123, "", number_type::unknown},
           expectation{999123456, "", number_type::unknown},
       }) {
    INFO(digits);
    const auto entry = classify(number(digits));
    CHECK(region_name(entry.region) == region);
    CHECK(entry.type == type);
    CHECK(entry.valid == (type != number_type::unknown));
  }
  CHECK_FALSE(classify(phone_number()).valid);
  CHECK(classify(phone_number()).region == region_id::none);
}

TEST_CASE("Of the neighbours that a stretch of the plan names, the plan says the same") {
  std::mt19937_64 random(test::random_seed(20261124));
  for (int round = 0; round < 20'000; ++round) {
    std::uint64_t digits = 1 + random() % 999;  // a calling code, or what looks like one
    for (auto more = random() % 13; more > 0; --more) digits = digits * 10 + random() % 10;
    const plan_stretch stretch = classify_around(number(digits));
    CAPTURE(digits, stretch.first.value(), stretch.last.value());
    REQUIRE(stretch.first.value() <= digits);
    REQUIRE(digits <= stretch.last.value());
    REQUIRE(std::to_string(stretch.first.value()).size() == std::to_string(stretch.last.value()).size());
    const std::uint64_t within = stretch.first.value() + random() % (stretch.last.value() - stretch.first.value() + 1);
    for (const std::uint64_t other : {digits, stretch.first.value(), stretch.last.value(), within}) {
      const plan_entry entry = classify(number(other));
      REQUIRE(entry.region == stretch.entry.region);
      REQUIRE(entry.type == stretch.entry.type);
      REQUIRE(entry.valid == stretch.entry.valid);
    }
  }
  CHECK_FALSE(classify_around(phone_number()).last);
}

TEST_CASE("The calling code is as long as the plan says") {
  CHECK(calling_code_length(number(12025550123)) == 1);
  CHECK(calling_code_length(number(442079460123)) == 2);
  CHECK(calling_code_length(number(35312345678)) == 3);
  CHECK(calling_code_length(number(999123456)) == 0);
  CHECK(calling_code_length(phone_number()) == 0);
}

TEST_CASE("A masked number shows its calling code and three digits of the rest") {
  CHECK(masked(number(31200123478)) == "+31 2 \u2022\u2022\u2022\u2022 \u2022\u202278");
  CHECK(masked(number(12025550123)) == "+1 2 \u2022 \u2022\u2022\u2022\u2022 \u2022\u202223");
  CHECK(masked(number(2901234)) == "+290 \u2022 \u2022\u2022\u2022");
  CHECK(masked(phone_number()).empty());
  CHECK(masked(number(9)) == "+\u2022");
  CHECK(masked(number(999'999'999'999'999)).find("9999") == std::string::npos);
}

TEST_CASE("The plan names the release it was made from") {
  CHECK(plan_source().substr(0, 13) == "phonenumbers ");
  CHECK(plan_source().size() > 13);
}

}  // namespace callsieve

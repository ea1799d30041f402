#include "callsieve/rules/detail/cell_text.hpp"

#include <random>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/seed.hpp"

using namespace callsieve::detail;

TEST_CASE("Blanks that nobody sees make no difference between texts") {
  for (const char* text :
       {"New York", " New York\t", "\u00a0New York", "New\u00a0York", "New\u202fYork", "New\u2007York",
        "N\u200bew York\ufeff", "\ufeffNew \u200dYork", "New\u2060\u00a0\u200cYork \u2060 "}) {
    INFO(text);
    CHECK(is_text(text, "New York", false));
    CHECK(plain_text(text) == "New York");
    CHECK_FALSE(is_text(text, "new york", false));
    CHECK(is_text(text, "new york", true));
    CHECK_FALSE(is_text(text, "New Yorker", true));
    CHECK_FALSE(is_text(text, "New Yor", true));
    CHECK_FALSE(is_text(text, "", true));
  }
  for (const char* other : {"NewYork", "New  York", "New \u00a0York", "New\tYork", "New\u3000York", "New\u00abYork"}) {
    INFO(other);
    CHECK_FALSE(is_text(other, "New York", true));
  }
}

TEST_CASE("A text of nothing but blanks is empty") {
  for (const char* text : {"", " ", "\t", "\u00a0", "\u202f\u2007", "\u200b", " \u2060\ufeff\t", "\u200c\u200d"}) {
    CHECK(without_outer_blanks(text).empty());
    CHECK(plain_text(text).empty());
    CHECK(is_text(text, "", false));
    CHECK_FALSE(is_text(text, "x", false));
  }
  for (const char* text : {"x", "\u00e0", "\u00a9", "\xa0", "\u2080", "\xe2\x80"})
    CHECK_FALSE(is_text(text, "", false));
}

TEST_CASE("Comparing a text agrees with comparing what it is made plain to, whatever bytes it has") {
  std::mt19937_64 random(callsieve::test::random_seed());
  const std::vector<std::string> pieces{"a",      "A",      "b",      " ",      "\t",   "\u00a0", "\u2007",   "\u202f",
                                        "\u200b", "\u2060", "\ufeff", "\u00e0", "\xc2", "\xa0",   "\xe2\x80", "\xe2"};
  const auto made = [&] {
    std::string text;
    for (std::size_t n = random() % 6; n > 0; --n) text += pieces[random() % pieces.size()];
    return text;
  };
  for (int round = 0; round < 100'000; ++round) {
    const std::string a = made(), b = made();
    const std::string plain_a = plain_text(a), plain_b = plain_text(b);
    if (is_text(a, plain_b, false) != (plain_a == plain_b)) FAIL('"' << a << "\" and \"" << b << '"');
    if (!is_text(a, plain_a, false)) FAIL('"' << a << "\" is not itself");
  }
}

#include "callsieve/sets/coverage.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "sets/snapshot_kit.hpp"
#include "support/catch.hpp"
#include "support/days.hpp"
#include "support/seed.hpp"

using callsieve::coverage;
using callsieve::coverage_entry;
using callsieve::day;
using callsieve::day_from_number;
using callsieve::number_prefix;
using callsieve::phone_number;
using callsieve::test::number;
using callsieve::test::on;

namespace {

number_prefix prefix(std::string_view text) { return number_prefix::parse(text).value(); }

/// Coverage as the words say it: texts, and the longest that the number's text begins with.
class slow_coverage {
 public:
  void replace(const std::vector<coverage_entry>& brought) {
    for (const coverage_entry& entry : brought) {
      const std::string text = digits_of(entry.prefix);
      std::erase_if(days_, [&](const auto& known) { return known.first.starts_with(text); });
    }
    for (const coverage_entry& entry : brought) days_[digits_of(entry.prefix)] = entry.obtained;
  }
  [[nodiscard]] std::optional<day> obtained_for(phone_number of) const {
    const std::string text = std::to_string(of.value());
    for (std::size_t length = text.size() + 1; length-- > 0;) {
      const auto found = days_.find(text.substr(0, length));
      if (found != days_.end()) return found->second;
    }
    return std::nullopt;
  }
  [[nodiscard]] std::size_t size() const { return days_.size(); }

 private:
  static std::string digits_of(number_prefix of) { return of.length == 0 ? "" : std::to_string(of.digits); }
  std::map<std::string, day> days_;
};

}  // namespace

TEST_CASE("A prefix is world or a plus sign and at most 15 digits") {
  CHECK(prefix("world") == number_prefix{0, 0});
  CHECK(prefix("+1202") == number_prefix{1202, 4});
  CHECK(to_string(prefix("+999999999999999")) == "+999999999999999");
  CHECK(to_string(prefix("world")) == "world");
  for (const char* text : {"", "+", "1202", "+0", "+044", "+1 202", "+1202x", "World", "+1234567890123456"}) {
    INFO(text);
    CHECK_FALSE(number_prefix::parse(text));
  }
}

TEST_CASE("A prefix covers the numbers and prefixes that begin with its digits") {
  CHECK(prefix("+1202").covers(number(12025550123)));
  CHECK_FALSE(prefix("+1202").covers(number(12035550123)));
  CHECK_FALSE(prefix("+1202").covers(number(120)));
  CHECK(prefix("+1202").covers(number(1202)));
  CHECK(prefix("world").covers(number(1)));
  CHECK(prefix("+1").covers(prefix("+1202")));
  CHECK(prefix("+1202").covers(prefix("+1202")));
  CHECK_FALSE(prefix("+1202").covers(prefix("+1")));
  CHECK_FALSE(prefix("+1202").covers(prefix("world")));
  CHECK(prefix("world").covers(prefix("world")));
}

TEST_CASE("The longest prefix of a number decides") {
  const coverage covers({{prefix("world"), on("2026-01-01")},
                         {prefix("+1"), on("2026-02-01")},
                         {prefix("+1202"), on("2026-03-01")},
                         {prefix("+1415"), on("2026-04-01")}});
  CHECK(covers.obtained_for(number(12025550123)) == on("2026-03-01"));
  CHECK(covers.obtained_for(number(14155550123)) == on("2026-04-01"));
  CHECK(covers.obtained_for(number(12125550123)) == on("2026-02-01"));
  CHECK(covers.obtained_for(number(442079460000)) == on("2026-01-01"));
  CHECK(covers.oldest() == on("2026-01-01"));
  CHECK_FALSE(covers.is_world_only());
}

TEST_CASE("Nothing is covered by an empty coverage, and everything by world alone") {
  CHECK_FALSE(coverage().obtained_for(number(12025550123)));
  CHECK_FALSE(coverage().oldest());
  CHECK_FALSE(coverage().is_world_only());
  const coverage world({{prefix("world"), on("2026-01-01")}});
  CHECK(world.is_world_only());
  CHECK(world.obtained_for(number(7)) == on("2026-01-01"));
  CHECK_FALSE(coverage({{prefix("+1202"), on("2026-01-01")}}).obtained_for(number(14155550123)));
}

TEST_CASE("A new copy of one area code leaves the others as they were") {
  coverage covers({{prefix("+1202"), on("2026-01-01")}, {prefix("+1415"), on("2026-01-01")}});
  const coverage_entry brought[] = {{prefix("+1202"), on("2026-02-01")}};
  covers.replace(brought);
  CHECK(covers.obtained_for(number(12025550123)) == on("2026-02-01"));
  CHECK(covers.obtained_for(number(14155550123)) == on("2026-01-01"));
  CHECK(covers.entries().size() == 2);
}

TEST_CASE("A wider copy takes the place of narrower ones; a narrower one stands on the wider") {
  coverage covers({{prefix("+1202"), on("2026-01-01")}, {prefix("+44"), on("2026-01-01")}});
  const coverage_entry wider[] = {{prefix("+1"), on("2026-02-01")}};
  covers.replace(wider);
  CHECK(covers.entries().size() == 2);
  CHECK(covers.obtained_for(number(12025550123)) == on("2026-02-01"));
  const coverage_entry narrower[] = {{prefix("+1202"), on("2026-03-01")}};
  covers.replace(narrower);
  CHECK(covers.entries().size() == 3);
  CHECK(covers.obtained_for(number(12025550123)) == on("2026-03-01"));
  CHECK(covers.obtained_for(number(12125550123)) == on("2026-02-01"));
}

TEST_CASE("Of two entries for one prefix the later in order stands") {
  const coverage covers({{prefix("+1"), on("2026-05-01")}, {prefix("+1"), on("2026-02-01")}});
  REQUIRE(covers.entries().size() == 1);
  CHECK(covers.entries()[0].obtained == on("2026-02-01"));
}

TEST_CASE("Coverage agrees with texts and their beginnings, whatever is brought") {
  std::mt19937_64 random(callsieve::test::random_seed());
  std::size_t longest = 0;
  const auto any_prefix = [&] {
    const std::size_t length = random() % longest;  // few digits, so that prefixes meet
    std::string text = "+";
    for (std::size_t i = 0; i < length; ++i) text += static_cast<char>('1' + random() % 3);
    return length == 0 ? prefix("world") : prefix(text);
  };
  for (int round = 0; round < 200; ++round) {
    longest = round % 2 == 0 ? 5 : 7;  // those of four digits at most stand in a table
    coverage covers;
    slow_coverage slow;
    for (std::size_t import = 0; import < 1 + random() % 5; ++import) {
      std::map<number_prefix, day> once;
      for (std::size_t i = 0; i < 1 + random() % 4; ++i) {
        once[any_prefix()] = day_from_number(static_cast<std::int32_t>(20'000 + random() % 100));
      }
      std::vector<coverage_entry> brought;
      for (const auto& [which, obtained] : once) brought.push_back({which, obtained});
      covers.replace(brought);
      slow.replace(brought);
      if (import == 0 && random() % 8 != 0) continue;
      std::vector<std::uint64_t> differing;
      std::vector<phone_number> asked;
      for (std::uint64_t digits = 1; digits < 500; ++digits) asked.push_back(number(digits));
      for (std::size_t i = 0; i < 500; ++i) {
        std::uint64_t digits = 0;
        for (std::size_t length = 1 + random() % 15; length > 0; --length) digits = digits * 10 + 1 + random() % 3;
        asked.push_back(number(digits));
      }
      asked.push_back(phone_number());
      asked.push_back(number(phone_number::max_value));
      std::vector<std::uint64_t> wanted(asked.size() / 64 + 1), outside(wanted.size()), old(wanted.size());
      for (std::uint64_t& word : wanted) word = random() | random();
      wanted.back() &= (std::uint64_t{1} << (asked.size() % 64)) - 1;
      const auto oldest = static_cast<std::int32_t>(20'000 + random() % 100);
      covers.find_outside(asked, wanted, oldest, outside, old);
      for (std::size_t i = 0; i < asked.size(); ++i) {
        const std::optional<day> expected = slow.obtained_for(asked[i]);
        const auto bit = [i](const auto& bits) { return (bits[i / 64] >> (i % 64) & 1) != 0; };
        if (covers.obtained_for(asked[i]) != expected || bit(outside) != (bit(wanted) && !expected) ||
            bit(old) != (bit(wanted) && expected && callsieve::day_number(*expected) < oldest)) {
          differing.push_back(asked[i].value());
        }
      }
      CHECK(differing.empty());
    }
    CHECK(covers.entries().size() == slow.size());
  }
}

TEST_CASE("A coverage that answers for a whole block answers so for each of its numbers") {
  std::mt19937_64 random(callsieve::test::random_seed(20261128));
  for (int round = 0; round < 300; ++round) {
    std::vector<coverage_entry> entries;
    for (std::size_t i = random() % 4; i > 0; --i) {
      const std::uint64_t length = random() % 9;
      std::string text = "+";
      for (std::size_t digit = 0; digit < length; ++digit) text += static_cast<char>('1' + random() % 2);
      entries.push_back({prefix(length == 0 ? "world" : text), on("2026-01-01")});
    }
    const coverage covers(entries);
    for (const std::uint32_t block : {0U, 1U, 2U, 11U, 12U, 121U, 1'212U, 111'111U}) {
      const std::optional<bool> whole = covers.covers_block(block);
      bool some = false, all = true;
      const std::uint64_t first = std::uint64_t{block} * 10'000'000;
      const auto see = [&](std::uint64_t digits) {
        const bool is_covered = covers.obtained_for(number(digits)).has_value();
        some |= is_covered;
        all &= is_covered;
      };
      for (std::uint64_t digits = first == 0 ? 1 : first; digits < first + 10'000'000; digits += 9'973) see(digits);
      for (const std::uint64_t tail : {1'111'111U, 2'111'111U, 1'211'121U}) see(first + tail);
      CAPTURE(round, block);
      if (whole) REQUIRE((*whole ? all : !some));
      if (!whole)
        REQUIRE((block == 0 || std::any_of(entries.begin(), entries.end(),
                                           [](const coverage_entry& e) { return e.prefix.length > 1; })));
    }
  }
}

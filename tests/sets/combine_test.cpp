// All pairs (and triples) of small records: what they come to is what docs/lists.md says.
#include <algorithm>
#include <initializer_list>
#include <random>
#include <vector>

#include "callsieve/sets/record.hpp"

#include "sets/combine_oracle.hpp"
#include "sets/entry_columns.hpp"
#include "sets/intervals.hpp"
#include "support/catch.hpp"
#include "support/seed.hpp"

namespace callsieve {
namespace {

constexpr std::uint32_t small_flags[] = {0, 1, 2, 3, 4};

std::vector<list_record> small_records(list_kind kind) {
  std::vector<list_record> all;
  const auto add = [&](std::initializer_list<record_state> states) {
    for (const record_state state : states) {
      for (const std::int32_t day : {5, 6, 7, 9}) all.push_back({day, state});
    }
  };
  if (kind == list_kind::set) {
    add({record_state::listed});
    all.push_back({0, record_state::listed});
  } else if (kind == list_kind::dated) {
    add({record_state::purchase, record_state::contract_end});
    all.push_back({open_contract, record_state::contract_end});
  } else {
    add({record_state::given, record_state::withdrawn});
  }
  return all;
}

constexpr day_meaning meanings_of_sets[] = {day_meaning::none, day_meaning::registered, day_meaning::last_valid};

}  // namespace

TEST_CASE("Two entries of a set together block whatever one of them blocks, and no more than days and categories say") {
  std::size_t seen = 0;
  const auto records = small_records(list_kind::set);
  for (const day_meaning days : meanings_of_sets) {
    for (const list_record& a : records) {
      for (const list_record& b : records) {
        const list_record both = combined(a, b, days);
        CHECK(both == test::both_records(a, b, days));
        for (const std::uint32_t f : small_flags) {
          for (const std::uint32_t g : small_flags) {
            const std::uint32_t flags = united_flags(f, g);
            CHECK(flags == test::both_flags(f, g));
            bool a_covers_b = true;
            for (std::int32_t on = 0; on < 14; ++on) {
              for (unsigned category = 0; category < 4; ++category) {
                const bool by_a = test::blocks(a, f, days, on, category), by_b = test::blocks(b, g, days, on, category);
                const bool by_both = test::blocks(both, flags, days, on, category);
                if ((by_a || by_b) && !by_both) FAIL("an objection is lost");
                // With one purpose, or one day, nothing is added either.
                if ((f == g || a == b) && by_both && !by_a && !by_b) FAIL("blocks what neither does");
                a_covers_b = a_covers_b && (by_a || !by_b);
                ++seen;
              }
            }
            // Days that no rule asks for may differ and yet block the same.
            if (blocks_as_much(a, f, b, g, days)) CHECK(a_covers_b);
            if (days != day_meaning::none && a_covers_b) CHECK(blocks_as_much(a, f, b, g, days));
          }
        }
      }
    }
  }
  CHECK(seen > 100'000);
}

TEST_CASE("Of customers and consents the later day stands, and on one day what blocks more") {
  for (const list_kind kind : {list_kind::dated, list_kind::consent}) {
    for (const list_record& a : small_records(kind)) {
      for (const list_record& b : small_records(kind)) {
        CHECK(combined(a, b, day_meaning::none) == test::both_records(a, b, day_meaning::none));
      }
    }
  }
}

TEST_CASE("Records combine to the same whatever their order and however often they come") {
  for (const list_kind kind : {list_kind::set, list_kind::dated, list_kind::consent}) {
    const auto records = small_records(kind);
    for (const day_meaning days : meanings_of_sets) {
      for (const list_record& a : records) {
        CHECK(combined(a, a, days) == a);
        for (const list_record& b : records) {
          CHECK(combined(a, b, days) == combined(b, a, days));
          for (const list_record& c : records) {
            CHECK(combined(combined(a, b, days), c, days) == combined(a, combined(b, c, days), days));
          }
        }
      }
    }
  }
}

TEST_CASE("Ranges that overlap combine at every number as entries of it would") {
  std::mt19937_64 random(test::random_seed());
  constexpr std::uint64_t numbers = 60;
  for (int round = 0; round < 2'000; ++round) {
    const day_meaning days = meanings_of_sets[random() % 3];
    std::vector<number_interval> ranges;
    std::vector<number_interval> expected(numbers + 1);  // of each number alone; none where the last is below the first
    for (std::uint64_t i = random() % 6; i-- > 0;) {
      const std::uint64_t first = 1 + random() % numbers, last = first + random() % (numbers + 1 - first);
      const std::int32_t on = random() % 2 == 0 ? 0 : static_cast<std::int32_t>(5 + random() % 3);
      const std::uint32_t flags = small_flags[random() % std::size(small_flags)];
      ranges.push_back(
          {phone_number::from_digits_unchecked(first), phone_number::from_digits_unchecked(last), on, flags});
      for (std::uint64_t number = first; number <= last; ++number) {
        number_interval& at = expected[number];
        const bool is_new = at.last.value() == 0;
        const list_record both =
            test::both_records({at.day_number, record_state::listed}, {on, record_state::listed}, days);
        at.last = phone_number::from_digits_unchecked(number);
        at.day_number = is_new ? on : both.day_number;
        at.flags = is_new ? flags : test::both_flags(at.flags, flags);
      }
    }
    const std::vector<number_interval> made = settled(ranges, days);
    CHECK(std::is_sorted(made.begin(), made.end(), [](const auto& a, const auto& b) { return a.last < b.first; }));
    for (std::uint64_t number = 1; number <= numbers; ++number) {
      const number_interval* const found = interval_with(made, phone_number::from_digits_unchecked(number));
      REQUIRE((found != nullptr) == (expected[number].last.value() != 0));
      if (found == nullptr) continue;
      REQUIRE(found->day_number == expected[number].day_number);
      REQUIRE(found->flags == expected[number].flags);
    }
  }
}

TEST_CASE("Calls of two sources all count, and those that both may tell of count once") {
  std::vector<std::vector<std::int32_t>> small{{}};
  for (std::int32_t on = 5; on > 2; --on) {  // all falling rows of up to four days of three
    const std::size_t before = small.size();
    for (std::size_t i = 0; i < before; ++i) {
      for (std::size_t times = 1; small[i].size() + times <= 4; ++times) {
        small.push_back(small[i]);
        small.back().insert(small.back().end(), times, on);
      }
    }
  }
  const auto days_of = [](const std::vector<std::int32_t>& calls) {
    attempt_days days;
    days.fill(no_attempt);
    std::copy(calls.begin(), calls.end(), days.begin());
    return days;
  };
  for (const auto& a : small) {
    for (const auto& b : small) {
      CHECK(latest_of(days_of(a), days_of(b)) == days_of(test::all_calls(a, b)));
      CHECK(latest_of_same(days_of(a), days_of(b)) == days_of(test::same_calls(a, b)));
    }
    CHECK(latest_of_same(days_of(a), days_of(a)) == days_of(a));
  }
  CHECK(small.size() > 30);
}

}  // namespace callsieve

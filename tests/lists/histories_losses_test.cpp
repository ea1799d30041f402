// What an import may not lose unasked, of prefixes that hold a thousand and more, at the edge.
#include "lists/store_kit.hpp"

using namespace callsieve;
using test::on;
using test::prefix;
using test::store_world;

namespace {

std::vector<phone_number> numbers_from(std::uint64_t first, std::uint64_t count) {
  std::vector<phone_number> made;
  for (std::uint64_t i = 0; i < count; ++i) made.push_back(phone_number::from_digits(first + i).value());
  return made;
}
constexpr std::uint64_t washington = 12'025'550'000, san_francisco = 14'155'550'000, amsterdam = 31'205'550'000;

/// Whether an import is taken that leaves `kept` of `held` numbers of Washington beside 9,000 others that stay.
bool is_taken(std::uint64_t held, std::uint64_t kept, const char* covers) {
  store_world world;
  std::vector<phone_number> before = numbers_from(washington, held), after = numbers_from(washington, kept);
  const std::vector<phone_number> others = numbers_from(san_francisco, 9'000);
  before.insert(before.end(), others.begin(), others.end());
  after.insert(after.end(), others.begin(), others.end());
  REQUIRE(world.import("l", before, covers, "2026-10-01").ok());
  const bool taken = world.import("l", after, covers, "2026-11-01", false).ok();
  CHECK(world.lists.load("l")->count() == (taken ? after.size() : before.size()));
  return taken;
}

}  // namespace

TEST_CASE("Over a fifth of ten million neighbours that held a thousand is not lost unasked; a fifth, or of fewer, is") {
  CHECK(is_taken(1'000, 800, "+1"));
  CHECK_FALSE(is_taken(1'000, 799, "+1"));
  CHECK(is_taken(999, 1, "+1"));
  CHECK(is_taken(999, 0, "+1"));  // all of a prefix is nothing, where the list knows no such prefix
  CHECK_FALSE(is_taken(1'000, 0, "world"));
}

TEST_CASE(
    "Over a fifth of a prefix of the coverage that held a thousand is not lost unasked, however its numbers lie") {
  for (const std::uint64_t lost : {200U, 201U}) {
    store_world world;
    // A hundred numbers in each of ten blocks of +31, and many elsewhere.
    std::vector<phone_number> before = numbers_from(san_francisco, 9'000), after = before;
    for (std::uint64_t i = 0; i < 1'000; ++i) {
      const auto number = phone_number::from_digits(amsterdam + i % 10 * 10'000'000 + i).value();
      before.push_back(number);
      if (i >= lost) after.push_back(number);
    }
    list_import first =
        store_world::import_of("l", before, {{prefix("+1"), on("2026-10-01")}, {prefix("+31"), on("2026-10-01")}});
    REQUIRE(world.lists.apply_import(std::move(first)).ok());
    list_import second =
        store_world::import_of("l", after, {{prefix("+1"), on("2026-11-01")}, {prefix("+31"), on("2026-11-01")}});
    CHECK(world.lists.apply_import(std::move(second)).ok() == (lost == 200));
  }
}

TEST_CASE("All of a prefix of the coverage is not lost unasked, be it one number; a prefix that is a number may be") {
  for (const char* const covers : {"+31", "+31205550000"}) {
    store_world world;
    std::vector<phone_number> all = numbers_from(san_francisco, 100);
    const std::vector<phone_number> others = all;
    all.push_back(numbers_from(amsterdam, 1).front());
    const auto brought = [&](std::string_view day) {
      return std::vector<coverage_entry>{{prefix("+1"), on(day)}, {prefix(covers), on(day)}};
    };
    REQUIRE(world.lists.apply_import(store_world::import_of("l", all, brought("2026-10-01"))).ok());
    const bool taken = world.lists.apply_import(store_world::import_of("l", others, brought("2026-11-01"))).ok();
    CHECK(taken == (std::string_view(covers) != "+31"));
  }
}

TEST_CASE("What has ended on the day of a new copy is not lost with it") {
  for (const char* const obtained : {"2026-10-20", "2026-10-21"}) {
    store_world world;
    list_import first{
        "l", snapshot_builder(list_kind::set, {.days = day_meaning::last_valid}), {{prefix("+1"), on("2026-10-01")}}};
    first.days = day_meaning::last_valid;
    for (const phone_number each : numbers_from(washington, 2'000)) {
      first.entries.add(each, {day_number(on("2026-10-20")), record_state::listed});
    }
    first.entries.add(numbers_from(san_francisco, 10));
    REQUIRE(world.lists.apply_import(std::move(first)).ok());
    const bool taken = world.import("l", numbers_from(san_francisco, 10), "+1", obtained, false).ok();
    CHECK(taken == (on(obtained) == on("2026-10-21")));
  }
}

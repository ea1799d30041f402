// snapshot_builder as a gatherer: any order, little memory, against a std::map.
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "callsieve/sets/snapshot_builder.hpp"

#include "sets/combine_oracle.hpp"
#include "sets/gathered_kit.hpp"
#include "support/catch.hpp"
#include "support/seed.hpp"

using namespace callsieve;
using test::gathered_list;
using test::held_entry;

namespace {

struct entry {
  std::uint64_t digits = 0;
  list_record record{0, record_state::listed};
  std::string reference{};
  std::uint32_t flags = 0;
};

/// The slow way: one entry after the other.
void add_to(gathered_list& list, list_kind kind, day_meaning days, const entry& what) {
  const auto [at, is_new] = list.emplace(what.digits, held_entry{what.record, what.reference, what.flags, {}});
  held_entry& held = at->second;
  if (kind == list_kind::attempts) {
    held.attempts.push_back(what.record.day_number);
    std::sort(held.attempts.rbegin(), held.attempts.rend());
    if (held.attempts.size() > 8) held.attempts.resize(8);
    held.record.day_number = held.attempts[0];
    return;
  }
  if (is_new) return;
  const list_record both = test::both_records(held.record, what.record, days);
  const bool same = held.record == what.record;
  if (kind == list_kind::set) held.flags = test::both_flags(held.flags, what.flags);
  held.reference = same                  ? std::max(held.reference, what.reference)
                   : both == held.record ? held.reference
                                         : what.reference;
  held.record = both;
}

/// A list and what its entries have.
struct sort_of_list {
  list_kind kind;
  bool days = false, flags = false;  ///< of a set: some of them
};

list_record random_record(std::mt19937_64& random, list_kind kind, bool days) {
  const auto day = static_cast<std::int32_t>(19'000 + random() % 4);
  switch (kind) {
    case list_kind::set: return {days ? day : 0, record_state::listed};
    case list_kind::dated:
      if (random() % 9 == 0) return {open_contract, record_state::contract_end};
      return {day, random() % 2 == 0 ? record_state::purchase : record_state::contract_end};
    case list_kind::consent: return {day, random() % 2 == 0 ? record_state::given : record_state::withdrawn};
    case list_kind::attempts: return {day, record_state::attempted};
  }
  return {};
}

/// Numbers of a few shapes: one crowded block, block borders, every country, 1 to 15 digits.
std::uint64_t random_digits(std::mt19937_64& random) {
  switch (random() % 6) {
    case 0: return 12'020'000'000 + random() % 50'000;
    case 1: return 12'030'000'000 - 3 + random() % 6;
    case 2: return 1 + random() % phone_number::max_value;
    case 3: return (1 + random() % 99) * 1'000'000'000 + random() % 1'000;
    case 4: return 1 + random() % 20'000'000;
    default: return phone_number::max_value - random() % 20;
  }
}

std::vector<entry> random_entries(std::mt19937_64& random, const sort_of_list& what, std::size_t count) {
  std::vector<entry> entries;
  const list_kind kind = what.kind;
  for (std::size_t i = 0; i < count; ++i) {
    entry made{random_digits(random), random_record(random, kind, what.days && random() % 3 == 0), {}, 0};
    if (!entries.empty() && random() % 4 == 0) made.digits = entries[random() % entries.size()].digits;
    if (kind == list_kind::consent && random() % 3 != 0) made.reference = std::string(random() % 40, 'a') + "x";
    if (what.flags && random() % 3 == 0) made.flags = 1U << random() % 32;
    entries.push_back(made);
  }
  return entries;
}

snapshot_builder filled(list_kind kind, const gathering& how, const std::vector<entry>& entries) {
  snapshot_builder builder(kind, how);
  for (const entry& e : entries) {
    builder.add(phone_number::from_digits_unchecked(e.digits), e.record, e.reference, e.flags);
  }
  return builder;
}

}  // namespace

TEST_CASE("Whatever comes in whatever order, each number is there once, with the record that counts") {
  std::mt19937_64 random(test::random_seed());
  for (const sort_of_list& what :
       {sort_of_list{list_kind::set}, sort_of_list{list_kind::set, true}, sort_of_list{list_kind::set, true, true},
        sort_of_list{list_kind::dated}, sort_of_list{list_kind::consent}, sort_of_list{list_kind::attempts}}) {
    const list_kind kind = what.kind;
    for (const std::size_t count :
         {std::size_t{0}, std::size_t{1}, std::size_t{3'000}, std::size_t{3'500}, std::size_t{60'000}}) {
      std::vector<entry> entries = random_entries(random, what, count);
      gathered_list expected;
      const day_meaning days = count % 7 == 0 ? day_meaning::registered : day_meaning::last_valid;
      for (const entry& e : entries) add_to(expected, kind, days, e);
      for (const std::size_t memory : {std::size_t{0}, std::size_t{1} << 16, std::size_t{1}}) {
        CAPTURE(to_string(kind), count, memory);
        std::shuffle(entries.begin(), entries.end(), random);
        gathering tight;
        tight.memory = memory;
        tight.days = days;
        snapshot_builder builder = filled(kind, tight, entries);
        const bool right = test::all_of(*builder.blocks().value()) == expected;
        REQUIRE(right);
        const bool right_again = test::all_of(*builder.blocks().value()) == expected;
        REQUIRE(right_again);
      }
    }
  }
}

TEST_CASE("More may be added after a look at what is there") {
  snapshot_builder builder(list_kind::dated);
  const auto who = phone_number::from_digits_unchecked(12'025'550'123);
  builder.add(who, {20'000, record_state::purchase});
  CHECK(test::all_of(*builder.blocks().value()).at(who.value()).record.day_number == 20'000);
  builder.add(who, {20'005, record_state::purchase});
  builder.add(who, {20'001, record_state::purchase});
  CHECK(test::all_of(*builder.blocks().value()).at(who.value()).record.day_number == 20'005);
}

TEST_CASE("A full block goes through its bitmap, repeats and all") {
  snapshot_builder builder(list_kind::set);
  for (int round = 0; round < 2; ++round) {
    for (std::uint64_t i = 0; i < block_numbers; i += 7) {
      builder.add(phone_number::from_digits_unchecked(12'020'000'000 + block_numbers - 1 - i));
    }
  }
  const auto blocks = builder.blocks().value();
  const auto* const block = blocks->next().value();
  REQUIRE(block != nullptr);
  REQUIRE(block->size() == (block_numbers + 6) / 7);
  const bool ascending = std::is_sorted(block->offsets.begin(), block->offsets.end());
  CHECK(ascending);
  CHECK(block->offsets.back() == block_numbers - 1);
  CHECK(blocks->next().value() == nullptr);
}

TEST_CASE("Memory that is used up goes to a file without a name; a folder that is not there is an error, not a loss") {
  gathering nowhere;
  nowhere.memory = 1;
  nowhere.spill_folder = "/no/such/folder";
  snapshot_builder builder(list_kind::set, nowhere);
  for (std::uint64_t i = 0; i < 5'000; ++i) builder.add(phone_number::from_digits_unchecked(12'025'550'000 + i));
  const auto blocks = builder.blocks();
  REQUIRE_FALSE(blocks.ok());
  CHECK(message_of(blocks.status()).find("/no/such/folder") != std::string::npos);
}

TEST_CASE("What the kind cannot hold is an error that stays") {
  const auto who = phone_number::from_digits_unchecked(12'025'550'123);
  const auto refuses = [&](list_kind kind, list_record record, std::uint32_t flags = 0) {
    snapshot_builder builder(kind);
    builder.add(who, record, {}, flags);
    return !builder.blocks().ok();
  };
  CHECK(refuses(list_kind::set, {-1'000'000, record_state::listed}));
  CHECK(refuses(list_kind::dated, {20'000, record_state::purchase}, 1));
  CHECK(refuses(list_kind::set, {0, record_state::given}));
  CHECK(refuses(list_kind::dated, {20'000, record_state::given}));
  CHECK(refuses(list_kind::attempts, {20'000, record_state::purchase}));
  snapshot_builder none(list_kind::set);
  none.add(phone_number());
  CHECK_FALSE(none.blocks().ok());
  snapshot_builder longer(list_kind::set);
  longer.add(phone_number::from_digits_unchecked(phone_number::max_value + 1));
  CHECK_FALSE(longer.blocks().ok());
}

TEST_CASE("Ranges that overlap are cut where what they come to changes, and neighbours become one") {
  const auto number = [](std::uint64_t digits) { return phone_number::from_digits_unchecked(digits); };
  snapshot_builder builder(list_kind::set);
  builder.add(number_interval{number(200), number(299), 0, 0});
  builder.add(number_interval{number(100), number(199), 0, 0});
  builder.add(number_interval{number(250), number(260), 20'000, 1});
  builder.add(number_interval{number(255), number(310), 20'000, 2});
  builder.add(number_interval{number(400), number(410), 20'000, 1});
  builder.add(number_interval{number(405), number(415), 20'000, 0});
  builder.add(number_interval{number(500), number(510), 0, 4});
  builder.add(number_interval{number(505), number(515), 20'000, 1});
  const auto blocks = builder.blocks().value();
  const std::vector<number_interval> made(blocks->intervals().begin(), blocks->intervals().end());
  const std::vector<number_interval> expected = {
      {number(100), number(299), 0, 0},      {number(300), number(310), 20'000, 2},
      {number(400), number(404), 20'000, 1}, {number(405), number(415), 20'000, 0},
      {number(500), number(504), 0, 4},      {number(505), number(510), 0, 5},
      {number(511), number(515), 20'000, 1}};
  CHECK(made == expected);
}

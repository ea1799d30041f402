// The numbers of a set in every order, alone and many together: one list, byte for byte.
#include <algorithm>
#include <cstdint>
#include <random>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "callsieve/sets/snapshot_builder.hpp"

#include "number/leading_within.hpp"
#include "sets/block_bitmap.hpp"
#include "sets/gathered_kit.hpp"
#include "support/catch.hpp"
#include "support/seed.hpp"

using namespace callsieve;

namespace {

/// Numbers beyond what a list can hold, too.
phone_number any_number(std::uint64_t digits) { return phone_number::from_digits_unchecked(digits); }

std::vector<phone_number> together(std::initializer_list<std::span<const phone_number>> parts) {
  std::vector<phone_number> all;
  for (const auto part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

/// Ascending, each once: a crowded block and the borders around it, a block with more than a million, one that is thin
/// but large, few numbers of others, and the least and the greatest number there are.
std::vector<phone_number> some_numbers(std::mt19937_64& random) {
  std::set<std::uint64_t> digits = {
      1, phone_number::max_value, 12'019'999'999, 12'020'000'000, 12'029'999'999, 12'030'000'000};
  for (int i = 0; i < 70'000; ++i) digits.insert(12'025'000'000 + random() % 900'000);
  for (int i = 0; i < 40'000; ++i) digits.insert(12'040'000'000 + random() % block_numbers);
  for (int i = 0; i < 500; ++i) digits.insert(1 + random() % 100'000'000'000);
  std::vector<phone_number> numbers;
  for (const std::uint64_t each : digits) numbers.push_back(any_number(each));
  for (std::uint64_t i = 0; i < 1'200'000; ++i) numbers.push_back(any_number(12'062'000'003 + i * 6));
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  return numbers;
}

enum class given { alone, in_spans, mixed };

snapshot_builder gathered(std::span<const phone_number> numbers, given how, std::size_t memory,
                          std::mt19937_64& random) {
  gathering limited;
  limited.memory = memory;
  snapshot_builder builder(list_kind::set, limited);
  while (!numbers.empty()) {
    const bool alone = how == given::alone || (how == given::mixed && random() % 2 == 0);
    const std::size_t part =
        std::min<std::size_t>(numbers.size(), 1 + random() % (random() % 9 == 0 ? 200'000 : 3'000));
    if (alone) {
      for (const phone_number each : numbers.first(part)) builder.add(each);
    } else {
      builder.add(numbers.first(part));
    }
    numbers = numbers.subspan(part);
  }
  return builder;
}

std::string bytes(snapshot_builder& builder, list_tuning tuning) {
  snapshot_info info;
  info.tuning = tuning;
  return builder.bytes(info).value();
}

std::vector<std::uint64_t> digits_of(block_source& source, bool as_held) {
  std::vector<std::uint64_t> digits;
  for (;;) {
    held_block block;
    if (as_held) {
      block = source.next_held().value();
    } else {
      block.entries = source.next().value();
    }
    std::vector<std::uint32_t> offsets;
    std::uint32_t key = 0;
    if (block.bits != nullptr) {
      key = block.bits->block;
      append_offsets(*block.bits, offsets);
      if (offsets.size() != block.bits->count) throw std::runtime_error("a wrong count");
    } else if (block.entries != nullptr) {
      key = block.entries->block;
      offsets.assign(block.entries->offsets.begin(), block.entries->offsets.end());
    } else {
      return digits;
    }
    for (const std::uint32_t offset : offsets) digits.push_back(number_in_block(key, offset).value());
  }
}

}  // namespace

TEST_CASE("In whatever order and company the numbers of a set come, the list has the same bytes") {
  std::mt19937_64 random(test::random_seed());
  const std::vector<phone_number> sorted = some_numbers(random);
  const std::span<const phone_number> all = sorted;

  std::vector<phone_number> shuffled = sorted;
  std::shuffle(shuffled.begin(), shuffled.end(), random);
  const std::size_t plenty = std::size_t{1} << 30;
  snapshot_builder oracle = gathered(shuffled, given::alone, plenty, random);
  const std::string small = bytes(oracle, list_tuning::memory), fast = bytes(oracle, list_tuning::speed);

  std::vector<phone_number> almost = sorted;
  for (int i = 0; i < 30; ++i) std::swap(almost[random() % almost.size()], almost[random() % almost.size()]);
  std::vector<phone_number> halves;  // two runs that alternate between blocks
  for (std::size_t i = 0, half = sorted.size() / 2; i < half; i += 40'000) {
    for (const std::size_t from : {i, half + i}) {
      const std::span<const phone_number> run = all.subspan(from, std::min<std::size_t>(40'000, half - i));
      halves.insert(halves.end(), run.begin(), run.end());
    }
  }
  if (sorted.size() % 2 == 1) halves.push_back(sorted.back());
  std::vector<phone_number> each_twice;
  for (const phone_number each : sorted) each_twice.insert(each_twice.end(), 2, each);
  const std::pair<const char*, std::vector<phone_number>> orders[] = {
      {"sorted", sorted},
      {"reversed", {sorted.rbegin(), sorted.rend()}},
      {"shuffled", shuffled},
      {"the first at the end", together({all.subspan(1), all.first(1)})},
      {"the last at the front", together({all.last(1), all.first(all.size() - 1)})},
      {"almost sorted", almost},
      {"each twice in a row", each_twice},
      {"all of them twice", together({all, all})},
      {"sorted, then shuffled", together({all, shuffled})},
      {"in alternating runs", halves},
  };
  for (const auto& [name, numbers] : orders) {
    for (const given how : {given::alone, given::in_spans, given::mixed}) {
      for (const std::size_t memory : {plenty, std::size_t{1} << 21}) {
        CAPTURE(name, static_cast<int>(how), memory);
        snapshot_builder builder = gathered(numbers, how, memory, random);
        REQUIRE(builder.added() == numbers.size());
        const bool same = bytes(builder, list_tuning::speed) == fast;
        REQUIRE(same);
        const bool same_again = bytes(builder, list_tuning::memory) == small;
        REQUIRE(same_again);
      }
    }
  }
}

TEST_CASE("What was packed is given as it came, and takes more numbers, days and flags afterwards") {
  std::mt19937_64 random(test::random_seed());
  std::set<std::uint64_t> expected;
  snapshot_builder builder(list_kind::set);
  const auto add = [&](std::uint64_t from, std::uint64_t step, std::size_t count) {
    std::vector<phone_number> numbers;
    for (std::size_t i = 0; i < count; ++i) {
      numbers.push_back(any_number(from + i * step));
      expected.insert(from + i * step);
    }
    builder.add(numbers);
  };
  const auto check = [&] {
    const std::vector<std::uint64_t> wanted(expected.begin(), expected.end());
    for (const bool as_held : {true, false, true}) {
      const bool right = digits_of(*builder.blocks().value(), as_held) == wanted;
      REQUIRE(right);
    }
  };
  add(12'023'000'000, 5, 40'000);
  add(12'035'550'100, 1, 10);
  check();
  add(12'023'000'000 - random() % 2'000'000, 3, 1 + random() % 50'000);  // before it, around it
  add(12'035'550'150, 1, 5);
  check();
  add(12'027'000'000, 2, 60'000);
  add(12'035'550'160, 1, 5);
  check();
  builder.add(any_number(12'045'550'199), {20'000, record_state::listed}, {}, 4);
  expected.insert(12'045'550'199);
  check();
  add(12'023'000'001, 5, 40'000);
  check();
  CHECK(test::all_of(*builder.blocks().value()).at(12'045'550'199).flags == 4);
}

TEST_CASE("Numbers that are none are refused among others, and none of them is lost") {
  snapshot_builder builder(list_kind::set);
  const std::vector<phone_number> numbers = {any_number(12'025'550'101), any_number(0), any_number(12'025'550'102)};
  builder.add(numbers);
  CHECK_FALSE(builder.blocks().ok());
  snapshot_builder dated(list_kind::dated);
  dated.add(std::span(numbers).first(1));
  CHECK_FALSE(dated.blocks().ok());
}

TEST_CASE("A block's bitmap gives what was added, whatever lay in it before") {
  std::mt19937_64 random(test::random_seed());
  block_bitmap bitmap, other;
  for (int round = 0; round < 300; ++round) {
    const std::uint64_t reach = 1 + random() % (round % 10 == 0 ? block_numbers : 3'000);
    const std::uint64_t from = random() % (block_numbers - reach + 1);
    std::set<std::uint32_t> expected;
    const auto some = [&] {
      std::vector<std::uint32_t> offsets(1 + random() % 200);
      for (std::uint32_t& offset : offsets) offset = static_cast<std::uint32_t>(from + random() % reach);
      expected.insert(offsets.begin(), offsets.end());
      return offsets;
    };
    bitmap.add(some());
    if (random() % 2 == 0) bitmap.add(some());
    if (random() % 2 == 0) {
      other.add(some());
      bitmap.add(other.take(7));
    }
    const block_bits bits = bitmap.take(1202);
    CAPTURE(round, from, reach);
    REQUIRE(bits.block == 1202);
    REQUIRE(bits.count == expected.size());
    REQUIRE(bits.lowest == *expected.begin());
    REQUIRE(bits.lowest + bits.extent() == *expected.rbegin());
    std::vector<std::uint32_t> offsets;
    append_offsets(bits, offsets);
    const bool right = std::equal(offsets.begin(), offsets.end(), expected.begin(), expected.end());
    REQUIRE(right);
  }
}

TEST_CASE("How many numbers lie between two is what counting them one by one gives") {
  std::mt19937_64 random(test::random_seed());
  for (int round = 0; round < 2'000; ++round) {
    std::vector<phone_number> numbers(random() % 150);
    for (phone_number& each : numbers) each = any_number(1'000 + random() % 100);
    if (!numbers.empty() && random() % 2 == 0) {
      const std::uint64_t odd[] = {0, 999, 1'100, phone_number::max_value};
      numbers[random() % numbers.size()] = any_number(odd[random() % 4]);
    }
    const std::uint64_t first = 1'000 + (random() % 4 == 0 ? random() % 3 : 0), last = 1'099 - random() % 2;
    const auto outside =
        std::find_if(numbers.begin(), numbers.end(), [&](auto n) { return n.value() < first || n.value() > last; });
    REQUIRE(leading_within(numbers, any_number(first), any_number(last)) ==
            static_cast<std::size_t>(outside - numbers.begin()));
  }
}

TEST_CASE("A block given as bits becomes the bytes that its numbers give, in every form and beside columns") {
  std::mt19937_64 random(test::random_seed(20261128));
  for (const std::size_t count : {std::size_t{1}, std::size_t{9}, std::size_t{300}, std::size_t{40'000}}) {
    for (const block_choice choice : {block_choice::by_cost, block_choice::singles, block_choice::bitmap,
                                      block_choice::plain, block_choice::coded}) {
      for (const bool flags : {false, true}) {
        std::set<std::uint32_t> numbers;
        while (numbers.size() < count) numbers.insert(static_cast<std::uint32_t>(2'000'000 + random() % (count * 9)));
        const std::vector<std::uint32_t> offsets(numbers.begin(), numbers.end());
        block_bitmap bitmap;
        bitmap.add(offsets);
        const block_bits bits = bitmap.take(1202);
        std::string made[2];
        for (const bool as_bits : {false, true}) {
          snapshot_writer writer(
              list_kind::set, {.flags = flags}, list_tuning::memory,
              [&](std::string_view part) {
                made[as_bits ? 1 : 0] += part;
                return absl::OkStatus();
              },
              choice);
          REQUIRE((as_bits ? writer.add_block(bits) : writer.add_block({.block = 1202, .offsets = offsets})).ok());
          REQUIRE(writer.finish({}).value().count == count);
        }
        const bool same = made[0] == made[1];
        CAPTURE(count, static_cast<int>(choice), flags);
        REQUIRE(same);
      }
    }
  }
}

TEST_CASE("The writer refuses bits that are no block's") {
  const auto refused = [](const block_bits& bits, bool after_its_like = false) {
    snapshot_writer writer(list_kind::set, {}, list_tuning::speed, [](std::string_view) { return absl::OkStatus(); });
    if (after_its_like) static_cast<void>(writer.add_block(bits));
    return !writer.add_block(bits).ok();
  };
  const std::vector<std::uint64_t> full(16, ~std::uint64_t{0}), late = {2}, padded = {1, 0};
  CHECK_FALSE(refused({1202, 100, 1024, full}));
  CHECK(refused({1202, 100, 1024, full}, true));  // the same block twice
  CHECK(refused({1202, 0, 0, {}}));
  CHECK(refused({1202, 0, 1, late}));
  CHECK(refused({1202, 0, 1, padded}));
  CHECK(refused({0, 0, 1024, full}));  // the number none
  CHECK(refused({1202, static_cast<std::uint32_t>(block_numbers - 1'000), 1024, full}));
  CHECK(refused({static_cast<std::uint32_t>(block_keys), 0, 1024, full}));
}

// Many threads that ask one list, mapped and in memory: what each kind keeps beside its numbers, by every way to ask.
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "lists/store_kit.hpp"
#include "policy/opened_lists.hpp"
#include "rules/random_world.hpp"
#include "support/seed.hpp"
#include "threads/together.hpp"

using namespace callsieve;
using namespace callsieve_test;

namespace {

/// All that a list says of some numbers, and of itself.
struct answers {
  std::vector<list_record> records;
  std::vector<std::uint64_t> bits, wanted_bits;
  std::vector<std::uint32_t> flags;
  std::vector<attempt_days> attempts;
  std::vector<std::string> references;
  std::string checksum;
  std::uint64_t count = 0, outside_plan = 0;
  friend bool operator==(const answers&, const answers&) = default;
};

answers asked(const list& of, const std::vector<phone_number>& numbers) {
  const std::size_t words = (numbers.size() + 63) / 64;
  answers said;
  said.records.resize(numbers.size());
  said.bits.resize(words);
  said.wanted_bits.resize(words);
  said.flags.resize(numbers.size());
  said.attempts.resize(numbers.size());
  of.find(numbers, said.records);
  of.contains(numbers, said.bits);
  std::vector<std::uint64_t> wanted(words, 0x5555'5555'5555'5555);
  if (numbers.size() % 64 != 0) wanted.back() &= (std::uint64_t{1} << (numbers.size() % 64)) - 1;
  of.contains(numbers, wanted, said.wanted_bits);
  of.find_flags(numbers, said.flags);
  of.find_attempts(numbers, said.attempts);
  for (const phone_number number : numbers) said.references.push_back(of.reference(number));
  said.checksum = of.checksum();
  said.count = of.count();
  said.outside_plan = of.outside_plan();
  return said;
}

}  // namespace

TEST_CASE("Threads that ask one list, or copies of it, are told what one thread is told") {
  random_source random(test::random_seed());
  const day today = *parse_day("2026-11-24");
  const test::store_world world;
  store lists = world.lists;
  std::vector<list> all;
  for (auto& [name, facts] : random_lists(random, today)) {
    all.push_back(in_memory(facts, one_in(random, 2) ? list_tuning::speed : list_tuning::memory));
    if (facts.covers.empty()) facts.covers = {{"", today}};
    put(lists, facts);
    if (facts.kind == list_kind::set) {
      const std::vector<phone_number> live = {phone_number::from_digits_unchecked(random_number(random))};
      REQUIRE(lists.add(name, live, false, today).ok());
    }
    all.push_back(lists.load(name).value());
  }
  std::vector<phone_number> numbers(1'000);
  for (phone_number& number : numbers) number = phone_number::from_digits_unchecked(random_number(random));
  std::vector<answers> right;
  for (const list& one : all) right.push_back(asked(one, numbers));

  test::faults wrong;
  test::together(test::thread_count, [&](std::size_t thread) {
    for (std::size_t round = 0; round < 4 * all.size(); ++round) {
      const std::size_t i = (round + thread) % all.size();
      const list copy = all[i];  // NOLINT(performance-unnecessary-copy-initialization): copies share the mapping
      wrong.expect(asked(round % 2 == 0 ? all[i] : copy, numbers) == right[i]);
      wrong.expect(copy.check_unchanged().ok());
    }
  });
  CHECK(wrong.count() == 0);
}

TEST_CASE("Threads that check one list's bytes find one damage, the first") {
  snapshot_builder entries(list_kind::set);
  for (std::uint64_t i = 0; i < 400'000; ++i) {
    entries.add(phone_number::from_digits_unchecked(12'020'000'000 + i * 7));
  }
  std::string bytes = entries.bytes({}).value();
  const auto opened = open_snapshot(std::as_bytes(std::span(bytes)));
  const snapshot_view view = std::get<snapshot_view>(opened);
  CHECK_FALSE(verify_snapshot(view, test::thread_count));
  for (const std::size_t place : {bytes.size() / 3, bytes.size() / 2}) bytes[place] ^= 1;
  const auto alone = verify_snapshot(view, 1);
  REQUIRE(alone);
  CHECK(alone->offset <= bytes.size() / 3);
  test::faults wrong;
  test::together(2, [&](std::size_t) {
    const auto found = verify_snapshot(view, test::thread_count);
    wrong.expect(found && found->offset == alone->offset);
  });
  CHECK(wrong.count() == 0);
}

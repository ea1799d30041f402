#include "scrub/seen_numbers.hpp"

#include <random>
#include <string>
#include <unordered_set>

#include "support/catch.hpp"
#include "support/every_kernel.hpp"
#include "support/seed.hpp"

using namespace callsieve;
using detail::seen_numbers;
using detail::short_mix;

namespace {

constexpr std::uint64_t all_mixed = (std::uint64_t{1} << detail::mixed_bits) - 1;

/// The inverse of an odd number modulo 2^50: each step doubles the bits that are right.
constexpr std::uint64_t inverse(std::uint64_t odd) {
  std::uint64_t result = odd;
  for (int right = 3; right < 50; right *= 2) result *= 2 - odd * result;
  return result & all_mixed;
}

/// The number of a mixed value.
constexpr std::uint64_t short_unmix(std::uint64_t x) {
  x ^= x >> 25;
  x = x * inverse(0xc4ceb9fe1a85ec53ULL) & all_mixed;
  x ^= x >> 25;
  x = x * inverse(0xff51afd7ed558ccdULL) & all_mixed;
  return x ^ x >> 25;
}

/// The set beside the slow one.
struct checked_set {
  /// Whether all answers are right.
  bool meet(const std::vector<std::uint64_t>& digits) {
    std::vector<phone_number> numbers;
    for (const std::uint64_t value : digits) numbers.push_back(phone_number::from_digits_unchecked(value));
    std::vector<std::uint8_t> repeated(numbers.size(), 7);
    parts.take(numbers);
    for (std::size_t part = 0; part < seen_numbers::part_count; ++part) seen.meet(parts, part, repeated);
    bool right = true;
    for (std::size_t i = 0; i < digits.size(); ++i) right &= repeated[i] == !expected.insert(digits[i]).second;
    return right && seen.size() == expected.size();
  }

  seen_numbers seen;
  seen_numbers::parted_batch parts;
  std::unordered_set<std::uint64_t> expected;
};

std::string_view any_kernel() {
  return kernels()[static_cast<std::size_t>(GENERATE_COPY(range(0, static_cast<int>(kernels().size()))))];
}

/// Numbers whose mixed values are `fixed` but for the bits of `open`, in random order and some of them twice.
std::vector<std::uint64_t> crafted(std::uint64_t fixed, std::uint64_t open, std::size_t count,
                                   std::mt19937_64& random) {
  std::vector<std::uint64_t> numbers;
  while (numbers.size() < count) {
    const std::uint64_t number = short_unmix((random() & open) | (fixed & all_mixed & ~open));
    if (number == 0 || number > phone_number::max_value) continue;
    numbers.push_back(number);
    if (random() % 8 == 0) numbers.push_back(numbers[random() % numbers.size()]);
  }
  return numbers;
}

/// `numbers` in calls of random sizes, from one number to more than a kernel is given at once.
bool meet_in_pieces(checked_set& set, const std::vector<std::uint64_t>& numbers, std::mt19937_64& random) {
  bool right = true;
  for (std::size_t at = 0; at < numbers.size();) {
    const std::size_t size = std::min<std::size_t>(1 + random() % 1500, numbers.size() - at);
    const auto from = numbers.begin() + static_cast<std::ptrdiff_t>(at);
    right &= set.meet({from, from + static_cast<std::ptrdiff_t>(size)});
    at += size;
  }
  return right;
}

}  // namespace

TEST_CASE("No two numbers have one mixed value: the mix has a way back") {
  STATIC_REQUIRE(short_unmix(short_mix(31'612'345'678)) == 31'612'345'678);
  STATIC_REQUIRE(short_mix(short_unmix(all_mixed)) == all_mixed);
  std::mt19937_64 random(test::random_seed(20261128));
  bool same = true;
  for (int i = 0; i < 100'000; ++i) {
    const std::uint64_t number = random() >> (random() % 64) & all_mixed;
    same &= short_mix(number) <= all_mixed && short_unmix(short_mix(number)) == number;
  }
  REQUIRE(same);
}

TEST_CASE("A number is repeated when it was met before, in the same call or an earlier one", "[kernel]") {
  const auto kernel = any_kernel();
  const test::forced_kernel forced(kernel);
  INFO("kernel " << kernel);
  std::mt19937_64 random(test::random_seed(20261124));
  checked_set set;
  for (int call = 0; call < 200; ++call) {
    std::vector<std::uint64_t> numbers(random() % 3000);
    // From all distinct to hardly any.
    const std::uint64_t range = std::uint64_t{1} << (8 + 4 * (call % 10));
    for (auto& number : numbers) number = 1 + random() % range;
    REQUIRE(set.meet(numbers));
  }
}

TEST_CASE("Numbers that follow one another are told apart through every growth", "[kernel]") {
  const auto kernel = any_kernel();
  const test::forced_kernel forced(kernel);
  INFO("kernel " << kernel);
  checked_set set;
  std::uint64_t next = 12'025'550'000;
  for (std::size_t size = 1; size < 400'000; size += size / 3 + 1) {
    std::vector<std::uint64_t> numbers(size);
    for (auto& number : numbers) number = next++;
    REQUIRE(set.meet(numbers));
    REQUIRE(set.meet(numbers));  // all of them again
  }
}

TEST_CASE("Numbers chosen to fall together are told apart", "[kernel]") {
  const auto kernel = any_kernel();
  const test::forced_kernel forced(kernel);
  INFO("kernel " << kernel);
  std::mt19937_64 random(test::random_seed(20261129));
  constexpr std::uint64_t one_part = (std::uint64_t{1} << 46) - 1, one_line = (std::uint64_t{1} << 30) - 1;
  constexpr std::uint64_t kept = (std::uint64_t{1} << 40) - 1;
  checked_set set;
  SECTION("in one part") { REQUIRE(meet_in_pieces(set, crafted(random(), one_part, 60'000, random), random)); }
  SECTION("in one line, even of 65,536 lines") {
    REQUIRE(meet_in_pieces(set, crafted(random(), one_line, 60'000, random), random));
  }
  SECTION("in one line, then evenly, then in it again") {
    const std::uint64_t line = random();
    for (int turn = 0; turn < 3; ++turn) {
      REQUIRE(meet_in_pieces(set, crafted(line, one_line, 2'000, random), random));
      REQUIRE(meet_in_pieces(set, crafted(line, one_part, 30'000, random), random));
    }
  }
  SECTION("alike in all that a line keeps") {
    REQUIRE(meet_in_pieces(set, crafted(0, all_mixed & ~kept, 1'000, random), random));
    REQUIRE(meet_in_pieces(set, crafted(~std::uint64_t{0}, all_mixed & ~kept, 1'000, random), random));
    REQUIRE(meet_in_pieces(set, crafted(0, all_mixed, 100'000, random), random));
    REQUIRE(meet_in_pieces(set, crafted(0, all_mixed & ~kept, 1'000, random), random));
  }
  SECTION("alike in their lower 32 bits") {
    REQUIRE(meet_in_pieces(set, crafted(0, all_mixed & ~0xffff'ffffULL, 50'000, random), random));
  }
}

TEST_CASE("One number for ever takes no more memory than once") {
  checked_set set;
  REQUIRE(set.meet(std::vector<std::uint64_t>(3000, 12'025'550'123)));
  const std::size_t before = set.seen.bytes();
  for (int call = 0; call < 30; ++call) REQUIRE(set.meet(std::vector<std::uint64_t>(3000, 12'025'550'123)));
  REQUIRE(set.seen.size() == 1);
  REQUIRE(set.seen.bytes() == before);
}

TEST_CASE("A distinct number costs at most 16 bytes, whatever their number; a few cost a page a part") {
  seen_numbers seen;
  seen_numbers::parted_batch parts;
  std::vector<phone_number> numbers(1000);
  std::vector<std::uint8_t> repeated(numbers.size());
  REQUIRE(seen.bytes() == 0);
  std::uint64_t next = 12'025'550'000;
  while (seen.size() < 2'000'000) {
    for (auto& number : numbers) number = phone_number::from_digits_unchecked(++next);
    parts.take(numbers);
    for (std::size_t part = 0; part < seen_numbers::part_count; ++part) seen.meet(parts, part, repeated);
    if (seen.size() <= 3'000) REQUIRE(seen.bytes() == 4096 * seen_numbers::part_count);
    if (seen.size() >= 100'000) REQUIRE(seen.bytes() <= 16 * seen.size());
  }
}

TEST_CASE("Numbers chosen to fall together cost at most 21 bytes each") {
  std::mt19937_64 random(test::random_seed(20261130));
  checked_set set;
  REQUIRE(set.meet(crafted(random(), (std::uint64_t{1} << 30) - 1, 100'000, random)));
  REQUIRE(set.seen.bytes() <= 21 * set.seen.size() + 4096 * seen_numbers::part_count);
}

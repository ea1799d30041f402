#include "scrub/seen_numbers.hpp"

#include <random>
#include <set>

#include "support/catch.hpp"

using namespace callsieve;
using detail::seen_numbers;

namespace {

void meet(seen_numbers& seen, const std::vector<phone_number>& numbers, std::vector<std::uint8_t>& repeated) {
  seen_numbers::parted_batch parts;
  parts.take(numbers);
  for (std::size_t part = 0; part < seen_numbers::part_count; ++part) seen.meet(parts, part, repeated);
}

}  // namespace

TEST_CASE("A number is repeated when it was met before, in the same call or an earlier one") {
  const std::uint64_t seed = 20261124;
  INFO("seed " << seed);
  std::mt19937_64 random(seed);
  seen_numbers seen;
  std::set<std::uint64_t> expected;
  for (int call = 0; call < 200; ++call) {
    std::vector<phone_number> numbers(random() % 3000);
    // From all distinct to hardly any.
    const std::uint64_t range = std::uint64_t{1} << (8 + 4 * (call % 10));
    for (auto& number : numbers) number = phone_number::from_digits_unchecked(1 + random() % range);
    std::vector<std::uint8_t> repeated(numbers.size(), 7);
    meet(seen, numbers, repeated);
    bool same = true;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      same &= repeated[i] == !expected.insert(numbers[i].value()).second;
    }
    REQUIRE(same);
    REQUIRE(seen.size() == expected.size());
  }
}

TEST_CASE("A distinct number costs at most 16 bytes, whatever their number") {
  seen_numbers seen;
  std::vector<phone_number> numbers(1000);
  std::vector<std::uint8_t> repeated(numbers.size());
  std::uint64_t next = 12'025'550'000;
  while (seen.size() < 1'000'000) {
    for (auto& number : numbers) number = phone_number::from_digits_unchecked(++next);
    meet(seen, numbers, repeated);
    if (seen.size() >= 100'000) REQUIRE(seen.bytes() <= 16 * seen.size());
  }
}

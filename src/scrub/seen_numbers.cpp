#include "scrub/seen_numbers.hpp"

#include <algorithm>
#include <numeric>

#include "callsieve/base/mix.hpp"

namespace callsieve::detail {
namespace {

constexpr int shard_bits = 8;
constexpr std::size_t first_slots = 64;
constexpr std::size_t together = 32;  ///< numbers whose slots are fetched at once

std::size_t shard_of(std::uint64_t mixed) noexcept { return mixed >> (64 - shard_bits); }

/// Where a mixed number belongs among `slots` of its shard: in order.
std::size_t home_of(std::uint64_t mixed, std::size_t slots) noexcept {
  return static_cast<std::size_t>((mixed << shard_bits >> 32) * slots >> 32);
}

}  // namespace

bool seen_numbers::insert(shard& in, std::uint64_t number, std::uint64_t mixed) noexcept {
  std::size_t at = home_of(mixed, in.slots.size());
  while (in.slots[at] != 0) {
    if (in.slots[at] == number) return false;
    if (++at == in.slots.size()) at = 0;
  }
  in.slots[at] = number;
  ++in.used;
  return true;
}

/// A third larger; at most three quarters full.
void seen_numbers::grow(shard& in) {
  shard larger;
  larger.slots.resize(std::max(first_slots, in.slots.size() + in.slots.size() / 3));
  larger.most = larger.slots.size() / 4 * 3;
  for (const std::uint64_t number : in.slots) {
    if (number != 0) insert(larger, number, mix(number));
  }
  in = std::move(larger);
}

void seen_numbers::meet(std::span<const phone_number> numbers, std::span<std::uint8_t> repeated) {
  std::array<std::uint64_t, together> mixed;
  for (std::size_t from = 0; from < numbers.size(); from += together) {
    const std::size_t count = std::min(together, numbers.size() - from);
    for (std::size_t i = 0; i < count; ++i) {
      mixed[i] = mix(numbers[from + i].value());
      const shard& of = shards_[shard_of(mixed[i])];
      if (!of.slots.empty()) __builtin_prefetch(&of.slots[home_of(mixed[i], of.slots.size())], 1);
    }
    for (std::size_t i = 0; i < count; ++i) {
      shard& of = shards_[shard_of(mixed[i])];
      if (of.used == of.most) grow(of);
      repeated[from + i] = !insert(of, numbers[from + i].value(), mixed[i]);
    }
  }
}

std::size_t seen_numbers::size() const noexcept {
  return std::accumulate(shards_.begin(), shards_.end(), std::size_t{0},
                         [](std::size_t sum, const shard& of) { return sum + of.used; });
}

std::size_t seen_numbers::bytes() const noexcept {
  return std::accumulate(shards_.begin(), shards_.end(), std::size_t{0}, [](std::size_t sum, const shard& of) {
    return sum + of.slots.capacity() * sizeof(std::uint64_t);
  });
}

}  // namespace callsieve::detail

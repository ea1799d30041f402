#include "scrub/seen_numbers.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "callsieve/base/mix.hpp"

namespace callsieve::detail {
namespace {

constexpr int part_bits = 4;
constexpr int table_bits = 8;
constexpr std::size_t first_slots = 64;
constexpr std::size_t ahead = 16;  ///< numbers whose slots are fetched before they are asked

static_assert(mix(0) == 0);  // and of no other number: so a slot of 0 is free

std::size_t part_of(std::uint64_t mixed) noexcept { return mixed >> (64 - part_bits); }
std::size_t table_of(std::uint64_t mixed) noexcept { return mixed >> (64 - table_bits); }

/// Where a mixed number belongs among `slots` of its table: in order.
std::size_t home_of(std::uint64_t mixed, std::size_t slots) noexcept {
  return static_cast<std::size_t>((mixed << table_bits >> 32) * slots >> 32);
}

}  // namespace

bool seen_numbers::insert(table& in, std::uint64_t mixed) noexcept {
  std::uint64_t* const slots = in.slots.data();
  const std::size_t size = in.slots.size();
  std::size_t at = home_of(mixed, size);
  while (slots[at] != 0) {
    if (slots[at] == mixed) return false;
    if (++at == size) at = 0;
  }
  slots[at] = mixed;
  ++in.used;
  return true;
}

/// Two fifths larger; at most three quarters full.
void seen_numbers::grow(table& in) {
  table larger;
  larger.slots.resize(std::max(first_slots, in.slots.size() + in.slots.size() * 2 / 5));
  larger.most = larger.slots.size() / 4 * 3;
  for (const std::uint64_t mixed : in.slots) {
    if (mixed != 0) insert(larger, mixed);
  }
  in = std::move(larger);
}

void seen_numbers::parted_batch::take(std::span<const phone_number> numbers) {
  std::array<std::uint32_t, part_count + 1> ends{};
  for (const phone_number number : numbers) ++ends[part_of(mix(number.value())) + 1];
  std::partial_sum(ends.begin(), ends.end(), ends.begin());
  begins_ = ends;
  if (mixed_.size() < numbers.size()) {
    mixed_.resize(numbers.size());
    places_.resize(numbers.size());
  }
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const std::uint64_t mixed = mix(numbers[i].value());
    const std::uint32_t to = ends[part_of(mixed)]++;
    mixed_[to] = mixed;
    places_[to] = static_cast<std::uint32_t>(i);
  }
}

void seen_numbers::meet(const parted_batch& batch, std::size_t part, std::span<std::uint8_t> repeated) {
  const std::uint64_t* const mixed = batch.mixed_.data();
  const std::uint32_t* const places = batch.places_.data();
  const std::size_t end = batch.begins_[part + 1];
  std::size_t fetched = batch.begins_[part];
  for (std::size_t i = fetched; i < end; ++i) {
    // No function of its own: GCC 12 thinks that one which only prefetches does nothing, and leaves it out.
    for (; fetched < std::min(i + ahead, end); ++fetched) {
      const auto& slots = tables_[table_of(mixed[fetched])].slots;
      __builtin_prefetch(slots.data() + home_of(mixed[fetched], slots.size()), 1);
    }
    table& in = tables_[table_of(mixed[i])];
    if (in.used == in.most) grow(in);
    repeated[places[i]] = insert(in, mixed[i]) ? 0 : 1;
  }
}

std::size_t seen_numbers::size() const noexcept {
  return std::accumulate(tables_.begin(), tables_.end(), std::size_t{0},
                         [](std::size_t sum, const table& of) { return sum + of.used; });
}

std::size_t seen_numbers::bytes() const noexcept {
  return std::accumulate(tables_.begin(), tables_.end(), std::size_t{0}, [](std::size_t sum, const table& of) {
    return sum + of.slots.capacity() * sizeof(std::uint64_t);
  });
}

}  // namespace callsieve::detail

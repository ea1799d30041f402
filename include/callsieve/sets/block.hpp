// Lists are cut into blocks of ten million numbers: a block's entries, in columns, are what writers and readers
// exchange.
//
// An area code of the United States is one block. A number's place is computed inside its block only, so that the
// numbers of one region stay together in memory and a regional call list stays in the cache.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

#include "callsieve/number/phone_number.hpp"
#include "callsieve/sets/record.hpp"

namespace callsieve {

/// Frozen since snapshot version 1.
inline constexpr std::uint64_t block_numbers = 10'000'000;
/// Keys of blocks are below this.
inline constexpr std::uint64_t block_keys = (phone_number::max_value + 1) / block_numbers;

[[nodiscard]] constexpr std::uint32_t block_of(phone_number number) noexcept {
  return static_cast<std::uint32_t>(number.value() / block_numbers);
}
[[nodiscard]] constexpr std::uint32_t offset_of(phone_number number) noexcept {
  return static_cast<std::uint32_t>(number.value() % block_numbers);
}
/// Requires block < block_keys, offset < block_numbers.
[[nodiscard]] constexpr phone_number number_in_block(std::uint32_t block, std::uint32_t offset) noexcept {
  return phone_number::from_digits_unchecked(block * block_numbers + offset);
}

/// Some entries of one block, all borrowed. A column is as long as `offsets`, or empty.
struct block_entries {
  std::uint32_t block = 0;                   ///< below block_keys
  std::span<const std::uint32_t> offsets{};  ///< ascending, each once, below block_numbers
  std::span<const std::int32_t> days{};      ///< list_record::day_number; empty: all 0
  std::span<const record_state> states{};    ///< empty: all of `state`
  record_state state = record_state::listed;
  std::span<const std::uint32_t> flags{};          ///< empty: all 0
  std::span<const std::string_view> references{};  ///< empty: all empty
  std::span<const attempt_days> attempts{};        ///< kind `attempts` only

  [[nodiscard]] std::size_t size() const noexcept { return offsets.size(); }
  [[nodiscard]] list_record record(std::size_t i) const noexcept {
    return {days.empty() ? 0 : days[i], states.empty() ? state : states[i]};
  }
};

/// The numbers of one block as bits, without anything beside them; borrowed.
struct block_bits {
  std::uint32_t block = 0;   ///< below block_keys
  std::uint32_t lowest = 0;  ///< the least offset
  std::uint32_t count = 0;   ///< bits that are set
  /// Bit d % 64 of word d / 64 says whether offset lowest + d is there. The first bit and some bit of the last word
  /// are.
  std::span<const std::uint64_t> words{};

  /// Requires words. The greatest offset less the least.
  [[nodiscard]] std::uint32_t extent() const noexcept {
    return static_cast<std::uint32_t>(words.size() * 64 - 1) -
           static_cast<std::uint32_t>(std::countl_zero(words.back()));
  }
};

/// All numbers from `first` to `last`, both included: what a range or one length of a prefix (`+3190*`) comes to.
struct number_interval {
  phone_number first;
  phone_number last;            ///< not below first
  std::int32_t day_number = 0;  ///< as list_record::day_number
  std::uint32_t flags = 0;      ///< as the column
  friend constexpr bool operator==(const number_interval&, const number_interval&) = default;
};

}  // namespace callsieve

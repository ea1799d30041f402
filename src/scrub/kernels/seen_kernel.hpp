// The lines in which numbers met are kept, and what differs between instruction sets when they are asked.
#pragma once

#include <cstddef>
#include <cstdint>

#include "callsieve/number/phone_number.hpp"

#include "base/kernels.hpp"

namespace callsieve::detail {

/// Every number is below 2^50.
inline constexpr unsigned mixed_bits = 50;
static_assert(phone_number::max_value >> mixed_bits == 0);

/// A permutation of the integers below 2^50, so that two numbers never share a mixed value: what a line's place says of
/// it need not be kept. The constants are those of base/mix.hpp; nothing outside the process sees the values.
[[nodiscard]] constexpr std::uint64_t short_mix(std::uint64_t x) noexcept {
  constexpr std::uint64_t all = (std::uint64_t{1} << mixed_bits) - 1;
  x ^= x >> 25;
  x = x * 0xff51afd7ed558ccdULL & all;
  x ^= x >> 25;
  x = x * 0xc4ceb9fe1a85ec53ULL & all;
  return x ^ x >> 25;
}

/// Up to twelve mixed numbers, of which it keeps the lower 40 bits: the line's place among the lines says the others.
struct alignas(64) number_line {
  static constexpr unsigned slots = 12;
  static constexpr unsigned kept_bits = 40;
  std::uint32_t low[slots];
  std::uint8_t high[slots];
  std::uint8_t count;
  std::uint8_t unused[3];
};
static_assert(sizeof(number_line) == 64);

/// A power of two of lines: number x belongs in line x >> shift, its bits above the lines' being the same for all x.
struct line_table {
  number_line* lines;
  std::uint64_t count;
  unsigned shift;

  [[nodiscard]] number_line& of(std::uint64_t mixed) const noexcept { return lines[mixed >> shift & (count - 1)]; }
};

/// Numbers that a kernel is given at once.
inline constexpr std::size_t seen_batch = 256;

struct seen_kernel {
  struct met {
    std::size_t added;  ///< to the lines
    std::size_t left;
  };

  /// mixed[i] = short_mix(numbers[i])
  void (*mix)(const phone_number* numbers, std::size_t count, std::uint64_t* mixed) noexcept;
  /// Looks for each mixed number in its line and adds it where it is not: repeated[places[i]] becomes 1 where number i
  /// was there, 0 where it was not. The places in `mixed` of those that are neither there nor find room go to `left`,
  /// in ascending order; their line is full. Requires count <= seen_batch.
  met (*meet)(const line_table& in, const std::uint64_t* mixed, const std::uint32_t* places, std::size_t count,
              std::uint8_t* repeated, std::uint16_t* left) noexcept;
  /// Twice as many lines in the same memory, each number where it belongs then: line i becomes lines 2 i and 2 i + 1,
  /// for numbers without and with this bit of the kept ones. Requires room for as many lines again.
  void (*split)(number_line* lines, std::uint64_t count, unsigned bit) noexcept;

  static const seen_kernel scalar, avx2, avx512;
};

}  // namespace callsieve::detail

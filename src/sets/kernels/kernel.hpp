// What a kernel is: a way to ask many numbers of a snapshot at once.
#pragma once

#include <cstddef>
#include <cstdint>

#include "callsieve/base/mix.hpp"
#include "callsieve/sets/snapshot_format.hpp"

#include "base/kernels.hpp"

namespace callsieve::sets_detail {

/// The forms that a list's blocks have: they decide which loop asks.
enum form_bit : unsigned { coded_blocks = 1, plain_blocks = 2, bitmap_blocks = 4 };

/// What probes read: checked by open_snapshot, so that no probe leaves the snapshot's bytes.
struct probe_tables {
  const std::byte* bytes = nullptr;  ///< of the snapshot
  const std::byte* seats = nullptr;
  const std::byte* descriptors = nullptr;
  const std::byte* singles = nullptr;
  std::uint64_t multiplier = 1;
  std::uint64_t slot_mask = 0;
  std::uint64_t home_lines = 1;
  std::uint64_t single_lines = 1;
  unsigned seat_shift = 63;
  unsigned forms = 0;  ///< form_bits
  bool has_singles = false;
  bool has_thin = false;  ///< whether a number whose block has no chunk may be a single
  bool has_columns = false;
  std::uint64_t day_stride = 0;
};

/// Numbers a kernel is given at once: what it keeps of them fits the first-level cache.
inline constexpr std::size_t probe_numbers = 2048;

/// Where an entry stands: no_row; that bit of singles and a slot; or a descriptor's place << 32 and the entry's.
using row = std::uint64_t;
inline constexpr row no_row = ~std::uint64_t{0};
inline constexpr row single_row = std::uint64_t{1} << 63;

struct set_kernel {
  /// Bit i of bits says whether numbers[i] has an entry. Writes (count + 63) / 64 words. Requires count <=
  /// probe_numbers.
  void (*contains)(const probe_tables& of, const std::uint64_t* numbers, std::size_t count,
                   std::uint64_t* bits) noexcept;
  /// Copies the numbers whose bit is set in `wanted` to the front of `picked`, in order, and returns how many. Writes
  /// up to eight more behind them. Requires zeros in `wanted` behind the last number.
  std::size_t (*pick)(const std::uint64_t* numbers, std::size_t count, const std::uint64_t* wanted,
                      std::uint64_t* picked) noexcept;
  /// The way back: the answer of bit n goes to where the n-th one of `wanted` stands, zeros elsewhere. Reads a word of
  /// answers behind the last.
  void (*put_back)(const std::uint64_t* answers, const std::uint64_t* wanted, std::size_t words,
                   std::uint64_t* bits) noexcept;
  /// Where the entries stand, and at which byte of the snapshot the day of each: 0 where there is no entry. The days
  /// are on their way from memory. Writes both up to a multiple of eight. Requires count <= probe_numbers.
  void (*rows)(const probe_tables& of, const std::uint64_t* numbers, std::size_t count, row* rows,
               std::uint64_t* days) noexcept;
  /// One number, asked alone.
  row (*one)(const probe_tables& of, std::uint64_t number) noexcept;
  /// The ones among the first `end` bits of each of these lines.
  std::uint64_t (*count_bits)(const std::byte* lines, std::size_t count, std::size_t end) noexcept;

  static const set_kernel scalar, avx2, avx512;
};

}  // namespace callsieve::sets_detail

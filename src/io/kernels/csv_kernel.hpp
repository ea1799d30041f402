// What differs between instruction sets when delimited text is scanned and copied.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/kernels.hpp"
#include "io/kernels/csv_parts.hpp"

namespace callsieve::detail {

struct csv_kernel {
  /// Goes on with the scan to its end, or to the first word that is left to the row machine: see take_word(). May write
  /// up to 64 places more than there are.
  void (*scan)(csv_scan& scan) noexcept;
  /// Writes the places of the set bits, ascending, and returns how many there are. May write up to 64 elements more
  /// than it counts. Requires words * 64 < 2^32.
  std::size_t (*places)(const std::uint64_t* bits, std::size_t words, std::uint32_t* out) noexcept;
  /// Copies rows to `out`, one behind the other, those for which `wanted` is not 0; returns how many bytes. Row r is
  /// what stands behind place ends[r * stride] up to and with ends[(r + 1) * stride]; -1 stands before the text. Rows
  /// of up to 256 bytes are copied whether or not they are wanted: that costs less than a branch that nobody foresees.
  /// Requires 64 readable bytes behind the text, and room for all the rows and 64 bytes.
  std::size_t (*copy_rows)(const char* text, const std::uint32_t* ends, std::size_t stride,
                           std::span<const std::uint8_t> wanted, char* out) noexcept;

  static const csv_kernel scalar, avx2, avx512;
};

}  // namespace callsieve::detail

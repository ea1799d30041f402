// What differs between instruction sets when delimited text is scanned and copied.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "io/kernels/csv_parts.hpp"

namespace callsieve::detail {

struct csv_kernel {
  std::string_view name;
  bool (*runs_here)() noexcept;
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
};

extern const csv_kernel csv_scalar;
#if defined(__x86_64__)
extern const csv_kernel csv_avx2;
extern const csv_kernel csv_avx512;
#endif

/// Those that run on this machine, the slowest first.
[[nodiscard]] std::span<const csv_kernel* const> csv_kernels() noexcept;
/// The fastest of them, or the one that the environment variable CALLSIEVE_KERNEL names; a name there that is none of
/// them means `scalar`.
[[nodiscard]] const csv_kernel& csv_kernel_in_use() noexcept;

}  // namespace callsieve::detail

// What differs between instruction sets when delimited text is scanned: bytes to bit masks, and bits to places.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace callsieve::detail {

inline constexpr std::size_t word_bytes = 64;  ///< bytes of text behind one 64-bit word of a mask

/// Where the bytes that matter stand in 64 bytes of text; bit 0 is the first byte.
struct byte_masks {
  std::uint64_t quotes, delimiters, line_feeds, returns;
  std::uint64_t odd_quotes;  ///< set where the quotes up to and with this byte are odd in number
};

struct csv_kernel {
  std::string_view name;
  bool (*runs_here)() noexcept;
  /// Masks of words * 64 bytes of text, all of which must be readable. Returns how many line feeds there are.
  std::size_t (*masks)(const char* text, std::size_t words, char delimiter, byte_masks* out) noexcept;
  /// Writes the places of the set bits, ascending, and returns how many there are. May write up to 64 elements more
  /// than it counts. Requires words * 64 < 2^32.
  std::size_t (*places)(const std::uint64_t* bits, std::size_t words, std::uint32_t* out) noexcept;
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

// What differs between instruction sets when registry lines are read.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "callsieve/number/phone_number.hpp"

namespace callsieve::readers {

struct ftc_kernel {
  std::string_view name;
  bool (*runs_here)() noexcept;
  /// Reads lines `AAA,NNNNNNN\n` as read_ftc_lines() does, so many at a time as it likes: it may leave lines, and
  /// leaves those around one of another form. Returns how many it read. Requires `lines` * 12 bytes of text, and room
  /// for as many numbers.
  std::size_t (*read)(const char* text, std::size_t lines, phone_number* out) noexcept;
};

extern const ftc_kernel ftc_scalar;
#if defined(__x86_64__)
extern const ftc_kernel ftc_avx2;
extern const ftc_kernel ftc_avx512;
#endif

/// Those that run on this machine, the slowest first.
[[nodiscard]] std::span<const ftc_kernel* const> ftc_kernels() noexcept;
/// The fastest of them, or the one that the environment variable CALLSIEVE_KERNEL names; a name there that is none of
/// them means `scalar`.
[[nodiscard]] const ftc_kernel& ftc_kernel_in_use() noexcept;

}  // namespace callsieve::readers

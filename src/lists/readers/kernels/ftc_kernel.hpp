// What differs between instruction sets when registry lines are read.
#pragma once

#include <cstddef>

#include "callsieve/number/phone_number.hpp"

#include "base/kernels.hpp"

namespace callsieve::readers {

struct ftc_kernel {
  /// Reads lines `AAA,NNNNNNN\n` as read_ftc_lines() does, so many at a time as it likes: it may leave lines, and
  /// leaves those around one of another form. Returns how many it read. Requires `lines` * 12 bytes of text, and room
  /// for as many numbers.
  std::size_t (*read)(const char* text, std::size_t lines, phone_number* out) noexcept;

  static const ftc_kernel scalar, avx2, avx512;
};

}  // namespace callsieve::readers

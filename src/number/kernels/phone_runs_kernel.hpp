// Where in a text bytes stand together that a phone number may be made of: all others need no look.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/kernels.hpp"

namespace callsieve::detail {

/// A byte is of a phone number when the bits of its two halves meet: digits, blank, `( ) * + - . /`, and the bytes of
/// the blanks and dashes that UTF-8 has besides (of U+00A0, U+2007, U+2010 to U+2015, U+202F, U+2212 and the like) and
/// those of Windows-1252.
inline constexpr std::array<std::uint8_t, 16> phone_low_half = {31, 14, 106, 10, 10, 10, 10, 14,
                                                                7,  3,  1,   5,  4,  21, 5,  21};
inline constexpr std::array<std::uint8_t, 16> phone_high_half = {0, 0, 1, 2, 0, 0, 0, 0, 4, 8, 16, 0, 32, 0, 64, 0};

struct phone_runs_kernel {
  /// A bit a byte: whether `length` such bytes, 7 or 8, begin there. Requires 64 readable bytes behind the text; writes
  /// one word of 64 bits for every 64 bytes or part of them, and one more.
  void (*find)(const char* text, std::size_t size, std::size_t length, std::uint64_t* runs) noexcept;

  static const phone_runs_kernel scalar, avx2, avx512;
};

/// What the kernels have in common: from the masks of all words of a text to the runs that begin in them. Compilers
/// make vectors of it.
[[gnu::always_inline]] inline void runs_of_masks(std::size_t size, std::size_t length, std::uint64_t* masks) noexcept {
  const std::size_t words = (size + 63) / 64;
  if (size % 64 != 0) masks[words - 1] &= (std::uint64_t{1} << size % 64) - 1;
  masks[words] = 0;
  const unsigned step = static_cast<unsigned>(length) - 4;
  for (std::size_t w = 0; w < words; ++w) {
    const std::uint64_t mask = masks[w], next = masks[w + 1];
    // Runs of two, of four, and of so many.
    const std::uint64_t two = mask & (mask >> 1 | next << 63), two_next = next & next >> 1;
    const std::uint64_t four = two & (two >> 2 | two_next << 62), four_next = two_next & two_next >> 2;
    masks[w] = four & (four >> step | four_next << (64 - step));
  }
}

}  // namespace callsieve::detail

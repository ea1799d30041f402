// The way back from a mixed value to the number: what sorts by place need store nothing else.
#pragma once

#include <cstdint>

#include "callsieve/base/mix.hpp"

namespace callsieve {

/// The inverse of an odd number modulo 2^64.
[[nodiscard]] constexpr std::uint64_t inverse_of_odd(std::uint64_t odd) noexcept {
  std::uint64_t inverse = odd;  // right in its lowest 3 bits; each of Newton's steps doubles them
  for (int right_bits = 3; right_bits < 64; right_bits *= 2) inverse *= 2 - odd * inverse;
  return inverse;
}

/// unmix(mix(x)) == x for every x. Cost: as mix. Frozen with it.
[[nodiscard]] constexpr std::uint64_t unmix(std::uint64_t y) noexcept {
  constexpr std::uint64_t undo_first = inverse_of_odd(0xff51afd7ed558ccdULL);
  constexpr std::uint64_t undo_second = inverse_of_odd(0xc4ceb9fe1a85ec53ULL);
  y ^= y >> 33;  // a shift by more than half the word undoes itself
  y *= undo_second;
  y ^= y >> 33;
  y *= undo_first;
  y ^= y >> 33;
  return y;
}

static_assert(unmix(mix(31'612'345'678)) == 31'612'345'678);

}  // namespace callsieve

// Numbers that come in stretches: how far one goes.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "callsieve/number/phone_number.hpp"

namespace callsieve {

/// How many numbers, from the front on, lie between `first` and `last`, both included. Cost: a quarter of a nanosecond
/// a number in long stretches; where stretches are short, two comparisons a number.
[[nodiscard]] inline std::size_t leading_within(std::span<const phone_number> numbers, phone_number first,
                                                phone_number last) noexcept {
  constexpr std::size_t alone = 8, together = 32;  // a long stretch is judged by one branch for so many
  const std::uint64_t from = first.value(), reach = last.value() - from;
  const std::size_t size = numbers.size();
  std::size_t count = 0;
  for (const std::size_t few = std::min(alone, size); count < few; ++count) {
    if (numbers[count].value() - from > reach) return count;
  }
  for (; count + together <= size; count += together) {
    std::uint64_t outside = 0;  // its highest bit: below first, or beyond last (all are far below 2^63)
    for (std::size_t i = 0; i < together; ++i) {
      const std::uint64_t distance = numbers[count + i].value() - from;
      outside |= distance | (reach - distance);
    }
    if (outside >> 63 != 0) break;
  }
  while (count < size && numbers[count].value() - from <= reach) ++count;
  return count;
}

}  // namespace callsieve

// What the plan says of a number, remembered for its neighbours.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "callsieve/number/numbering_plan.hpp"
#include "callsieve/sets/block.hpp"

namespace callsieve {

/// Registries come in area codes, and area codes are cut into stretches of thousands of numbers and more.
/// Cost: 280 KiB; a nanosecond or two a number, or classify_around() where nothing is known yet. Threads: one.
class plan_stretches {
 public:
  /// The stretch in which the number lies: for numbers that come in stretches. Lifetime: until the next call.
  [[nodiscard]] const plan_stretch& around(phone_number number) noexcept {
    if (number < last_.first || last_.last < number) last_ = classify_around(number);
    return last_;
  }
  /// Whether the plan has the number: for numbers in any order.
  [[nodiscard]] bool has(phone_number number) noexcept {
    const std::uint32_t block = block_of(number), offset = offset_of(number);
    known_block& known = blocks_[block % blocks_.size()];
    const std::uint32_t piece = offset / piece_numbers;
    const std::uint64_t bit = std::uint64_t{1} << (piece % 64);
    if (known.block == block && (known.met[piece / 64] & bit) != 0) return (known.valid[piece / 64] & bit) != 0;
    return learn(known, number);
  }

 private:
  static constexpr std::uint32_t piece_numbers = 10'000;
  static constexpr std::uint32_t pieces = block_numbers / piece_numbers;
  /// Of each piece of a block that lies in one stretch: whether it was met, and is valid.
  struct known_block {
    std::uint32_t block = ~0U;
    std::array<std::uint64_t, (pieces + 63) / 64> met{}, valid{};
  };

  static bool learn(known_block& known, phone_number number) noexcept {
    const plan_stretch stretch = classify_around(number);
    const std::uint32_t block = block_of(number);
    if (known.block != block) known = {block, {}, {}};
    const std::uint64_t begin = number_in_block(block, 0).value(), end = begin + block_numbers;
    const std::uint64_t from = std::max(stretch.first.value(), begin) - begin;
    const std::uint64_t to = std::min(stretch.last.value() + 1, end) - begin;
    for (std::uint64_t piece = (from + piece_numbers - 1) / piece_numbers; (piece + 1) * piece_numbers <= to; ++piece) {
      const std::uint64_t bit = std::uint64_t{1} << (piece % 64);
      known.met[piece / 64] |= bit;
      if (stretch.entry.valid) known.valid[piece / 64] |= bit;
    }
    return stretch.entry.valid;
  }

  plan_stretch last_;
  std::vector<known_block> blocks_ = std::vector<known_block>(1024);
};

}  // namespace callsieve

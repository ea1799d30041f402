// The numbers met so far: what --dedupe remembers.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "callsieve/number/phone_number.hpp"

#include "scrub/seen_part.hpp"

namespace callsieve::detail {

/// An exact set of numbers that only grows. Its parts know nothing of each other: different threads may work on
/// different ones. Cost: as seen_part, which see; bench/README.md has figures. Threads: one at a time in each part.
class seen_numbers {
 public:
  static constexpr std::size_t part_count = std::size_t{1} << (mixed_bits - seen_part::bits);

  /// The numbers of a batch by part, in the batch's order within each. Kept from batch to batch for its memory.
  class parted_batch {
   public:
    /// Takes a batch of fewer than 2^32 numbers.
    void take(std::span<const phone_number> numbers);

   private:
    friend class seen_numbers;
    std::array<std::uint32_t, part_count + 1> begins_{};
    std::vector<std::uint64_t> in_order_, mixed_;
    std::vector<std::uint32_t> places_;  ///< in the batch
  };

  /// repeated[i] becomes 1 where number i of the batch belongs to the part and was met before: earlier in the batch, or
  /// in a call before for the same part; 0 where it was not. Others are left as they are.
  void meet(const parted_batch& batch, std::size_t part, std::span<std::uint8_t> repeated);

  /// To be asked while nobody meets.
  [[nodiscard]] std::size_t size() const noexcept;
  [[nodiscard]] std::size_t bytes() const noexcept;

 private:
  std::array<seen_part, part_count> parts_;
};

}  // namespace callsieve::detail

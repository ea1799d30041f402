// The numbers met so far: what --dedupe remembers.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "callsieve/number/phone_number.hpp"

namespace callsieve::detail {

/// An exact set of numbers that only grows, in shards that grow one by one: no moment needs twice the memory.
/// Cost: one or two cache lines a number, prefetched; 10.7 to 14.3 bytes a distinct number from a few thousand on, and
/// one shard of 256 twice while it grows. Threads: one at a time.
class seen_numbers {
 public:
  /// repeated[i] becomes 1 when numbers[i] was met before, earlier in `numbers` or in a call before, else 0.
  /// Requires equal sizes, and no number that is none.
  void meet(std::span<const phone_number> numbers, std::span<std::uint8_t> repeated);

  [[nodiscard]] std::size_t size() const noexcept;
  [[nodiscard]] std::size_t bytes() const noexcept;

 private:
  static constexpr std::size_t shard_count = 256;

  /// Open addressing in the order of the mixed numbers: growing copies from front to back.
  struct shard {
    std::vector<std::uint64_t> slots;  ///< 0: free
    std::size_t used = 0, most = 0;
  };
  static void grow(shard& in);
  static bool insert(shard& in, std::uint64_t number, std::uint64_t mixed) noexcept;

  std::array<shard, shard_count> shards_;
};

}  // namespace callsieve::detail

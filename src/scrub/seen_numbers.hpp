// The numbers met so far: what --dedupe remembers.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "callsieve/number/phone_number.hpp"

namespace callsieve::detail {

/// An exact set of numbers that only grows, in many small tables that grow one by one: no moment needs twice the
/// memory. Its parts know nothing of each other: different threads may work on different ones. Cost: one or two cache
/// lines a number, prefetched; 10.7 to 15 bytes a distinct number from a few thousand on. bench/README.md has figures.
/// Threads: one at a time in each part.
class seen_numbers {
 public:
  static constexpr std::size_t part_count = 16;

  /// The numbers of a batch by part, in the batch's order within each. Kept from batch to batch for its memory.
  class parted_batch {
   public:
    /// Takes a batch of fewer than 2^32 numbers, none of which is none.
    void take(std::span<const phone_number> numbers);

   private:
    friend class seen_numbers;
    std::array<std::uint32_t, part_count + 1> begins_{};
    std::vector<std::uint64_t> mixed_;
    std::vector<std::uint32_t> places_;  ///< in the batch
  };

  /// repeated[i] becomes 1 where number i of the batch belongs to the part and was met before: earlier in the batch, or
  /// in a call before for the same part; 0 where it was not. Others are left as they are.
  void meet(const parted_batch& batch, std::size_t part, std::span<std::uint8_t> repeated);

  /// To be asked while nobody meets.
  [[nodiscard]] std::size_t size() const noexcept;
  [[nodiscard]] std::size_t bytes() const noexcept;

 private:
  static constexpr std::size_t table_count = 256;

  /// Open addressing, in the order of the mixed numbers: growing copies from front to back.
  struct table {
    std::vector<std::uint64_t> slots;  ///< mixed numbers; 0: free
    std::size_t used = 0, most = 0;
  };
  static void grow(table& in);
  static bool insert(table& in, std::uint64_t mixed) noexcept;

  std::array<table, table_count> tables_;
};

}  // namespace callsieve::detail

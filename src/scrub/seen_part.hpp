// An exact set of mixed numbers that only grows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "absl/container/flat_hash_set.h"
#include "io/page_memory.hpp"
#include "scrub/kernels/seen_kernel.hpp"

namespace callsieve::detail {

/// Lines of twelve numbers (kernels/seen_kernel.hpp), twice as many when they hold eight and a quarter on average, in
/// place; numbers whose line is full stand in a hash set beside: two in a hundred at most, when numbers fall evenly.
/// Cost: a cache line a number, asked for in advance; a first page of 4 KiB, then 7.8 to 15.5 bytes a number; a number
/// moves once on average when the lines double. Numbers chosen so that all fall on few lines (the mix is no secret)
/// cost what the hash set costs: 100 to 220 ns and up to 21 bytes each, half as much again while it grows.
/// Errors: std::bad_alloc. Threads: one at a time.
class seen_part {
 public:
  /// The bits of a mixed number above these are the same for all numbers of the part.
  static constexpr unsigned bits = number_line::kept_bits + 6;

  /// repeated[places[i]] becomes 1 where number i was met before, here or in a call before, else 0.
  void meet(std::span<const std::uint64_t> mixed, std::span<const std::uint32_t> places,
            std::span<std::uint8_t> repeated);

  [[nodiscard]] std::size_t size() const noexcept { return in_lines_ + beside_.size(); }
  [[nodiscard]] std::size_t bytes() const noexcept;

 private:
  void grow();
  bool add_to_line(std::uint64_t mixed) noexcept;

  page_memory memory_;
  line_table table_{nullptr, 0, bits};
  std::size_t in_lines_ = 0, most_in_lines_ = 0;
  absl::flat_hash_set<std::uint64_t> beside_;  ///< each of a line that is full
};

}  // namespace callsieve::detail

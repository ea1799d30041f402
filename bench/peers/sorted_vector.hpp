// Sorted 8-byte numbers, sixteen binary searches at a time, each step prefetched.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace bench {

class sorted_vector {
 public:
  static constexpr const char* name = "sorted vector";
  void reserve(std::uint64_t count) { numbers_.reserve(count); }
  /// Ascending numbers.
  void add(std::span<const std::uint64_t> numbers) { numbers_.insert(numbers_.end(), numbers.begin(), numbers.end()); }
  [[nodiscard]] std::size_t bytes() const { return numbers_.size() * sizeof(std::uint64_t); }
  /// Bit i % 64 of bits[i / 64], zero before, becomes whether numbers[i] is there.
  void probe(std::span<const std::uint64_t> numbers, std::uint64_t* bits) const {
    constexpr std::size_t together = 16;
    for (std::size_t from = 0; from < numbers.size(); from += together) {
      const auto group = numbers.subspan(from, std::min(together, numbers.size() - from));
      std::array<const std::uint64_t*, together> at;
      at.fill(numbers_.data());
      std::size_t left = numbers_.size();
      while (left > 1) {
        const std::size_t half = left / 2;
        left -= half;
        for (std::size_t i = 0; i < group.size(); ++i) {
          at[i] += at[i][half - 1] < group[i] ? half : 0;
          __builtin_prefetch(at[i] + left / 2 - (left > 1));
        }
      }
      for (std::size_t i = 0; i < group.size(); ++i) {
        bits[from / 64] |= std::uint64_t{*at[i] == group[i]} << (from + i) % 64;
      }
    }
  }

 private:
  std::vector<std::uint64_t> numbers_;
};

}  // namespace bench

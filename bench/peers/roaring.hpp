// CRoaring's 64-bit set, where its headers are installed (libroaring-dev).
#pragma once

#include <cstddef>
#include <cstdint>
#include <roaring/roaring64map.hh>
#include <span>

namespace bench {

class roaring_set {
 public:
  static constexpr const char* name = "roaring";
  /// Ascending numbers: its builder's best case.
  void add(std::span<const std::uint64_t> numbers) { set_.addMany(numbers.size(), numbers.data()); }
  void finish() {
    set_.runOptimize();
    set_.shrinkToFit();
  }
  [[nodiscard]] std::size_t bytes() const { return set_.getSizeInBytes(); }
  /// Bit i % 64 of bits[i / 64], zero before, becomes whether numbers[i] is there.
  void probe(std::span<const std::uint64_t> numbers, std::uint64_t* bits) const {
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      bits[i / 64] |= std::uint64_t{set_.contains(numbers[i])} << i % 64;
    }
  }

 private:
  Roaring64Map set_;
};

}  // namespace bench

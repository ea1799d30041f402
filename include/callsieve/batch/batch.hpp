// The numbers processed together, and the rows of them still undecided.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <string_view>

#include "callsieve/number/numbering_plan.hpp"
#include "callsieve/number/phone_number.hpp"

namespace callsieve {

/// Numbers per batch at most: columns of a batch stay within the first-level cache.
inline constexpr std::size_t batch_capacity = 2048;

/// A column of the call list that some rule asks for, as text without the blanks around it. A name as the policy spells
/// it; a value a number of the batch (the numbers of one row share it).
struct text_column {
  std::string_view name;
  std::span<const std::string_view> values;
};

/// Borrowed columns, all of one length (at most batch_capacity). Every number is valid: what cannot be called for its
/// form alone never reaches a rule.
struct batch {
  std::span<const phone_number> numbers;
  std::span<const region_id> regions;
  std::span<const number_type> types;
  /// 1 where the same number came earlier in the input; empty when nobody keeps track (then no number is a duplicate).
  std::span<const std::uint8_t> duplicates;
  /// What pipeline::columns() asks for; rules on a column that is not here are unknown.
  std::span<const text_column> columns{};

  [[nodiscard]] std::size_t size() const noexcept { return numbers.size(); }
  /// The column of that name; none when the input has none.
  [[nodiscard]] const text_column* column(std::string_view name) const noexcept {
    for (const text_column& one : columns) {
      if (one.name == name) return &one;
    }
    return nullptr;
  }
};

/// Row ids of a batch, ascending. Size 4 KiB; lives on the stack or in per-thread scratch.
class selection {
 public:
  selection() = default;
  /// All rows 0 .. count-1. Requires count <= batch_capacity.
  explicit selection(std::size_t count) : size_(count) {
    std::iota(ids_.begin(), ids_.begin() + count, std::uint16_t{0});
  }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] std::uint16_t operator[](std::size_t i) const noexcept { return ids_[i]; }
  [[nodiscard]] std::span<const std::uint16_t> ids() const noexcept { return {ids_.data(), size_}; }

  /// Keeps the positions whose flag is nonzero, in order, without branching on it. Requires keep.size() == size().
  void keep_if(std::span<const std::uint8_t> keep) noexcept {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < size_; ++i) {
      ids_[kept] = ids_[i];
      kept += keep[i] != 0;
    }
    size_ = kept;
  }

 private:
  std::array<std::uint16_t, batch_capacity> ids_;
  std::size_t size_ = 0;
};

}  // namespace callsieve

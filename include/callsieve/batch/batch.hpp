// The numbers processed together, and the rows of them still undecided.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <numeric>
#include <span>
#include <string_view>

#include "callsieve/batch/truth.hpp"
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

  /// Keeps the rows of which a predicate says no, in order, and of the others those for which `keep(row, said)` is
  /// true. Eight rows that are all kept cost one comparison. Requires said.size() == size().
  template <class Keep>
  void keep_if(std::span<const truth> said, Keep keep) noexcept {
    static_assert(static_cast<std::uint8_t>(truth::no) == 0);
    constexpr std::size_t together = 8;
    std::size_t kept = 0, i = 0;
    for (; i + together <= size_; i += together) {
      std::uint64_t answers = 0;
      std::memcpy(&answers, said.data() + i, together);
      if (answers == 0) {
        std::array<std::uint16_t, together> rows;
        std::memcpy(rows.data(), ids_.data() + i, sizeof rows);
        std::memcpy(ids_.data() + kept, rows.data(), sizeof rows);
        kept += together;
        continue;
      }
      for (std::size_t place = i; place < i + together; ++place) kept += take(place, kept, said[place], keep);
    }
    for (; i < size_; ++i) kept += take(i, kept, said[i], keep);
    size_ = kept;
  }

 private:
  template <class Keep>
  std::size_t take(std::size_t place, std::size_t kept, truth said, Keep& keep) noexcept {
    const std::uint16_t row = ids_[place];
    ids_[kept] = row;
    return said == truth::no || keep(row, said) ? 1 : 0;
  }

  std::array<std::uint16_t, batch_capacity> ids_;
  std::size_t size_ = 0;
};

}  // namespace callsieve

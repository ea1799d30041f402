// The numbers processed together.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "callsieve/number/numbering_plan.hpp"
#include "callsieve/number/phone_number.hpp"

namespace callsieve {

/// Numbers per batch at most: columns of a batch stay within the first-level cache.
inline constexpr std::size_t batch_capacity = 2048;

/// The place of a number in its batch. (32 bits were measured, too: bench/README.md.)
using lane_id = std::uint16_t;

/// Numbers asked together where they are few, as by a dialer: a sixtieth of the stack.
inline constexpr std::size_t few_lanes = 64;

/// A column of the call list that some rule asks for, as text without the blanks around it. A name as the policy spells
/// it; a value a number of the batch (the numbers of one row share it).
struct text_column {
  std::string_view name;
  std::span<const std::string_view> values;
};

/// Borrowed columns, all of one length. Every number is valid: what cannot be called for its form alone never reaches a
/// rule.
struct batch {
  std::span<const phone_number> numbers;
  std::span<const region_id> regions;
  std::span<const number_type> types;
  /// 1 where the same number came earlier in the input; empty when nobody keeps track (then no number is a duplicate).
  std::span<const std::uint8_t> duplicates;
  /// What pipeline::columns() asks for; rules on a column that is not here are unknown.
  std::span<const text_column> columns{};
  std::size_t first = 0;  ///< where in the columns the first number's values stand: of a part of a longer batch

  [[nodiscard]] std::size_t size() const noexcept { return numbers.size(); }
  /// The column of that name; none when the input has none.
  [[nodiscard]] const text_column* column(std::string_view name) const noexcept {
    for (const text_column& one : columns) {
      if (one.name == name) return &one;
    }
    return nullptr;
  }
  /// What stands in the column beside a number.
  [[nodiscard]] std::string_view value(const text_column& column, std::size_t lane) const noexcept {
    return column.values[first + lane];
  }
  /// Some of the numbers. Requires from + count <= size(). Lifetime: that of the columns.
  [[nodiscard]] batch part(std::size_t from, std::size_t count) const noexcept {
    const auto some = [=](auto column) { return column.empty() ? column : column.subspan(from, count); };
    return {some(numbers), some(regions), some(types), some(duplicates), columns, first + from};
  }
};

}  // namespace callsieve

// Whether a column holds phone numbers, by its cells alone.
#pragma once

#include <cstddef>
#include <string_view>

#include "callsieve/number/numbering_plan.hpp"

namespace callsieve::detail {

/// Takes in the cells of one column, in order.
class phone_content {
 public:
  static constexpr std::size_t cells_wanted = 200;

  void add(std::string_view cell, region_id region);

  /// Most cells are valid numbers that look like phone numbers, and they are not a running count.
  [[nodiscard]] bool looks_like_phones() const noexcept;
  [[nodiscard]] std::size_t cells() const noexcept { return cells_; }
  [[nodiscard]] std::size_t phones() const noexcept { return phones_; }

 private:
  std::size_t cells_ = 0;  ///< that are not empty
  std::size_t phones_ = 0;
  std::size_t rising_ = 0;  ///< phones that are a little more than the one before, as order numbers are
  std::uint64_t last_ = 0;
};

/// Whether a cell is written as a date is: `2024-03-01`, `1/3/2024 10:30`.
[[nodiscard]] bool written_like_a_date(std::string_view cell) noexcept;

/// Whether a cell is written as a phone number is: at least seven digits of any script, and no date, decimal or
/// address; of words hardly more than those that name a column of phones.
[[nodiscard]] bool written_like_a_phone(std::string_view cell);

}  // namespace callsieve::detail

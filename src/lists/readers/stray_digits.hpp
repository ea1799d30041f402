// Cells in which more digits stand beside a number's own: `2. 2025550123`, `2025550164.0 wrong number`.
#pragma once

#include <cstddef>
#include <string_view>

#include "callsieve/number/parse.hpp"

namespace callsieve {

/// A first look, which hardly any cell passes.
[[nodiscard]] constexpr bool may_begin_with_count(std::string_view cell) noexcept {
  constexpr std::size_t shortest = 10;
  if (cell.size() <= shortest) return false;
  const auto ends_count = [cell](std::size_t at) {
    return (cell[at] == '.' || cell[at] == ')') && cell[at + 1] == ' ';
  };
  return ends_count(1) || ends_count(2) || ends_count(3);
}

/// The number that parse() made of the cell, or where it is none of the plan, the one that is left without a count
/// before it or a small group of digits behind it; `not_a_number` where both may be meant. Cost: a comparison or two
/// for most cells; one to three parse() for those outside the plan.
[[nodiscard]] parsed_number without_stray_digits(std::string_view cell, const parsed_number& number, region_id region);

}  // namespace callsieve

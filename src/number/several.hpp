// Two numbers in one cell: "0123 4567890 / 0123 4567891", with &, ;, a comma, a word or a new line between, or with no
// more than a blank or a dash.
#pragma once

#include "callsieve/number/parse.hpp"

#include "cell_digits.hpp"
#include "unicode.hpp"

namespace callsieve::number_detail {

/// Are two parts of the text valid numbers? When the text is a valid number as it stands, a slash parts numbers only
/// where a new one plainly begins, with a zero or a plus sign. Blanks and dashes part none.
[[nodiscard]] bool has_several(cell_text text, region_id default_region, bool valid_as_one) noexcept;

/// Is the text valid numbers from end to end, two or more, with no more than blanks, dashes and other punctuation
/// between? For texts that are no valid number as they stand.
[[nodiscard]] bool is_chain_of_numbers(std::string_view symbols, region_id default_region) noexcept;

/// Either of both, for digits and punctuation alone.
[[nodiscard]] bool has_several(const cell_digits& cell, region_id default_region, bool valid_as_one) noexcept;

/// No part with fewer digits is looked at.
inline constexpr int fewest_part_digits = 4;

/// Could something in this cell have a number on either side?
[[nodiscard]] inline bool may_have_several(const cell_digits& cell, bool valid_as_one) noexcept {
  const std::uint64_t between = valid_as_one ? cell.slashes : cell.gaps;
  if (between == 0 || cell.count < 2 * fewest_part_digits) return false;
  const auto first = std::uint64_t{1} << static_cast<unsigned>(fewest_part_digits);
  const auto behind = std::uint64_t{1} << static_cast<unsigned>(cell.count - fewest_part_digits + 1);
  return (between & (behind - first)) != 0;
}

}  // namespace callsieve::number_detail

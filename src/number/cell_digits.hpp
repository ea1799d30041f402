// A cell once it is nothing but digits, and how the plan reads those.
//
// What: read_usual takes the spellings that nearly all cells have, in one pass; read_cell asks the plan. Cells that
// read_usual refuses go to unusual_cell.hpp. Cost: no allocation. Trust: any bytes, any length.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "callsieve/number/parse.hpp"

namespace callsieve::number_detail {

struct cell_digits {
  /// More than any number has with its prefixes: 17 digits, a calling code, and two prefixes of up to 10.
  static constexpr int capacity = 48;
  std::array<std::uint8_t, capacity> digits;  ///< values 0 to 9
  int count = 0;
  bool plus = false;          ///< a plus sign stood before them
  bool plain = false;         ///< nothing but digits: a spreadsheet may have taken the cell for an amount
  std::uint64_t slashes = 0;  ///< bit n: a slash stood behind n digits
  std::uint64_t gaps = 0;     ///< bit n: a slash, blank, dash, dot or bracket stood there
};

/// Fills `cell` from ASCII digits, a plus sign and " -./()[]", blanks around them. False, and `cell` means nothing, for
/// all other text, for fewer than three digits, and for what may have a fraction.
[[nodiscard]] bool read_usual(std::string_view text, cell_digits& cell) noexcept;

/// What the digits are in that region; by default as they stand.
[[nodiscard]] parsed_number read_cell(const cell_digits& cell, region_id default_region,
                                      plus_lost lost = plus_lost::no) noexcept;

/// As read_cell, but plain digits that are no number may have lost a zero to a spreadsheet.
[[nodiscard]] parsed_number read_cell_mended(const cell_digits& cell, region_id default_region,
                                             plus_lost lost = plus_lost::no) noexcept;

[[nodiscard]] constexpr parsed_number failed(parse_error error) noexcept {
  parsed_number result;
  result.error = error;
  return result;
}

}  // namespace callsieve::number_detail

// From the text of a cell to the digits to be read: punctuation, extensions and spreadsheet damage end here.
//
// Cost: a pass or two over the text, no allocation. Trust: any bytes, any length.
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
  bool plus = false;   ///< a plus sign stood before them
  bool plain = false;  ///< nothing but digits: a spreadsheet may have taken the cell for an amount
  parse_error error = parse_error::none;
};

/// Fills `cell`; on an error its digits mean nothing.
void read_digits(std::string_view text, cell_digits& cell) noexcept;

}  // namespace callsieve::number_detail

// What spreadsheets and exports do to a cell that holds a number.
#pragma once

#include "unicode.hpp"

namespace callsieve::number_detail {

/// Without what keeps a spreadsheet from touching a number (="...", '..., "...") and without blanks around.
[[nodiscard]] cell_text without_wrapping(cell_text text) noexcept;

/// Digits were lost, or nobody can tell which ones are the number's: 3.16E+10, ########, #REF!, 2079460123.00.
[[nodiscard]] bool is_damaged(cell_text text) noexcept;

/// 612345678.0, which went through a floating-point column, without its fraction; any other text as it is.
[[nodiscard]] cell_text without_fraction(cell_text text) noexcept;

}  // namespace callsieve::number_detail

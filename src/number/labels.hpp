// Words that people write beside a number to say whose or what it is: never digits spelled on a keypad.
#pragma once

#include <cstddef>

#include "unicode.hpp"

namespace callsieve::number_detail {

/// A run of letters of any script.
struct letter_run {
  std::size_t begin;
  std::size_t end;
};
/// The first run at or after `from`; begin == end == the text's size when there is none.
[[nodiscard]] letter_run next_letters(cell_text text, std::size_t from) noexcept;

/// Lower case in the alphabets of Latin, Greek and Cyrillic.
[[nodiscard]] char32_t lower_case(char32_t point) noexcept;

/// Is this run, in any case, a known label ("work", "mob", "thuis", ...)?
[[nodiscard]] bool is_label(cell_text run) noexcept;
/// A single letter that labels a number when it stands behind it: (h), (w), (m), ...
[[nodiscard]] bool is_label_letter(cell_text run) noexcept;
/// Nothing but letters that are taken for 0 or 1: O, I, l, and capital o of Greek and Cyrillic.
[[nodiscard]] bool looks_like_digits(cell_text run) noexcept;

}  // namespace callsieve::number_detail

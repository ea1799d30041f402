// What readers ask of the beginning of a file to tell whether it is theirs.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "lists/readers/reader.hpp"
#include "lists/readers/words.hpp"

namespace callsieve::readers {

inline constexpr std::size_t lines_looked_at = 100;

[[nodiscard]] constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr std::size_t count_digits(std::string_view text) noexcept {
  std::size_t digits = 0;
  for (const char c : text) digits += is_digit(c) ? 1 : 0;
  return digits;
}
[[nodiscard]] constexpr bool all_digits(std::string_view text) noexcept {
  return !text.empty() && count_digits(text) == text.size();
}

/// The beginning of a file without what stands before its first row: a byte-order mark, Excel's line `sep=;`.
[[nodiscard]] std::string_view without_preamble(std::string_view head);

/// The first lines with content, as they are but for their line ends; a last one that may be cut is left out, unless
/// it is the only one.
[[nodiscard]] std::vector<std::string_view> first_lines(const file_look& look);

/// The fields of the first line, decoded.
[[nodiscard]] std::vector<std::string> first_cells(const file_look& look);

/// The fields of a line, decoded; a delimiter inside quotes is taken for one between fields.
[[nodiscard]] std::vector<std::string> cells_of(std::string_view line, char delimiter);

/// Lower case, ASCII.
[[nodiscard]] std::string lower(std::string_view text);

}  // namespace callsieve::readers

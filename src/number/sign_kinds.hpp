// What a sign between digits is to a number, for those who look for numbers within a text.
#pragma once

#include <cstdint>

#include "unicode.hpp"

namespace callsieve::number_detail {

enum class kind : std::uint8_t {
  digit,
  letter,
  plus,
  light,  ///< may stand between the digits of one number: blanks, dashes, brackets
  slash,  ///< may, too, but more often parts two
  mark    ///< parts numbers for people: commas, colons, line ends, other scripts; a broken cell may have them in one
};

/// Marks of direction, joiners, thin blanks, keycaps: what copying from a web page or an address book brings.
[[nodiscard]] constexpr bool is_invisible(char32_t point) noexcept {
  return (point >= 0x2000 && point <= 0x200F) || (point >= 0x202A && point <= 0x202F) ||
         (point >= 0x205F && point <= 0x206F) || (point >= 0xFE00 && point <= 0xFE0F) || point == 0x20E3 ||
         point == 0xFEFF || point == 0x061C;
}

/// The same in the single-byte encodings of the west: no-break blank, soft hyphen, two dashes.
[[nodiscard]] constexpr bool is_light_byte(unsigned char byte) noexcept {
  return byte == 0xA0 || byte == 0xAD || byte == 0x96 || byte == 0x97;
}

[[nodiscard]] inline kind kind_of(const text_symbol& one) noexcept {
  if (!one.is_utf8) return is_light_byte(static_cast<unsigned char>(one.symbol)) ? kind::light : kind::mark;
  if (is_digit(one.symbol)) return kind::digit;
  if (is_plus(one.symbol)) return kind::plus;
  if (is_letter(one.symbol)) return kind::letter;
  if (one.symbol == '/') return kind::slash;
  const bool light = is_punctuation(one.symbol) || one.symbol == '*' || is_invisible(one.point);
  return light ? kind::light : kind::mark;
}

}  // namespace callsieve::number_detail

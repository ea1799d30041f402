// Code points of a cell, and what they are to a number.
//
// What: a cell's text is decoded once and each code point becomes one symbol, a byte: ASCII as it is, decimal digits of
// any script as 0 to 9, and the classes below for everything else. All further reading works on symbols; the code
// points stay beside them for words. Cost: linear, at most cell_text_room::capacity code points. Trust: any bytes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "callsieve/number/parse.hpp"

namespace callsieve::number_detail {

/// What code points beyond ASCII are to a number. Lower and upper case share a symbol.
namespace symbol {
inline constexpr char no_break_space = '\x80';
inline constexpr char punctuation = '\x81';         ///< dashes, spaces, brackets, tildes that libphonenumber reads
inline constexpr char letter_punctuation = '\x82';  ///< U+30FC: a dash to a number, a letter to Unicode
inline constexpr char sign = '\x83';                ///< neither letter nor number
inline constexpr char word = '\x84';                ///< letters and numerals that no number has
inline constexpr char wide_plus = '\x85';
inline constexpr char wide_hash = '\x86';
inline constexpr char wide_stop = '\x87';
// Letters of marks before extensions: full width, the accented o, the Cyrillic "dob".
inline constexpr char wide_e = '\x88';
inline constexpr char wide_x = '\x89';
inline constexpr char wide_t = '\x8A';
inline constexpr char wide_n = '\x8B';
inline constexpr char wide_i = '\x8C';
inline constexpr char o_acute = '\x8D';
inline constexpr char cyrillic_de = '\x8E';
inline constexpr char cyrillic_o = '\x8F';
inline constexpr char cyrillic_be = '\x90';
inline constexpr char acute_accent = '\x91';  ///< combining
}  // namespace symbol

[[nodiscard]] constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr char to_lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
[[nodiscard]] constexpr bool is_letter(char c) noexcept { return to_lower(c) >= 'a' && to_lower(c) <= 'z'; }
[[nodiscard]] constexpr bool is_plus(char c) noexcept { return c == '+' || c == symbol::wide_plus; }
/// 2 for abc, 3 for def, ... 9 for wxyz. Requires an ASCII letter.
[[nodiscard]] constexpr std::uint8_t keypad_digit(char letter) noexcept {
  constexpr std::string_view keypad = "22233344455566677778889999";
  return static_cast<std::uint8_t>(keypad[static_cast<std::size_t>(to_lower(letter) - 'a')] - '0');
}
/// Any letter or numeral that is no decimal digit, ASCII or not.
[[nodiscard]] constexpr bool is_word(char c) noexcept {
  return is_letter(c) || c == symbol::word || c == symbol::letter_punctuation ||
         (c >= symbol::wide_e && c <= symbol::cyrillic_be);
}
/// What may stand between the digits of a number, the letter x included; not the star.
[[nodiscard]] constexpr bool is_punctuation(char c) noexcept {
  switch (c) {
    case ' ':
    case '-':
    case '.':
    case '/':
    case '(':
    case ')':
    case '[':
    case ']':
    case '~':
    case 'x':
    case 'X':
    case symbol::no_break_space:
    case symbol::punctuation:
    case symbol::letter_punctuation:
    case symbol::wide_stop: return true;
    default: return false;
  }
}

/// A cell, or a part of one; borrows a cell_text_room.
struct cell_text {
  std::string_view symbols;
  const char32_t* points = nullptr;

  [[nodiscard]] cell_text substr(std::size_t from, std::size_t count = std::string_view::npos) const noexcept {
    return {symbols.substr(from, count), points + from};
  }
};

/// Where a cell's symbols live.
struct cell_text_room {
  /// As libphonenumber: what is longer holds no number.
  static constexpr std::size_t capacity = 250;
  std::array<char, capacity> symbols;
  std::array<char32_t, capacity> points;
  std::size_t count = 0;

  void append(cell_text text) noexcept;
  [[nodiscard]] cell_text text() const noexcept { return {{symbols.data(), count}, points.data()}; }
};

/// One code point of a text, or one byte that begins none.
struct text_symbol {
  char symbol = '\0';  ///< as in a cell_text; of what is no UTF-8 the byte itself
  char32_t point = 0;
  bool is_utf8 = true;
};
/// Takes the symbol at `at`, which moves behind it. Requires at < text.size().
[[nodiscard]] text_symbol next_symbol(std::string_view text, std::size_t& at) noexcept;

/// Decodes a cell. Errors: not_a_number for control characters and for bytes that are no UTF-8; too_long.
[[nodiscard]] parse_error decode(std::string_view text, cell_text_room& room) noexcept;

// What src/tablegen/make_unicode.py writes; both tables ascend.
struct code_point_range {
  char32_t first;
  char32_t last;
};
extern const int digit_block_count;
extern const char32_t digit_blocks[];  ///< zeros, each followed by its nine digits
extern const int word_range_count;
extern const code_point_range word_ranges[];

}  // namespace callsieve::number_detail

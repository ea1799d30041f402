#include "scrub/masked.hpp"

#include <cstddef>

namespace callsieve::detail {

std::string masked(std::string_view cell) {
  constexpr std::size_t most = 32, digits_shown = 3;
  std::string text;
  std::size_t digits = 0, characters = 0;
  for (const char c : cell) {
    if ((c & 0xC0) == 0x80) continue;  // of UTF-8: the first byte stood for all of them
    if (characters++ == most) return text + "...";
    const bool is_digit = c >= '0' && c <= '9';
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
    const bool is_blank = c == '\n' || c == '\r' || c == '\t';
    digits += is_digit;
    text += is_digit ? (digits > digits_shown ? '#' : c) : is_letter ? 'x' : is_blank || c < ' ' || c == 0x7F ? ' ' : c;
  }
  return text;
}

}  // namespace callsieve::detail

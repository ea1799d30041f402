#include "unicode.hpp"

#include <algorithm>

namespace callsieve::number_detail {
namespace {

constexpr char32_t no_code_point = 0xFFFFFFFF;

/// The code point that begins at `at`, which moves behind it; no_code_point for what is no UTF-8.
char32_t next_code_point(std::string_view text, std::size_t& at) noexcept {
  const auto lead = static_cast<unsigned char>(text[at++]);
  if (lead < 0x80) return lead;
  const std::size_t following = lead < 0xC2 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : lead < 0xF5 ? 3 : 0;
  if (following == 0 || text.size() - at < following) return no_code_point;
  char32_t point = lead & (0x3FU >> following);
  for (std::size_t i = 0; i < following; ++i) {
    const auto byte = static_cast<unsigned char>(text[at++]);
    if ((byte & 0xC0U) != 0x80) return no_code_point;
    point = point << 6U | (byte & 0x3FU);
  }
  constexpr std::array<char32_t, 4> least = {0, 0x80, 0x800, 0x10000};
  const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
  return point < least[following] || point > 0x10FFFF || surrogate ? no_code_point : point;
}

constexpr bool is_control(char32_t point) noexcept {
  return (point < 0x20 && (point < '\t' || point > '\r')) || point == 0x7F;
}

/// The symbols of single code points.
constexpr char special_symbol(char32_t point) noexcept {
  switch (point) {
    case 0x00A0: return symbol::no_break_space;
    case 0x00AD:  // soft hyphen
    case 0x200B:  // zero-width space
    case 0x2053:  // swung dash
    case 0x2060:  // word joiner
    case 0x2212:  // minus
    case 0x3000:  // ideographic space
    case 0xFF08:
    case 0xFF09:
    case 0xFF0D:
    case 0xFF0F:
    case 0xFF3B:
    case 0xFF3D:
    case 0x223C: return symbol::punctuation;
    case 0x30FC: return symbol::letter_punctuation;
    case 0xFF5E: return '~';
    case 0xFF0B: return symbol::wide_plus;
    case 0xFF03: return symbol::wide_hash;
    case 0xFF0E: return symbol::wide_stop;
    case 0xFF25:
    case 0xFF45: return symbol::wide_e;
    case 0xFF38:
    case 0xFF58: return symbol::wide_x;
    case 0xFF34:
    case 0xFF54: return symbol::wide_t;
    case 0xFF2E:
    case 0xFF4E: return symbol::wide_n;
    case 0xFF29:
    case 0xFF49: return symbol::wide_i;
    case 0x00D3:
    case 0x00F3: return symbol::o_acute;
    case 0x0414:
    case 0x0434: return symbol::cyrillic_de;
    case 0x041E:
    case 0x043E: return symbol::cyrillic_o;
    case 0x0411:
    case 0x0431: return symbol::cyrillic_be;
    case 0x0301: return symbol::acute_accent;
    default: return point >= 0x2010 && point <= 0x2015 ? symbol::punctuation : '\0';
  }
}

char symbol_of(char32_t point) noexcept {
  if (point < 0x80) return static_cast<char>(point);
  if (const char special = special_symbol(point); special != '\0') return special;

  const auto* const block = std::upper_bound(digit_blocks, digit_blocks + digit_block_count, point);
  if (block != digit_blocks && point - block[-1] < 10) return static_cast<char>('0' + (point - block[-1]));

  const auto* const end = word_ranges + word_range_count;
  const auto* const range =
      std::lower_bound(word_ranges, end, point, [](const code_point_range& r, char32_t p) { return r.last < p; });
  return range != end && range->first <= point ? symbol::word : symbol::sign;
}

}  // namespace

void cell_text_room::append(cell_text text) noexcept {
  const std::size_t length = std::min(text.symbols.size(), capacity - count);
  std::copy_n(text.symbols.data(), length, symbols.data() + count);
  std::copy_n(text.points, length, points.data() + count);
  count += length;
}

text_symbol next_symbol(std::string_view text, std::size_t& at) noexcept {
  const std::size_t begin = at;
  const char32_t point = next_code_point(text, at);
  if (point != no_code_point) return {symbol_of(point), point, true};
  at = begin + 1;
  return {text[begin], 0, false};
}

parse_error decode(std::string_view text, cell_text_room& room) noexcept {
  room.count = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t point = next_code_point(text, at);
    if (point == no_code_point || is_control(point)) return parse_error::not_a_number;
    if (room.count == cell_text_room::capacity) return parse_error::too_long;
    room.symbols[room.count] = symbol_of(point);
    room.points[room.count] = point;
    ++room.count;
  }
  return parse_error::none;
}

}  // namespace callsieve::number_detail

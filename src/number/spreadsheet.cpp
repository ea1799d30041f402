#include "spreadsheet.hpp"

#include <algorithm>

namespace callsieve::number_detail {
namespace {

bool is_blank(char32_t point) noexcept {
  switch (point) {
    case 0x20:
    case 0xA0:
    case 0x200B:
    case 0x202F:
    case 0x205F:
    case 0x2060:
    case 0x3000:
    case 0xFEFF: return true;
    default: return (point >= '\t' && point <= '\r') || (point >= 0x2000 && point <= 0x200A);
  }
}

bool wraps(char32_t point) noexcept { return point == '"' || point == '\'' || point == '=' || is_blank(point); }

bool is_ascii_digit(cell_text text, std::size_t at) noexcept {
  return text.points[at] < 0x80 && is_digit(text.symbols[at]);
}

std::size_t skip_digits(cell_text text, std::size_t at) noexcept {
  while (at < text.symbols.size() && is_ascii_digit(text, at)) ++at;
  return at;
}

/// 3.16E+10, 6,12E+08, 3E10.
bool is_scientific(cell_text text) noexcept {
  const std::string_view symbols = text.symbols;
  std::size_t at = !symbols.empty() && (symbols[0] == '+' || symbols[0] == '-') ? 1 : 0;
  const std::size_t whole = skip_digits(text, at);
  if (whole == at) return false;
  at = whole;
  if (at < symbols.size() && (symbols[at] == '.' || symbols[at] == ',')) at = skip_digits(text, at + 1);
  if (at >= symbols.size() || to_lower(symbols[at]) != 'e') return false;
  ++at;
  if (at < symbols.size() && (symbols[at] == '+' || symbols[at] == '-')) ++at;
  const std::size_t end = skip_digits(text, at);
  return end > at && end == symbols.size();
}

/// ######## (a column too narrow) and error values: #REF!, #NAME?, #N/A, also as other languages spell them.
bool is_error_value(std::string_view text) noexcept {
  if (text.empty() || text.front() != '#') return false;
  if (text.find_first_not_of('#') == std::string_view::npos) return true;
  for (const std::string_view name : {"#N/A", "#N/B", "#N/D", "#NV", "#GETTING_DATA"}) {
    if (text == name) return true;
  }
  if (text.size() <= 2 || !is_letter(text[1]) || (text.back() != '!' && text.back() != '?')) return false;
  const std::string_view name = text.substr(1, text.size() - 2);
  return std::all_of(name.begin(), name.end(), [](char c) { return is_word(c) || c == '/' || c == '0'; });
}

/// How many zeros stand behind the point of plain digits that have nothing else behind it; 0 for any other text.
std::size_t zeros_of_fraction(cell_text text, std::size_t& whole_digits) noexcept {
  const std::string_view symbols = text.symbols;
  const std::size_t point = symbols.find_last_not_of('0');
  if (point == std::string_view::npos || point == 0 || symbols[point] != '.') return 0;
  const std::size_t sign = symbols[0] == '+' ? 1 : 0;
  if (point == sign || skip_digits(text, sign) != point) return 0;
  whole_digits = point - sign;
  return symbols.size() - point - 1;
}

}  // namespace

cell_text without_wrapping(cell_text text) noexcept {
  while (!text.symbols.empty() && wraps(text.points[0])) text = text.substr(1);
  while (!text.symbols.empty() && wraps(text.points[text.symbols.size() - 1])) text.symbols.remove_suffix(1);
  return text;
}

bool is_damaged(cell_text text) noexcept {
  if (is_scientific(text) || is_error_value(text.symbols)) return true;
  // Several zeros may just as well be a group of digits, unless what stands before them is a group itself: 555.0000.
  constexpr std::size_t shortest_amount = 7;
  std::size_t whole_digits = 0;
  return zeros_of_fraction(text, whole_digits) > 1 && whole_digits >= shortest_amount;
}

cell_text without_fraction(cell_text text) noexcept {
  std::size_t whole_digits = 0;
  if (zeros_of_fraction(text, whole_digits) == 1) text.symbols.remove_suffix(2);
  return text;
}

}  // namespace callsieve::number_detail

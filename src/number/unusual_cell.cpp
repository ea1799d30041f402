#include "unusual_cell.hpp"

#include "cell_digits.hpp"
#include "marks.hpp"
#include "one_number.hpp"
#include "several.hpp"
#include "spreadsheet.hpp"
#include "unicode.hpp"

namespace callsieve::number_detail {
namespace {

bool is_blank(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

bool is_all_digits(cell_text text) noexcept {
  for (std::size_t i = 0; i < text.symbols.size(); ++i) {
    if (!is_digit(text.symbols[i]) || text.points[i] >= 0x80) return false;
  }
  return true;
}

}  // namespace

parsed_number read_unusual(std::string_view text, region_id default_region, plus_lost lost) noexcept {
  // Blanks around do not count to the length that a cell may have.
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  cell_text_room room;
  if (const parse_error error = decode(text, room); error != parse_error::none) return failed(error);

  cell_text cell = without_wrapping(room.text());
  if (cell.symbols.empty()) return failed(parse_error::empty);
  if (is_damaged(cell)) return failed(parse_error::spreadsheet_damaged);
  cell = without_fraction(cell);

  // Quotes around a number make it one of the usual cells.
  cell_digits digits;
  if (is_all_digits(cell) && cell.symbols.size() < room.text().symbols.size()) {
    if (read_usual(cell.symbols, digits)) return read_cell_mended(digits, default_region, lost);
  }
  one_number one = read_one(cell, default_region, lost);
  const bool is_one = one.number.in_plan();
  // An extension is not a second number, but a list may go on behind a comma.
  const cell_text whole = one.list || !is_one ? cell : cell.substr(0, one.end);
  const bool chain = !is_one && is_chain_of_numbers(cell.symbols.substr(0, one.end), default_region);
  if (chain || has_several(whole, default_region, is_one)) return failed(parse_error::several_numbers);
  if (one.number.valid() && has_mark(cell)) one.number.error = parse_error::marked;
  return one.number;
}

}  // namespace callsieve::number_detail

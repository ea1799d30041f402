#include "several.hpp"

#include <algorithm>
#include <array>

#include "one_number.hpp"

namespace callsieve::number_detail {
namespace {

/// Where the text may part: between two digits, something that is not punctuation of a number, or a slash.
struct cut {
  std::size_t left_end;
  std::size_t right_begin;
};

/// A list of more numbers than this is recognised by its first ones.
constexpr std::size_t most_cuts = 32;
/// A number may hold slashes of its own: "030/1234567 / 030/1234568".
constexpr std::size_t most_pieces = 3;

struct cuts {
  std::array<cut, most_cuts> places{};
  std::size_t count = 0;
};

bool parts(char c) noexcept { return c == '/' || (!is_punctuation(c) && c != '*'); }

cuts find_cuts(std::string_view symbols, bool plainly) noexcept {
  cuts found;
  std::size_t gap = symbols.size();  // begins the gap at hand, if a digit was met
  for (std::size_t at = 0; at < symbols.size() && found.count < most_cuts; ++at) {
    if (!is_digit(symbols[at])) continue;
    if (gap < at) {
      const auto between = symbols.substr(gap, at - gap);
      const auto* const plus = std::find_if(between.begin(), between.end(), is_plus);
      const bool separated = std::any_of(between.begin(), between.end(), parts);
      const bool slashes_only =
          std::all_of(between.begin(), between.end(), [](char c) { return c == '/' || !parts(c); });
      const bool begins = plus != between.end() || symbols[at] == '0';
      if (separated && (!plainly || !slashes_only || begins)) {
        found.places[found.count++] = {gap, gap + static_cast<std::size_t>(plus - between.begin())};
      }
    }
    gap = at + 1;
  }
  return found;
}

bool has_enough_digits(std::string_view symbols) noexcept {
  return std::count_if(symbols.begin(), symbols.end(), is_digit) >= fewest_part_digits;
}

}  // namespace

bool has_several(cell_text text, region_id default_region, bool valid_as_one) noexcept {
  const cuts found = find_cuts(text.symbols, valid_as_one);
  std::size_t first = 0;  // piece from which on the next number may begin
  int numbers = 0;
  for (std::size_t last = 0; last <= found.count && found.count != 0; ++last) {
    const std::size_t end = last < found.count ? found.places[last].left_end : text.symbols.size();
    for (std::size_t piece = last + 1; piece-- > first && last - piece < most_pieces;) {
      const std::size_t begin = piece == 0 ? 0 : found.places[piece - 1].right_begin;
      const cell_text part = text.substr(begin, end - begin);
      if (has_enough_digits(part.symbols) && read_one(part, default_region).number.valid()) {
        first = last + 1;
        if (++numbers == 2) return true;
        break;
      }
    }
  }
  return false;
}

bool has_several(const cell_digits& cell, region_id default_region, bool valid_as_one) noexcept {
  for (int left = fewest_part_digits; left <= cell.count - fewest_part_digits; ++left) {
    if ((cell.slashes >> static_cast<unsigned>(left) & 1U) == 0) continue;
    if (valid_as_one && cell.digits[static_cast<std::size_t>(left)] != 0) continue;
    cell_digits part;
    part.plus = cell.plus;
    part.count = left;
    std::copy_n(cell.digits.data(), left, part.digits.data());
    if (!read_cell(part, default_region).valid()) continue;
    part.plus = false;
    part.count = cell.count - left;
    std::copy_n(cell.digits.data() + left, part.count, part.digits.data());
    if (read_cell(part, default_region).valid()) return true;
  }
  return false;
}

}  // namespace callsieve::number_detail

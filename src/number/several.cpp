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

/// Digits with gaps between, of a text of any length.
struct digit_chain {
  std::array<std::uint8_t, cell_text_room::capacity> digits{};
  std::array<bool, cell_text_room::capacity + 1> gap_before{};
  int count = 0;
  bool plus = false;
};

/// An international prefix, a number, and the longest national prefix: no part has more digits.
constexpr int most_part_digits = 24;

/// Are the digits two valid numbers or more from end to end, parted where gaps are? The first has the plus sign. At
/// most most_part_digits readings a gap.
bool is_chain_of_numbers(digit_chain& chain, region_id default_region) noexcept {
  if (chain.count < 2 * fewest_part_digits) return false;
  std::array<bool, cell_text_room::capacity + 1> ends_number{};
  ends_number[0] = true;
  chain.gap_before[static_cast<std::size_t>(chain.count)] = true;
  for (int begin = 0; begin + fewest_part_digits <= chain.count; ++begin) {
    if (!ends_number[static_cast<std::size_t>(begin)]) continue;
    const int last_end =
        std::min(begin == 0 ? chain.count - fewest_part_digits : chain.count, begin + most_part_digits);
    for (int end = begin + fewest_part_digits; end <= last_end; ++end) {
      const auto place = static_cast<std::size_t>(end);
      if (!chain.gap_before[place] || ends_number[place]) continue;
      cell_digits part;
      part.plus = begin == 0 && chain.plus;
      part.count = end - begin;
      std::copy_n(chain.digits.data() + begin, part.count, part.digits.data());
      ends_number[place] = read_cell(part, default_region).valid();
    }
  }
  return ends_number[static_cast<std::size_t>(chain.count)];
}

/// False when there is more than digits, a plus sign before them, and punctuation. A tilde is none: it may stand before
/// an extension.
bool to_chain(std::string_view symbols, digit_chain& chain) noexcept {
  for (const char c : symbols) {
    if (is_digit(c)) {
      chain.digits[static_cast<std::size_t>(chain.count++)] = static_cast<std::uint8_t>(c - '0');
    } else if (is_plus(c) && chain.count == 0 && !chain.plus) {
      chain.plus = true;
    } else if (is_punctuation(c) && !is_word(c) && c != '~') {
      chain.gap_before[static_cast<std::size_t>(chain.count)] = true;
    } else {
      return false;
    }
  }
  return true;
}

bool has_digits(std::string_view symbols, int count) noexcept {
  return std::count_if(symbols.begin(), symbols.end(), is_digit) >= count;
}

}  // namespace

bool has_several(cell_text text, region_id default_region, bool valid_as_one) noexcept {
  if (!has_digits(text.symbols, 2 * fewest_part_digits)) return false;
  const cuts found = find_cuts(text.symbols, valid_as_one);
  std::size_t first = 0;  // piece from which on the next number may begin
  int numbers = 0;
  for (std::size_t last = 0; last <= found.count && found.count != 0; ++last) {
    const std::size_t end = last < found.count ? found.places[last].left_end : text.symbols.size();
    for (std::size_t piece = last + 1; piece-- > first && last - piece < most_pieces;) {
      const std::size_t begin = piece == 0 ? 0 : found.places[piece - 1].right_begin;
      const cell_text part = text.substr(begin, end - begin);
      if (has_digits(part.symbols, fewest_part_digits) && read_one(part, default_region).number.valid()) {
        first = last + 1;
        if (++numbers == 2) return true;
        break;
      }
    }
  }
  return false;
}

bool is_chain_of_numbers(std::string_view symbols, region_id default_region) noexcept {
  if (!has_digits(symbols, 2 * fewest_part_digits)) return false;
  digit_chain chain;
  return to_chain(symbols, chain) && is_chain_of_numbers(chain, default_region);
}

bool has_several(const cell_digits& cell, region_id default_region, bool valid_as_one) noexcept {
  if (!valid_as_one) {
    digit_chain chain;
    chain.count = cell.count;
    chain.plus = cell.plus;
    std::copy_n(cell.digits.data(), cell.count, chain.digits.data());
    for (int i = 1; i < cell.count; ++i) chain.gap_before[static_cast<std::size_t>(i)] = (cell.gaps >> i & 1U) != 0;
    return is_chain_of_numbers(chain, default_region);
  }
  for (int left = fewest_part_digits; left <= cell.count - fewest_part_digits; ++left) {
    if ((cell.slashes >> static_cast<unsigned>(left) & 1U) == 0) continue;
    if (cell.digits[static_cast<std::size_t>(left)] != 0) continue;
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

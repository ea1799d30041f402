// What the vector kernels have in common: tables, and the steps that need no vectors.
//
// Everything here is compiled for the machine that all parts of the program are compiled for, and inlined into kernels
// that may use more.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "number/kernels/kernel.hpp"

namespace callsieve::number_detail {

inline constexpr std::size_t longest_cell = 32;  ///< of the cells that a vector kernel reads itself
inline constexpr unsigned fewest_digits = 3;
inline constexpr int most_digits = 15;
using row = std::array<std::uint8_t, 16>;

/// The characters that are passed over, by their low four bits; ']' shares them with '-' and is not here.
alignas(16) inline constexpr row skipped_characters = {' ', 1, 1, 1, 1, 1, 1, 1, '(', ')', 1, '[', 1, '-', '.', 1};

/// Where digits in front go, by how many they are.
alignas(16) inline constexpr std::array<row, 4> fronts = {{{}, {0xFF}, {0xFF, 0xFF}, {0xFF, 0xFF, 0xFF}}};

/// Byte-shuffle controls that move sixteen bytes: from place 16 + n to the left by n, below to the right.
struct slide_table {
  std::array<std::uint8_t, 48> bytes{};
  constexpr slide_table() noexcept {
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      bytes[i] = i < 16 || i >= 32 ? std::uint8_t{0x80} : static_cast<std::uint8_t>(i - 16);
    }
  }
};
alignas(64) inline constexpr slide_table slides;

/// What a division by 10^(16 - length) multiplies by, after its shift: the inverse of 5^(16 - length) modulo 2^64.
struct inverse_table {
  alignas(64) std::array<std::uint64_t, 16> by_length{};
  constexpr inverse_table() noexcept {
    std::uint64_t inverse = 1;
    for (std::size_t length = 16; length-- > 0;) by_length[length] = inverse *= 0xCCCC'CCCC'CCCC'CCCD;
  }
};
inline constexpr inverse_table inverses;

/// What is the same for all cells of a batch.
struct batch_constants {
  std::array<const std::uint16_t*, 2> roots;  ///< of cells without a plus sign, and with one
  std::array<int, 2> root_places;             ///< the same, as places in plan::reading_steps
  unsigned e164;                              ///< 1 when cells without one are read as those with one
  alignas(16) row code;

  explicit batch_constants(const region_reading& how) noexcept
      : roots{plan::reading_steps + how.root * std::size_t{100},
              plan::reading_steps + plan::e164_reading_root * std::size_t{100}},
        root_places{how.root * 100, plan::e164_reading_root * 100},
        e164(how.e164 ? 1 : 0),
        code(how.code) {}
};

[[nodiscard]] inline unsigned bit(bool fact) noexcept { return fact ? 1 : 0; }

/// Which characters of a cell are what: bit n is the n-th. None is set behind the cell's end.
struct cell_masks {
  std::uint32_t inside;
  std::uint32_t digit;
  std::uint32_t skip;
  std::uint32_t plus;
  std::uint32_t zero;
  std::uint32_t dot;
};

/// 1 for what parse() must read: other characters, a plus sign that does not stand alone before the digits, too few
/// digits or too many, and zeros behind a point: an amount, perhaps. Without branches: which of these hold is anybody's
/// guess.
[[nodiscard]] inline unsigned is_unusual(std::size_t size, const cell_masks& cell, unsigned digits) noexcept {
  return bit(size > longest_cell) | bit((cell.digit | cell.skip | cell.plus) != cell.inside) |
         bit((cell.plus & (cell.plus - 1)) != 0) | bit(cell.plus >= (cell.digit & -cell.digit)) |
         bit(digits - fewest_digits > static_cast<unsigned>(plan::longest_meaning) - fewest_digits) |
         bit((cell.dot << 1 & cell.zero) != 0);
}

/// plan::meaning without a branch. `root`: a row of plan::reading_steps.
[[nodiscard]] inline unsigned meaning_of(const std::uint16_t* root, std::size_t first, std::size_t second,
                                         unsigned digits) noexcept {
  const std::uint32_t meanings = plan::meaning_count;
  std::uint32_t at = root[first];
  const std::uint32_t next = plan::reading_steps[(std::max(at, meanings) - meanings) * std::size_t{100} + second];
  at ^= (at ^ next) & -bit(at >= meanings);  // compilers make a branch of a choice, and it is a coin's toss
  return plan::meanings[at * plan::counts_a_row + digits % plan::counts_a_row];
}

/// As plan::wide_label, from the value of the first four digits. Most numbers are done after two more digits: those are
/// followed without asking.
[[nodiscard]] inline unsigned label_of(unsigned first, const std::uint8_t* digits, int length) noexcept {
  const unsigned leaves = plan::leaf_count;
  unsigned at = plan::steps[first];
  int place = plan::first_digits;
  for (; place < plan::first_digits + 2; ++place) {
    const unsigned beyond = at < leaves ? 0 : at - leaves;
    const unsigned next = plan::steps[plan::first_steps + beyond * 10 + digits[place]];
    at = at < leaves ? at : next;
  }
  for (; at >= leaves; ++place) at = plan::steps[plan::first_steps + (at - leaves) * 10 + digits[place]];
  return plan::leaf_labels[at * plan::counts_a_row + static_cast<unsigned>(length)];
}

/// Region, type and error of a label. Returns 1 when parse() must read the cell. `certain`: 1 for a plus sign and
/// nothing but digits: when that is no number of the plan, it is not several numbers either.
[[nodiscard]] inline unsigned take_label(unsigned label, unsigned certain, parsed_number& out) noexcept {
  const unsigned unknown = bit(label % 16 == static_cast<unsigned>(number_type::unknown));
  out.region = static_cast<region_id>((label & plan::label_bits) / 16);
  out.type = static_cast<number_type>(label % 16);
  out.error = static_cast<parse_error>(unknown * static_cast<unsigned>(parse_error::not_in_plan));
  return label / plan::label_reread | (unknown & ~certain);
}

/// From where 32 bytes may be loaded that begin with the cell: where it lies, unless the load would leave its page of
/// memory, else a copy. Requires size <= longest_cell.
[[nodiscard]] inline const char* loadable(const char* text, std::size_t size,
                                          std::array<char, longest_cell>& copy) noexcept {
  constexpr std::uintptr_t smallest_page = 4096;
  if (size != 0 && reinterpret_cast<std::uintptr_t>(text) % smallest_page <= smallest_page - longest_cell) return text;
  copy = {};
  if (size != 0) std::memcpy(copy.data(), text, size);
  return copy.data();
}

}  // namespace callsieve::number_detail

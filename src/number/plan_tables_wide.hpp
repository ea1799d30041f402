// All E.164 numbers, and what the digits of a cell mean, in few steps: what src/tablegen/make_wide_plan.py writes.
//
// What: two tables. Numbers: the first four of all E.164 digits lead to a leaf or to a row of ten, which the next digit
// leads on from; a leaf has a label for every number of digits. Labels are region * 16 + number_type, and a flag:
// reading the number behind a plus sign may change its digits (a national prefix may stand behind the calling code, or
// there is no calling code), so ask parse(). Meanings: the first two digits of a cell, or four, and its number of
// digits tell how many to drop and how many go in front instead: the region's calling code, or, behind a plus sign, the
// first digits themselves (+44 (0)20...: three digits go, two of them come back); or to ask parse(). Cost: 284 KB, of
// which a list touches little (docs/numbers.md). Threads: constant data, any thread.
#pragma once

#include <cstdint>

namespace callsieve::plan {

inline constexpr int first_digits = 4;
inline constexpr int first_steps = 10'000;
inline constexpr int counts_a_row = 16;  ///< of leaf_labels by digits of the number, of meanings by digits of the cell
inline constexpr std::uint16_t label_bits = 0x7FFF;
inline constexpr std::uint16_t label_reread = 0x8000;

/// Of a meaning: how many digits to drop, and, times `meaning_front`, how many go in front.
inline constexpr std::uint8_t meaning_drop = 0x0F;
inline constexpr std::uint8_t meaning_front = 0x10;
inline constexpr std::uint8_t meaning_reread = 0xFF;
/// Cells of up to so many digits have meanings; the longest stand in the rows' first place, where no cell is.
inline constexpr int longest_meaning = 16;

extern const std::uint16_t leaf_count;         ///< of steps: smaller ones are leaves, others rows
extern const std::uint16_t steps[];            ///< by the first four digits, then ten a row
extern const std::uint16_t leaf_labels[];      ///< sixteen a leaf, by number of digits
extern const std::uint16_t meaning_count;      ///< of reading_steps: smaller ones are meanings, others rows
extern const std::uint16_t reading_roots[];    ///< rows, by region_id; 0 is for all that are no geographic region
extern const std::uint16_t e164_reading_root;  ///< of digits that begin with a calling code
extern const std::uint16_t reading_steps[];    ///< a hundred a row
extern const std::uint8_t meanings[];          ///< sixteen each, by number of digits

/// The label of a number of `count` digits. Requires sixteen digits (values 0 to 9), whatever they are behind `count`.
[[nodiscard]] inline std::uint16_t wide_label(const std::uint8_t* digits, int count) noexcept {
  std::uint32_t at = steps[digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3]];
  for (digits += first_digits; at >= leaf_count; ++digits) at = steps[first_steps + (at - leaf_count) * 10 + *digits];
  return leaf_labels[at * counts_a_row + static_cast<std::uint32_t>(count)];
}

/// A label, and how many of a number's digits it does not depend on, counted from the last.
struct wide_reading {
  std::uint16_t label;
  int free_digits;
};

/// As wide_label, of the number whose digits are `value`. Requires 0 < value < 10^15.
[[nodiscard]] inline wide_reading wide_read(std::uint64_t value) noexcept {
  constexpr std::uint64_t behind_first = 100'000'000'000;  // of fifteen digits, those behind the first four
  int count = 15;
  for (; value < behind_first * 1000; --count) value *= 10;
  int used = first_digits;
  std::uint32_t at = steps[value / behind_first];
  for (; at >= leaf_count; ++used) {
    value = value % behind_first * 10;
    at = steps[first_steps + (at - leaf_count) * 10 + value / behind_first];
  }
  return {leaf_labels[at * counts_a_row + static_cast<std::uint32_t>(count)], count > used ? count - used : 0};
}

/// What the digits of a cell mean, `count` of them, read from the region's root, or behind a plus sign from E.164's.
/// `first`, `second`: the values of its first two and the next two digits. Requires 0 < count <= longest_meaning.
[[nodiscard]] inline std::uint8_t meaning(std::uint16_t root, unsigned first, unsigned second, int count) noexcept {
  std::uint32_t at = reading_steps[root * 100U + first];
  if (at >= meaning_count) at = reading_steps[(at - meaning_count) * 100U + second];
  return meanings[at * counts_a_row + static_cast<std::uint32_t>(count) % counts_a_row];
}

}  // namespace callsieve::plan

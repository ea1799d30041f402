// The lines of a block: strata in, 64 bytes out, and back.
#pragma once

#include <cstdint>
#include <cstring>

#include "callsieve/base/bytes.hpp"
#include "callsieve/sets/snapshot_format.hpp"

#include "block_form.hpp"

namespace callsieve::snapshot_format {

/// Writes one bit field of up to 24 bits. Requires that it lies within the line.
inline void put_bits(char* line, unsigned at, std::uint32_t value) noexcept {
  const unsigned byte = at / 8 < line_bytes - 8 ? at / 8 : static_cast<unsigned>(line_bytes - 8);
  store_le(line + byte, load_le<std::uint64_t>(line + byte) | std::uint64_t{value} << (at - byte * 8));
}
[[nodiscard]] inline std::uint32_t get_bits(const std::byte* line, unsigned at, unsigned bits) noexcept {
  const unsigned byte = at / 8 < line_bytes - 8 ? at / 8 : static_cast<unsigned>(line_bytes - 8);
  return static_cast<std::uint32_t>((load_le<std::uint64_t>(line + byte) >> (at - byte * 8)) &
                                    ((std::uint64_t{1} << bits) - 1));
}

[[nodiscard]] inline std::uint32_t tail_of_line(const std::byte* line) noexcept {
  return load_le<std::uint32_t>(line + line_tail_at);
}

/// Fills a zeroed line with strata (coded: ascending), as many as it takes, and says of each whether it is in: takes(i,
/// bool). `first_entry` is 0 in lists without columns. Returns how many are in.
template <class Takes>
std::uint32_t write_line(char* line, const block_form& form, const std::uint32_t* strata, std::uint32_t count,
                         std::uint32_t first_entry, Takes takes) noexcept {
  std::uint32_t held = 0;
  if (form.coded == plain) {
    std::memset(line, 0xff, plain_slots * sizeof(std::uint16_t));
    for (std::uint32_t i = 0; i < count; ++i) {
      const bool fits = held < plain_slots;
      if (fits) store_le(line + held++ * sizeof(std::uint16_t), static_cast<std::uint16_t>(strata[i]));
      takes(i, fits);
    }
  } else {
    const unsigned low_bits = form.coded;
    const unsigned longest = longest_run(low_bits);
    std::uint32_t group = 0;
    unsigned in_group = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::uint32_t own = strata[i] >> low_bits;
      if (own != group) in_group = 0;
      group = own;
      const bool fits = held < form.most_in_line && in_group < longest;
      if (fits) {
        put_bits(line, own + 1 + held, 1);
        put_bits(line, form.lows_at + held * low_bits, strata[i] & ((1U << low_bits) - 1));
        ++held;
        ++in_group;
      }
      takes(i, fits);
    }
  }
  const std::uint32_t spilled = held < count ? 1U << spilled_bit : 0;
  store_le(line + line_tail_at,
           load_le<std::uint32_t>(line + line_tail_at) | first_entry << first_entry_shift | spilled);
  return held;
}

/// Calls visit(stratum) for each that a probe of the line would find, in the order of their places; never leaves the
/// line, whatever it holds. Returns how many the line claims, those beyond a probe's reach included.
template <class Visit>
std::uint32_t read_line(const std::byte* line, const descriptor& of, Visit visit) noexcept {
  std::uint32_t held = 0;
  if (of.coded == plain) {
    for (std::size_t i = 0; i < plain_slots; ++i) {
      const auto stratum = load_le<std::uint16_t>(line + i * sizeof(std::uint16_t));
      if (stratum == empty_plain) break;
      visit(std::uint32_t{stratum});
      ++held;
    }
    return held;
  }
  const unsigned low_bits = of.coded;
  const unsigned longest = longest_run(low_bits);
  const unsigned end = of.lows_at - 1U;
  std::uint32_t group = no_block;
  unsigned in_group = 0;
  for (unsigned word = 0; word * 64 < end; ++word) {
    auto ones = load_le<std::uint64_t>(line + std::size_t{8} * word);
    if (end - word * 64 < 64) ones &= (std::uint64_t{1} << (end - word * 64)) - 1;
    for (; ones != 0; ones &= ones - 1) {
      const auto at = word * 64 + static_cast<unsigned>(std::countr_zero(ones));
      const unsigned low_at = of.lows_at + held * low_bits;
      if (at < held + 1 || low_at + low_bits > line_bits)
        return low_bits + at;  // no line of ours: more than it can hold
      const std::uint32_t own = at - 1 - held;
      in_group = own == group ? in_group + 1 : 0;
      group = own;
      if (in_group < longest) visit(own << low_bits | get_bits(line, low_at, low_bits));
      ++held;
    }
  }
  return held;
}

}  // namespace callsieve::snapshot_format

// The bytes of a snapshot: format version 0, one for all kinds of lists. This header is the specification.
//
//   byte 0        header page, 4,096 bytes (header_field says where each value stands)
//   4,096         sections in this order, each starting on a multiple of 4,096 bytes, zeros between them:
//                   metadata     what the list says of itself, and its coverage
//                   lines        the hash set
//                   days         dated, consent: one int32 a slot, days since 1970-01-01
//                   states       dated, consent: one byte a slot, a record_state
//                   references   consent: one uint64 a slot, offset << 16 | length, in bytes of
//                   evidence     the reference texts, one after the other in slot order
//   then          checksum table, starting on a multiple of 4,096 bytes: XXH3-64 of each 1 MiB of what stands between
//                 header page and table, zeros included (the last one of what is left)
//   the end of the table is the end of the file
//
// All integers are little-endian. Every byte is under a checksum: the header's own (its last 8 bytes), the table's (in
// the header), or one in the table. XXH3-64 is the unseeded one.
//
// Metadata: uint64 not_in_plan, uint64 bad_lines, uint64 number of coverage entries; then for each entry uint64 digits,
// int32 day obtained, uint8 length, three zero bytes; longest prefix first, then ascending.
//
// Lines: 64 bytes, 8 slots of a uint64 each: a number's E.164 digits as an integer, or 0 for an empty slot. There are
// home_lines, then spill_lines more. Numbers stand in ascending order of mix(number) (base/mix.hpp). The home of a
// number is line mix(number) * home_lines / 2^64. It stands there or, when earlier numbers filled that line, in the
// first line after it that has room; so the first line with an empty slot ends every search. The last line has an empty
// slot. Within a line the slots fill from the first. Columns hold zeros in empty slots. home_lines is such that about 4
// of 5 slots are used: 10 bytes a number.
//
// A later version keeps the places of magic, version, byte order and header checksum, so that it can be told from
// damage.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "callsieve/base/mix.hpp"
#include "callsieve/sets/record.hpp"

namespace callsieve::snapshot_format {

inline constexpr std::string_view magic = "CALLSIEV";
inline constexpr std::uint32_t version = 0;
inline constexpr std::uint32_t byte_order_mark = 0x01020304;
inline constexpr std::size_t page_bytes = 4096;
inline constexpr std::size_t block_bytes = std::size_t{1} << 20;
inline constexpr std::size_t slots_per_line = 8;
inline constexpr std::size_t line_bytes = slots_per_line * sizeof(std::uint64_t);
inline constexpr std::size_t metadata_fixed_bytes = 24;
inline constexpr std::size_t coverage_entry_bytes = 16;
inline constexpr std::size_t reference_length_bits = 16;

/// Where values stand in the header page; 8 bytes each unless said otherwise. What is not named is zero.
enum header_field : std::size_t {
  at_magic = 0,
  at_version = 8,      ///< 4 bytes
  at_byte_order = 12,  ///< 4 bytes
  at_kind = 16,        ///< a list_kind
  at_file_bytes = 24,
  at_count = 32,
  at_home_lines = 40,
  at_spill_lines = 48,
  at_block_bytes = 56,
  at_sections = 64,  ///< offset and length of each section, in the order of the list above; the table is the seventh
  at_table_checksum = 176,
  at_header_checksum = 4088,  ///< of the page's bytes before it
};

struct section {
  std::uint64_t offset = 0;
  std::uint64_t length = 0;  ///< bytes
  friend constexpr bool operator==(const section&, const section&) = default;
  [[nodiscard]] constexpr std::uint64_t end() const noexcept { return offset + length; }
};

/// The sizes that decide where everything stands.
struct shape {
  list_kind kind = list_kind::set;
  std::uint64_t home_lines = 1;
  std::uint64_t spill_lines = 0;
  std::uint64_t coverage_entries = 0;
  std::uint64_t evidence_bytes = 0;

  [[nodiscard]] constexpr std::uint64_t lines() const noexcept { return home_lines + spill_lines; }
  [[nodiscard]] constexpr std::uint64_t slots() const noexcept { return lines() * slots_per_line; }
};

enum section_index : std::size_t { metadata, lines, days, states, references, evidence, table, section_count };

struct layout {
  section sections[section_count];
  [[nodiscard]] constexpr std::uint64_t file_bytes() const noexcept { return sections[table].end(); }
};

/// Nothing when a size is beyond what a file can hold (2^40 lines or entries, 2^47 bytes of evidence) or home_lines is
/// 0.
[[nodiscard]] constexpr std::optional<layout> layout_of(const shape& of) noexcept {
  constexpr std::uint64_t most = std::uint64_t{1} << 40;
  if (of.home_lines == 0 || of.home_lines > most || of.spill_lines > most || of.coverage_entries > most ||
      of.evidence_bytes >= std::uint64_t{1} << 47) {
    return std::nullopt;
  }
  const bool has_days = of.kind != list_kind::set;
  const bool has_references = of.kind == list_kind::consent;
  const std::uint64_t lengths[] = {metadata_fixed_bytes + of.coverage_entries * coverage_entry_bytes,
                                   of.lines() * line_bytes,
                                   has_days ? of.slots() * sizeof(std::int32_t) : 0,
                                   has_days ? of.slots() : 0,
                                   has_references ? of.slots() * sizeof(std::uint64_t) : 0,
                                   has_references ? of.evidence_bytes : 0};
  layout made{};
  std::uint64_t at = page_bytes;
  for (std::size_t i = 0; i < table; ++i) {
    made.sections[i] = {at, lengths[i]};
    at = (at + lengths[i] + page_bytes - 1) / page_bytes * page_bytes;
  }
  const std::uint64_t blocks = (at - page_bytes + block_bytes - 1) / block_bytes;
  made.sections[table] = {at, blocks * sizeof(std::uint64_t)};
  return made;
}

/// Lines for `count` numbers before spilling.
[[nodiscard]] constexpr std::uint64_t home_lines_for(std::uint64_t count) noexcept {
  const std::uint64_t lines = (count * 10 + line_bytes - 1) / line_bytes;
  return lines == 0 ? 1 : lines;
}

/// The home line of a number of this mixed value.
[[nodiscard]] constexpr std::uint64_t home_line(std::uint64_t mixed, std::uint64_t home_lines) noexcept {
  __extension__ using wide = unsigned __int128;
  return static_cast<std::uint64_t>((static_cast<wide>(mixed) * home_lines) >> 64);
}

/// Gives numbers their places. Feed it home lines in ascending order; it answers the line and slot of each.
class placement {
 public:
  struct place {
    std::uint64_t line = 0;
    std::size_t slot = 0;
  };

  constexpr place next(std::uint64_t home) noexcept {
    if (home > line_) {
      line_ = home;
      used_ = 0;
    } else if (used_ == slots_per_line) {
      ++line_;
      used_ = 0;
    }
    return {line_, used_++};
  }
  /// Lines needed beyond the home lines for what was placed.
  [[nodiscard]] constexpr std::uint64_t spill_lines(std::uint64_t home_lines) const noexcept {
    const std::uint64_t needed = line_ + 1 + (used_ == slots_per_line ? 1 : 0);
    return needed > home_lines ? needed - home_lines : 0;
  }

 private:
  std::uint64_t line_ = 0;
  std::size_t used_ = 0;
};

}  // namespace callsieve::snapshot_format

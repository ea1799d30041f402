// The bytes of a snapshot: format version 1, one for all kinds of lists. This header is the specification;
// docs/lists.md draws it and gives the reasons.
//
//   byte 0       start page, 4,096 bytes: magic, version, byte order, its checksum; the rest zero
//   4,096        chunks, each from a multiple of 64 on, zeros between them:
//                  one for each block that has a form of its own, in ascending order
//                  singles      whole numbers: those of thin blocks, and those that spill from full lines
//                  intervals    24 bytes each, ascending, disjoint: uint64 first, uint64 last, int32 day, uint32 flags
//   a page       tail, each part from a multiple of 64 on, zeros between them, zeros up to the end of its last page:
//                  metadata     what the list says of itself, and its coverage
//                  seats        directory: uint32 each, a power of two of them
//                  descriptors  directory: 32 bytes each, a power of two of them
//                  table        XXH3-64 of each 1 MiB from byte 0 to the tail (the last one of what is left)
//   the end page 4,096 bytes: end_field says where each value stands; XXH3-64 of the tail, and last its own
//
// All integers are little-endian. Every byte is under a checksum (XXH3-64, unseeded). What decides where everything
// stands is at the end because a snapshot is written in one pass. Later versions keep the places of magic, version,
// byte order and checksum in the start page, so that they can be told from damage; version 0 had them there too.
//
// Blocks: ten million numbers each (block.hpp); `d` is a number's offset less the block's lowest one.
//
// Directory: h = block * multiplier modulo 2^64. Its descriptor stands at (h >> 16 ^ seats[h >> seat_shift]) modulo the
// number of descriptors; one with another block there, or with none (all ones), means that no number of this block has
// a place in a chunk. A descriptor:
//   uint32  block
//   uint32  extent (24 bits): of a bitmap the greatest d of the chunk, else the number of strata; coding (8 bits)
//   uint32  lines (24 bits); lows_at - 1 (8 bits)
//   uint32  reciprocal of the extent (reciprocal_of); of a bitmap 0
//   uint64  place (40 bits): of the chunk, in 64 bytes; count (24 bits): entries in the chunk
//   uint64  evidence (40 bits): bytes of references in the chunk; lowest (24 bits): the offset that is d = 0
//
// A chunk: `lines` lines of 64 bytes, then the columns of its entries (columns_of), in the order of the entries'
// places: line by line, and within the line.
//   coding bitmap: bit d of the lines says whether the number is held. Only in lists without columns.
//   else:          stratum s = d mod strata, bucket = (d / strata + shift_of(s, lines)) mod lines. A line holds the
//                  strata of its bucket; bucket and stratum give d back. Its last 32 bits: whether numbers
//                  of this bucket have spilled to the singles (the highest bit), and, in lists with columns, the place
//                  of its first entry (the 24 bits below).
//   coding plain:  30 strata as uint16, in the order of their numbers, 0xffff where there is none
//   coding 1..24:  strata ascending; so many low bits of a stratum are written out. Bits 0 to lows_at - 2: for each
//   group of strata with
//                  the same high bits, from 0 on, a zero, then a one for each stratum held (Elias and Fano's coding);
//                  zeros up to lows_at - 1. From lows_at on: the low bits of the strata held, in the same order. The
//                  24 bits are there in lists with columns only. At most longest_run strata of one group.
//
// Singles: home_lines and then spill_lines lines of 8 uint64: E.164 digits, 0 for an empty slot. Numbers stand in
// ascending order of mix(number) (base/mix.hpp). A number's home is line mix(number) * home_lines / 2^64. It stands
// there or, when earlier numbers filled that line, in the first one after it that has room; the last line has an empty
// slot. Slots fill from the first. Then their columns, an entry for each slot; those of empty
// slots are zeros, and end where the last reference ended.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "callsieve/base/mix.hpp"
#include "callsieve/sets/block.hpp"
#include "callsieve/sets/record.hpp"

namespace callsieve::snapshot_format {

inline constexpr std::string_view magic = "CALLSIEV";
inline constexpr std::uint32_t version = 1;
inline constexpr std::uint32_t byte_order_mark = 0x01020304;
inline constexpr std::size_t page_bytes = 4096;
inline constexpr std::size_t checked_bytes = std::size_t{1} << 20;  ///< under one checksum of the table
inline constexpr std::size_t line_bytes = 64;
inline constexpr std::size_t line_bits = 512;

/// Where values stand in the start page and in the end page; 8 bytes each unless said otherwise. The rest is zero.
enum start_field : std::size_t {
  at_magic = 0,
  at_version = 8,      ///< 4 bytes
  at_byte_order = 12,  ///< 4 bytes
  at_checksum = 4088,  ///< of the page's bytes before it
};
enum end_field : std::size_t {
  at_kind = 16,         ///< a list_kind
  at_tuning = 24,       ///< a list_tuning
  at_day_meaning = 32,  ///< a day_meaning
  at_file_bytes = 40,
  at_count = 48,      ///< numbers
  at_state = 56,      ///< the record_state of every entry; 0: a column
  at_day_bytes = 64,  ///< 0, 2 or 4
  at_first_day = 72,  ///< int32, sign-extended
  at_has = 80,        ///< bit 0: flags, 1: references, 2: attempts
  at_singles = 88,    ///< byte offset of the chunk
  at_single_count = 96,
  at_home_lines = 104,
  at_spill_lines = 112,
  at_single_evidence = 120,  ///< bytes of references of singles
  at_intervals = 128,        ///< byte offset of the chunk
  at_interval_count = 136,
  at_tail = 144,  ///< byte offset
  at_metadata_bytes = 152,
  at_seat_count = 160,
  at_descriptor_count = 168,
  at_multiplier = 176,
  at_tail_checksum = 184,
  at_thin_count = 192,  ///< of the singles, numbers of blocks without a form of their own
  at_id = 200,          ///< 16 bytes: the list's id, zero where it has none
};

// --- the directory ---

inline constexpr std::size_t descriptor_bytes = 32;
inline constexpr std::uint32_t no_block = 0xffff'ffff;
inline constexpr unsigned slot_shift = 16;

enum coding : std::uint8_t { most_low_bits = 24, plain = 62, bitmap = 63 };

struct descriptor {
  std::uint32_t block = no_block;
  std::uint32_t extent = 0;
  std::uint32_t lines = 1;
  std::uint32_t count = 0;
  std::uint32_t lowest = 0;
  std::uint8_t coded = 1;
  std::uint16_t lows_at = 256;
  std::uint64_t place = 0;
  std::uint64_t evidence = 0;
};

// --- places in a block's lines ---

/// For quotients d / by, d below 2^24, without a division: (d * reciprocal_of(by)) >> quotient_shift(by). For d below
/// 2^32 the result is right or one too large.
[[nodiscard]] constexpr unsigned quotient_shift(std::uint32_t by) noexcept {
  return 63 - static_cast<unsigned>(std::countl_zero(by - 1));  // 31 + bits of by - 1
}
/// Requires 0 < by < 2^24.
[[nodiscard]] constexpr std::uint32_t reciprocal_of(std::uint32_t by) noexcept {
  return static_cast<std::uint32_t>((std::uint64_t{1} << quotient_shift(by)) / by + 1);
}
/// As many strata as a chunk of so many lines needs, whose greatest d is `span`.
[[nodiscard]] constexpr std::uint32_t strata_of(std::uint32_t span, std::uint32_t lines) noexcept {
  return span / lines + 1;
}
/// How far a stratum is turned: below lines.
[[nodiscard]] constexpr std::uint32_t shift_of(std::uint32_t stratum, std::uint32_t lines) noexcept {
  std::uint32_t x = stratum * 0x9e37'79b1U;
  x ^= x >> 16;
  x *= 0x85eb'ca6bU;
  return static_cast<std::uint32_t>((std::uint64_t{x} * lines) >> 32);
}

struct line_place {
  std::uint32_t bucket = 0;
  std::uint32_t stratum = 0;
};
/// Requires d / strata < lines.
[[nodiscard]] constexpr line_place place_of(std::uint32_t d, std::uint32_t lines, std::uint32_t strata) noexcept {
  const std::uint32_t stratum = d % strata;
  const std::uint32_t turned = d / strata + shift_of(stratum, lines);
  return {turned < lines ? turned : turned - lines, stratum};
}
[[nodiscard]] constexpr std::uint64_t d_of(line_place place, std::uint32_t lines, std::uint32_t strata) noexcept {
  const std::uint32_t shift = shift_of(place.stratum, lines);
  const std::uint32_t quotient = place.bucket >= shift ? place.bucket - shift : place.bucket + lines - shift;
  return std::uint64_t{quotient} * strata + place.stratum;
}

inline constexpr std::size_t plain_slots = 30;
inline constexpr std::uint16_t empty_plain = 0xffff;
inline constexpr std::size_t line_tail_at = 60;          ///< uint32: the last 32 bits of a line
inline constexpr unsigned spilled_bit = 31;              ///< of these
inline constexpr unsigned first_entry_shift = 7;         ///< of these: 24 bits
inline constexpr unsigned low_limit_with_columns = 487;  ///< bits of a line before them
inline constexpr unsigned low_limit = 511;

/// The most strata of one group, so that their low bits fit the word that a probe loads at any bit.
[[nodiscard]] constexpr unsigned longest_run(unsigned low_bits) noexcept {
  const unsigned in_word = 57 / low_bits;
  return low_bits < 5 && (1U << low_bits) < in_word ? 1U << low_bits : in_word;
}

// --- columns ---

/// What stands beside the numbers of a list.
struct column_plan {
  record_state state = record_state::listed;  ///< of every entry; absent: a column
  std::uint8_t day_bytes = 0;                 ///< 0, 2 (days after first_day; 0xffff is open_contract) or 4
  bool flags = false;
  bool references = false;
  bool attempts = false;  ///< eight days an entry, the first its day; no_attempt is 0xfffe or as it is
  std::int32_t first_day = 0;

  [[nodiscard]] constexpr bool any() const noexcept {
    return day_bytes != 0 || state == record_state::absent || flags || references;
  }
  [[nodiscard]] constexpr std::uint64_t day_stride() const noexcept {
    return std::uint64_t{day_bytes} * (attempts ? 8 : 1);
  }
};
inline constexpr std::uint16_t narrow_open = 0xffff;
inline constexpr std::uint16_t narrow_no_attempt = 0xfffe;
inline constexpr std::int32_t narrow_days = 0xfffe;  ///< days after the first below this fit 2 bytes
inline constexpr std::size_t reference_end_bytes = 5;

/// Byte offsets of the columns of `entries` entries, after their lines; each from a multiple of 8 on.
struct columns {
  std::uint64_t states = 0;    ///< one byte an entry; days stand before, at 0: day_stride bytes an entry
  std::uint64_t flags = 0;     ///< uint32
  std::uint64_t ends = 0;      ///< 5 bytes: where the entry's reference ends in the evidence; it begins where the last
  std::uint64_t evidence = 0;  ///< one ended. 8 bytes of zeros stand before the evidence
  std::uint64_t end = 0;
};
[[nodiscard]] constexpr columns columns_of(const column_plan& plan, std::uint64_t entries,
                                           std::uint64_t evidence_bytes) noexcept {
  constexpr auto up = [](std::uint64_t bytes) { return (bytes + 7) / 8 * 8; };
  columns made;
  made.states = up(entries * plan.day_stride());
  made.flags = made.states + (plan.state == record_state::absent ? up(entries) : 0);
  made.ends = made.flags + (plan.flags ? up(entries * 4) : 0);
  made.evidence = made.ends + (plan.references ? up(entries * reference_end_bytes) + 8 : 0);
  made.end = made.evidence + evidence_bytes;
  return made;
}

// --- singles and intervals ---

inline constexpr std::size_t slots_per_line = 8;
inline constexpr std::size_t interval_bytes = 24;

/// Lines for `count` numbers before spilling: five in a line of eight, 12.8 bytes a number.
[[nodiscard]] constexpr std::uint64_t home_lines_for(std::uint64_t count) noexcept {
  return count == 0 ? 1 : (count + 4) / 5;
}
/// The home line of a number of this mixed value.
[[nodiscard]] constexpr std::uint64_t home_line(std::uint64_t mixed, std::uint64_t home_lines) noexcept {
  __extension__ using wide = unsigned __int128;
  return static_cast<std::uint64_t>((static_cast<wide>(mixed) * home_lines) >> 64);
}

/// Gives singles their places. Feed it home lines in ascending order; it answers the line and slot of each.
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

// --- metadata ---

// uint64 not_in_plan, uint64 bad_lines, uint64 bytes of the version, uint64 number of coverage entries; then for each
// entry uint64 digits, int32 day obtained, uint8 length, three zero bytes, longest prefix first, then ascending; then
// the version's text.
inline constexpr std::size_t metadata_fixed_bytes = 32;
inline constexpr std::size_t coverage_entry_bytes = 16;
inline constexpr std::size_t longest_version = 255;

[[nodiscard]] constexpr std::uint64_t round_up(std::uint64_t value, std::uint64_t to) noexcept {
  return (value + to - 1) / to * to;
}

/// Byte offsets of the parts of the tail.
struct tail_layout {
  std::uint64_t metadata = 0, seats = 0, descriptors = 0, table = 0, table_bytes = 0, end_page = 0;
};
[[nodiscard]] constexpr tail_layout tail_of(std::uint64_t tail, std::uint64_t metadata_bytes, std::uint64_t seats,
                                            std::uint64_t descriptors) noexcept {
  tail_layout made;
  made.metadata = tail;
  made.seats = round_up(tail + metadata_bytes, line_bytes);
  made.descriptors = round_up(made.seats + seats * sizeof(std::uint32_t), line_bytes);
  made.table = made.descriptors + descriptors * descriptor_bytes;
  made.table_bytes = (tail + checked_bytes - 1) / checked_bytes * sizeof(std::uint64_t);
  made.end_page = round_up(made.table + made.table_bytes, page_bytes);
  return made;
}

}  // namespace callsieve::snapshot_format

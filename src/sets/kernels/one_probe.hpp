// How one number is asked, the same for every kernel. A kernel includes this file within its target region, after its
// own
//   count_ones(word), nth_one(word, n), low_mask(bits), deposit(bits, places), match_strata(line, stratum),
//   match_numbers(line, number):
// everything here has internal linkage, so that no other part of the program can end up with a copy that needs the
// region's instructions. For the same reason nothing of the standard library is called here.

// NOLINTBEGIN(misc-definitions-in-headers)
namespace callsieve::sets_detail {
namespace {

namespace fmt = snapshot_format;
using std::byte;
using std::size_t;
using u32 = std::uint32_t;
using u64 = std::uint64_t;

template <class T>
inline T load(const byte* from) noexcept {
  T value;
  __builtin_memcpy(&value, from, sizeof value);
  return value;
}
inline void fetch(const byte* at) noexcept { __builtin_prefetch(at); }

/// For fields of each width in a word: a one in the lowest bit of each, and the highest bits of those that a probe may
/// see.
struct field_masks {
  alignas(64) u64 lowest[32] = {};
  u64 highest[32] = {};
  constexpr field_masks() noexcept {
    for (unsigned bits = 1; bits <= fmt::most_low_bits; ++bits) {
      for (unsigned field = 0; field < fmt::longest_run(bits); ++field) {
        lowest[bits] |= u64{1} << (field * bits);
        highest[bits] |= u64{1} << (field * bits + bits - 1);
      }
    }
  }
};
constexpr field_masks fields;

/// One number on its way.
struct waiting {
  const byte* line;  // of the number's bucket; of a bitmap: the 4 bytes with its bit
  const byte* descriptor;
  u32 stratum;      // of a bitmap: d; means nothing outside the block
  bool in_block;    // within the span of a block that has a chunk
  bool maybe_thin;  // its block has no chunk
};

template <unsigned Forms>
inline waiting locate(const probe_tables& of, u64 number) noexcept {
  const u64 block = number / block_numbers;
  const u32 offset = static_cast<u32>(number - block * block_numbers);
  const u64 h = block * of.multiplier;
  const u64 seat = load<u32>(of.seats + (h >> of.seat_shift) * sizeof(u32));
  const byte* const descriptor =
      of.descriptors + (((h >> fmt::slot_shift) ^ seat) & of.slot_mask) * fmt::descriptor_bytes;
  const u32 form_word = load<u32>(descriptor + 4);
  const u32 extent = form_word & 0xff'ffffU;                 // of a bitmap: the greatest d; else the number of strata
  const u32 d = offset - (load<u32>(descriptor + 28) >> 8);  // of numbers below the lowest: nearly 2^32
  const bool same_block = load<u32>(descriptor) == block;
  const byte* const chunk = of.bytes + (load<u64>(descriptor + 16) & 0xff'ffff'ffffU) * fmt::line_bytes;
  if (Forms == bitmap_blocks || ((Forms & bitmap_blocks) != 0 && form_word >> 24 == fmt::bitmap)) {
    const bool in_block = same_block & (d <= extent);
    const u32 bit = in_block ? d : 0;
    return {chunk + size_t{4} * (bit / 32), descriptor, bit, in_block, !same_block};
  }
  const u32 lines = load<u32>(descriptor + 8) & 0xff'ffffU;
  const unsigned quotient_shift = 63U - (extent == 1 ? 32U : static_cast<unsigned>(__builtin_clz(extent - 1)));
  const u64 quotient = (u64{d} * load<u32>(descriptor + 12)) >> quotient_shift;
  const bool in_block = same_block & (quotient < lines);
  const u32 stratum = d - static_cast<u32>(quotient) * extent;
  u32 x = stratum * 0x9e37'79b1U;
  x ^= x >> 16;
  x *= 0x85eb'ca6bU;
  const u32 turned = static_cast<u32>(quotient) + static_cast<u32>((u64{x} * lines) >> 32);
  const u32 bucket = turned < lines ? turned : turned - lines;
  return {chunk + (in_block ? u64{bucket} : 0) * fmt::line_bytes, descriptor, stratum, in_block, !same_block};
}

/// What a line says of a stratum.
struct answer {
  bool held;
  bool spilled;  // some of the bucket's strata stand among the singles
  u32 place;     // in the line, if held
};

inline answer ask_coded(const byte* line, u32 stratum, u32 low_bits, u32 lows_at) noexcept {
  const u64 w0 = ~load<u64>(line), w1 = ~load<u64>(line + 8), w2 = ~load<u64>(line + 16);
  const u32 group = stratum >> low_bits;
  const u32 zeros1 = count_ones(w0), zeros2 = zeros1 + count_ones(w1), zeros3 = zeros2 + count_ones(w2);
  // The word with the group's zero, and which one of the word's zeros it is.
  const u32 word = u32{group >= zeros1} + u32{group >= zeros2} + u32{group >= zeros3};
  u32 before = group >= zeros1 ? zeros1 : 0;
  before = group >= zeros2 ? zeros2 : before;
  before = group >= zeros3 ? zeros3 : before;
  const u32 zero_at = word * 64 + nth_one(~load<u64>(line + size_t{8} * word), (group - before) & 63U);  // at most 256
  const u32 run_at = zero_at + 1;
  const u64 run_bits = load<u64>(line + run_at / 8) >> (run_at % 8);
  const u32 run = static_cast<u32>(__builtin_ctzll(~run_bits | u64{1} << 57));
  const u32 first = zero_at - group;
  u32 low_at = lows_at + first * low_bits;
  low_at = low_at < fmt::line_bits ? low_at : 0;  // never so in lines of ours
  const u32 low_byte = low_at / 8 < fmt::line_bytes - 8 ? low_at / 8 : u32{fmt::line_bytes - 8};
  const u64 lows = load<u64>(line + low_byte) >> (low_at - low_byte * 8);
  const u64 lowest = fields.lowest[low_bits];
  const u64 differ = lows ^ (stratum & low_mask(low_bits)) * lowest;
  // A field of zeros shows as its highest bit; above the first such a false one may show, which changes nothing.
  const u64 equal = (differ - lowest) & ~differ & fields.highest[low_bits] & low_mask(run * low_bits);
  const u32 field = (static_cast<u32>(__builtin_ctzll(equal | u64{1} << 63)) * ((1U << 16) / low_bits + 1)) >> 16;
  return {equal != 0, (load<u32>(line + fmt::line_tail_at) >> fmt::spilled_bit) != 0, first + field};
}

inline answer ask_plain(const byte* line, u32 stratum) noexcept {
  const u32 equal = match_strata(line, stratum);
  return {equal != 0, (load<u32>(line + fmt::line_tail_at) >> fmt::spilled_bit) != 0,
          static_cast<u32>(__builtin_ctz(equal | 1U << 31))};
}

template <unsigned Forms>
inline answer ask(const waiting& w) noexcept {
  if constexpr (Forms == bitmap_blocks) {
    return {((load<u32>(w.line) >> (w.stratum % 32)) & 1U) != 0, false, 0};
  } else if constexpr (Forms == plain_blocks) {
    return ask_plain(w.line, w.stratum);
  } else {
    const u32 coded = load<u32>(w.descriptor + 4) >> 24;
    if ((Forms & bitmap_blocks) != 0 && coded == fmt::bitmap) return ask<bitmap_blocks>(w);
    if ((Forms & plain_blocks) != 0 && coded == fmt::plain) return ask<plain_blocks>(w);
    return ask_coded(w.line, w.stratum, coded, (load<u32>(w.descriptor + 8) >> 24) + 1);
  }
}

struct found_row {
  row entry;
  u64 day;
};

/// The entry's place in its chunk's columns, and the byte that its day starts at; the day is asked for.
inline found_row row_of(const probe_tables& of, const waiting& w, const answer& said) noexcept {
  const u32 first = (load<u32>(w.line + fmt::line_tail_at) >> fmt::first_entry_shift) & 0xff'ffffU;
  const u64 place = load<u64>(w.descriptor + 16);
  const u32 count = static_cast<u32>(place >> 40);
  const u32 entry = first + said.place < count ? first + said.place : 0;
  const u64 columns = (place & 0xff'ffff'ffffU) + (load<u32>(w.descriptor + 8) & 0xff'ffffU);
  const bool held = said.held & w.in_block;
  const u64 day = held ? columns * fmt::line_bytes + entry * of.day_stride : 0;
  fetch(of.bytes + day);
  const u64 slot = static_cast<u64>(w.descriptor - of.descriptors) / fmt::descriptor_bytes;
  return {held ? slot << 32 | entry : no_row, day};
}

inline u64 home_of(const probe_tables& of, u64 number) noexcept {
  __extension__ using wide = unsigned __int128;
  return static_cast<u64>((static_cast<wide>(mix(number)) * of.home_lines) >> 64);
}

/// The slot of a single from that line on, or no_row.
inline row find_single(const probe_tables& of, u64 number, u64 line) noexcept {
  for (; line < of.single_lines; ++line) {
    const byte* const at = of.singles + line * fmt::line_bytes;
    const u32 equal = match_numbers(at, number);
    if (equal != 0)
      return number == 0 ? no_row : single_row | (line * fmt::slots_per_line + static_cast<u32>(__builtin_ctz(equal)));
    if (load<u64>(at + fmt::line_bytes - 8) == 0) break;
  }
  return no_row;
}

/// 64 answers from bit `at` on.
inline u64 answers_from(const u64* answers, size_t at) noexcept {
  return answers[at / 64] >> (at % 64) | answers[at / 64 + 1] << 1 << (63 - at % 64);
}

void put_back(const u64* answers, const u64* wanted, size_t words, u64* bits) noexcept {
  size_t at = 0;
  for (size_t word = 0; word < words; ++word) {
    const u64 which = wanted[word];  // both may be one array
    bits[word] = deposit(answers_from(answers, at), which);
    at += count_ones(which);
  }
}

u64 count_bits(const byte* lines, size_t count, size_t end) noexcept {
  const size_t whole = end / 64;
  const u64 rest = low_mask(static_cast<u32>(end % 64));
  u64 ones = 0;
  for (const byte* line = lines; line != lines + count * fmt::line_bytes; line += fmt::line_bytes) {
    for (size_t word = 0; word < whole; ++word) ones += count_ones(load<u64>(line + word * 8));
    if (rest != 0) ones += count_ones(load<u64>(line + whole * 8) & rest);
  }
  return ones;
}

row find_one(const probe_tables& of, u64 number) noexcept {
  if (of.forms != 0) {
    constexpr unsigned all = coded_blocks | plain_blocks | bitmap_blocks;
    const waiting w = locate<all>(of, number);
    if (w.in_block) {
      const answer said = ask<all>(w);
      if (said.held) return of.has_columns ? row_of(of, w, said).entry : row{0};
      if (!said.spilled) return no_row;
    } else if (!(of.has_thin & w.maybe_thin)) {
      return no_row;
    }
  }
  return of.has_singles ? find_single(of, number, home_of(of, number)) : no_row;
}

}  // namespace
}  // namespace callsieve::sets_detail
// NOLINTEND(misc-definitions-in-headers)

// The loops that ask many numbers with AVX-512, eight at a time.
//
// Measured: the steps of a group are taken in turn with those of the groups before it, because one group's steps all
// wait for one another; lines are asked for two at a time in between, because more at once wait for room; 128 lines
// asked for before the first is read keep memory twice as busy as 32; numbers that may stand among the singles are left
// until last, with masks of where they came from, so that a word of answers goes back at once.

// NOLINTBEGIN(misc-definitions-in-headers)
namespace callsieve::sets_detail {
namespace {

/// The entries' places in their chunks' columns.
inline void keep_rows(const probe_tables& of, const waiting_eight& w, lanes tails, const answers& said, lane_mask held,
                      size_t at, const row_answers& to) noexcept {
  const lanes columns = loaded(w.columns);
  const lanes before = _mm512_and_si512(_mm512_srli_epi64(tails, 32 + fmt::first_entry_shift), every(0xff'ffff));
  lanes entry = _mm512_add_epi64(before, said.place);
  entry = _mm512_maskz_mov_epi64(_mm512_cmplt_epu64_mask(entry, _mm512_srli_epi64(columns, 40)), entry);
  const lanes from = _mm512_slli_epi64(_mm512_and_si512(columns, every(0xff'ffff'ffff)), 6);
  const lanes days = _mm512_maskz_add_epi64(held, from, _mm512_mul_epu32(entry, every(of.day_stride)));
  const lanes rows = _mm512_or_si512(loaded(w.slot), entry);
  _mm512_storeu_si512(to.rows + at, _mm512_mask_mov_epi64(every(no_row), held, rows));
  _mm512_storeu_si512(to.days + at, days);
}

inline void fetch_four_days(const probe_tables& of, const u64* days) noexcept {
  for (size_t i = 0; i < 4; ++i) fetch(of.bytes + days[i]);
}

/// Numbers that may stand among the singles, and from which lanes they come.
struct late_numbers {
  size_t count = 0;
  u64 numbers[probe_numbers + 8];
  unsigned char from[probe_numbers / 8 + 8];

  void add(size_t group, lane_mask which, lanes n) noexcept {
    from[group] = which;
    _mm512_storeu_si512(numbers + count, _mm512_maskz_compress_epi64(which, n));
    count += count_ones(_cvtmask8_u32(which));
  }
};

template <unsigned Forms, bool Rows, class Answers>
inline void ask_blocks(const probe_tables& of, const u64* numbers, size_t count, late_numbers& late,
                       const Answers& to) noexcept {
  waiting_eight ring[ring_groups];
  const size_t groups = (count + 7) / 8;
  const bool has_singles = of.has_singles;
  const lane_mask thin = of.has_thin ? 0xff : 0;
  hashed_eight hashed[2];
  selected_eight selected[2];
  for (size_t i = 0; i < groups + groups_ahead + 2; ++i) {
    if (i < groups) {
      hash_blocks(of, _mm512_maskz_loadu_epi64(live_lanes(count, i), numbers + i * 8), hashed[i % 2]);
      fetch(reinterpret_cast<const byte*>(numbers + i * 8 + numbers_ahead));
    }
    if (i >= 1 && i <= groups) {
      waiting_eight& w = ring[(i - 1) % ring_groups];
      locate<Forms, Rows>(of, hashed[(i - 1) % 2], w);
    }
    const eight& asked = ring[(i - 2) % ring_groups].line;
    const bool asks = i >= 2 && i < groups + 2;
    if (asks) fetch_two(asked, 0);
    if constexpr ((Forms & coded_blocks) != 0) {
      const size_t next = i - groups_ahead - 1;
      if (i > groups_ahead && next < groups && has_coded<Forms>(ring[next % ring_groups])) {
        select_group(ring[next % ring_groups], selected[next % 2]);
      }
    }
    if (asks) fetch_two(asked, 2);
    if (i < groups_ahead + 2) {
      if (asks) fetch_two(asked, 4), fetch_two(asked, 6);
      continue;
    }
    const size_t group = i - groups_ahead - 2;
    const waiting_eight& w = ring[group % ring_groups];
    if constexpr (Rows) {
      if (group != 0) fetch_four_days(of, to.days + group * 8 - 8);
    }
    const answers said = ask<Forms>(w, selected[group % 2]);
    if (asks) fetch_two(asked, 4);
    if constexpr (Rows) {
      if (group != 0) fetch_four_days(of, to.days + group * 8 - 4);
    }
    const lane_mask live = live_lanes(count, group);
    const lane_mask held = said.held & w.in_block & live;
    lane_mask spilled = 0;
    if constexpr (Forms != bitmap_blocks) {
      if (Rows || has_singles) {
        const lanes tails = words_at(w.line, fmt::line_bytes - 8);
        spilled = _mm512_movepi64_mask(tails) & w.in_block & _knot_mask8(said.held);
        if constexpr (Forms != coded_blocks && Forms != plain_blocks) spilled &= _knot_mask8(w.bitmap);
        if constexpr (Rows) keep_rows(of, w, tails, said, held, group * 8, to);
      }
    }
    if (asks) fetch_two(asked, 6);
    if constexpr (!Rows) to.held[group] = held;
    if (has_singles) {
      const lane_mask which = (spilled | (w.no_chunk & thin)) & live;
      late.add(group, which, _mm512_maskz_loadu_epi64(live, numbers + group * 8));
    }
  }
  if constexpr (Rows) {
    if (groups != 0) fetch_four_days(of, to.days + groups * 8 - 8), fetch_four_days(of, to.days + groups * 8 - 4);
  }
}

template <bool Rows, class Answers>
inline void ask_by_form(const probe_tables& of, const u64* numbers, size_t count, late_numbers& late,
                        const Answers& to) noexcept {
  switch (of.forms) {
    case coded_blocks: return ask_blocks<coded_blocks, Rows>(of, numbers, count, late, to);
    case plain_blocks: return ask_blocks<plain_blocks, Rows>(of, numbers, count, late, to);
    case bitmap_blocks:
      if constexpr (!Rows) return ask_blocks<bitmap_blocks, Rows>(of, numbers, count, late, to);
      [[fallthrough]];
    default: return ask_blocks<coded_blocks | plain_blocks | bitmap_blocks, Rows>(of, numbers, count, late, to);
  }
}

inline void clear(bit_answers to, size_t count) noexcept { __builtin_memset(to.held, 0, (count + 63) / 64 * 8); }

void contains(const probe_tables& of, const u64* numbers, size_t count, u64* bits) noexcept {
  const bit_answers to{reinterpret_cast<unsigned char*>(bits)};
  clear(to, count);
  if (of.forms == 0) return find_singles(of, numbers, count, to);
  late_numbers late;
  ask_by_form<false>(of, numbers, count, late, to);
  if (late.count == 0) return;
  u64 found[probe_numbers / 64 + 1];
  find_singles(of, late.numbers, late.count, bit_answers{reinterpret_cast<unsigned char*>(found)});
  const auto* const from = reinterpret_cast<const byte*>(late.from);
  for (size_t word = 0, at = 0; word * 64 < count; ++word) {
    const size_t left = (count + 7) / 8 - word * 8;
    const u64 which = load<u64>(from + word * 8) & low_mask(left < 8 ? static_cast<u32>(left) * 8 : 64);
    bits[word] |= deposit(answers_from(found, at), which);
    at += count_ones(which);
  }
}

size_t pick(const u64* numbers, size_t count, const u64* wanted, u64* picked) noexcept {
  size_t n = 0;
  for (size_t begin = 0; begin < count; begin += 64) {
    u64 left = wanted[begin / 64];
    for (size_t at = begin; left != 0; at += 8, left >>= 8) {
      const lane_mask which = _cvtu32_mask8(static_cast<u32>(left & 0xff));
      _mm512_storeu_si512(picked + n,
                          _mm512_maskz_compress_epi64(which, _mm512_maskz_loadu_epi64(which, numbers + at)));
      n += count_ones(left & 0xff);
    }
  }
  return n;
}

void find_rows(const probe_tables& of, const u64* numbers, size_t count, row* rows, u64* days) noexcept {
  if (of.forms == 0) return find_singles(of, numbers, count, row_answers{rows, days});
  late_numbers late;
  ask_by_form<true>(of, numbers, count, late, row_answers{rows, days});
  if (late.count == 0) return;
  row late_rows[probe_numbers + 8];
  u64 late_days[probe_numbers + 8];
  find_singles(of, late.numbers, late.count, row_answers{late_rows, late_days});
  for (size_t group = 0, at = 0; group * 8 < count; ++group) {
    const lane_mask which = late.from[group];
    u64* const from_rows = rows + group * 8;
    const lanes are = _mm512_loadu_si512(from_rows);
    _mm512_storeu_si512(from_rows, _mm512_mask_expand_epi64(are, which, _mm512_loadu_si512(late_rows + at)));
    const lanes on = _mm512_loadu_si512(days + group * 8);
    _mm512_storeu_si512(days + group * 8, _mm512_mask_expand_epi64(on, which, _mm512_loadu_si512(late_days + at)));
    at += count_ones(which);
  }
}

}  // namespace
}  // namespace callsieve::sets_detail
// NOLINTEND(misc-definitions-in-headers)

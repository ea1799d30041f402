// How eight numbers are asked of their blocks, in the steps that avx512_loops.hpp takes one group after the other.

// NOLINTBEGIN(misc-definitions-in-headers)
namespace callsieve::sets_detail {
namespace {

/// Numbers of eight on their way.
struct alignas(64) waiting_eight {
  eight line;     // address of the bucket's line, or of that with the bit; where all are bitmaps: of its 8 bytes
  eight what;     // stratum, its low bits << 32, lows_at << 40; of bitmaps: d
  eight columns;  // of the chunk: place, count << 40
  eight slot;     // of the descriptor, << 32
  lane_mask in_block;
  lane_mask no_chunk;       // the block has none
  lane_mask bitmap, plain;  // the block's form
};

/// n / block_numbers for n below 2^50.
inline lanes block_of(lanes n) noexcept {
  static_assert(block_numbers == 78125 << 7);
  constexpr u64 reciprocal = (u64{1} << 36) / 78125 * (u64{1} << 32) + (((u64{1} << 36) % 78125) << 32) / 78125 + 1;
  const lanes high = _mm512_madd52hi_epu64(_mm512_setzero_si512(), _mm512_srli_epi64(n, 7), every(reciprocal));
  return _mm512_srli_epi64(high, 16);
}

/// Eight numbers whose descriptors are to be found.
struct alignas(64) hashed_eight {
  eight seat, hash;  // place of the seat, and what it turns
  eight block, offset;
};

inline void hash_blocks(const probe_tables& of, lanes n, hashed_eight& to) noexcept {
  const lanes block = block_of(n);
  const lanes h = _mm512_mullo_epi64(block, every(of.multiplier));
  keep(to.seat, _mm512_srl_epi64(h, _mm_cvtsi32_si128(static_cast<int>(of.seat_shift))));
  keep(to.hash, _mm512_srli_epi64(h, fmt::slot_shift));
  keep(to.block, block);
  keep(to.offset, _mm512_sub_epi64(n, _mm512_mul_epu32(block, every(block_numbers))));
}

/// Where eight numbers may stand. Lanes that no block holds get the address of some line.
template <unsigned Forms, bool Rows>
inline void locate(const probe_tables& of, const hashed_eight& from, waiting_eight& w) noexcept {
  eight descriptor;
  for (size_t i = 0; i < 8; ++i) {
    const u64 slot = (from.hash.of[i] ^ load<u32>(of.seats + from.seat.of[i] * sizeof(u32))) & of.slot_mask;
    if constexpr (Rows) w.slot.of[i] = slot << 32;
    descriptor.of[i] = reinterpret_cast<u64>(of.descriptors + slot * fmt::descriptor_bytes);
  }
  const four_words is = four_words_at(descriptor);
  const lanes low_24 = every(0xff'ffff), low_32 = every(0xffff'ffff);
  const lane_mask same_block = _mm512_cmpeq_epi64_mask(_mm512_and_si512(is.first, low_32), loaded(from.block));
  const lanes extent = _mm512_and_si512(_mm512_srli_epi64(is.first, 32), low_24);
  const lanes d = _mm512_sub_epi64(loaded(from.offset), _mm512_srli_epi64(is.fourth, 40));  // negative below the lowest
  const lanes place = _mm512_and_si512(is.third, every(0xff'ffff'ffff));
  lane_mask in_block = 0;
  lanes what = d, in_chunk = _mm512_setzero_si512();  // bytes
  if constexpr (Forms != bitmap_blocks) {
    const lanes lines = _mm512_and_si512(is.second, low_24);
    const lanes zeros = _mm512_lzcnt_epi64(_mm512_sub_epi64(extent, every(1)));
    const lanes quotient_shift = _mm512_sub_epi64(every(95), zeros);
    const lanes quotient = _mm512_srlv_epi64(_mm512_mul_epu32(d, _mm512_srli_epi64(is.second, 32)), quotient_shift);
    in_block = _mm512_mask_cmplt_epu64_mask(same_block, quotient, lines);
    const lanes stratum = _mm512_and_si512(_mm512_sub_epi64(d, _mm512_mul_epu32(quotient, extent)), low_24);
    lanes x = _mm512_mullo_epi32(stratum, every(0x9e37'79b1));
    x = _mm512_xor_si512(x, _mm512_srli_epi64(x, 16));
    x = _mm512_mullo_epi32(x, every(0x85eb'ca6b));
    const lanes turned = _mm512_add_epi64(quotient, _mm512_srli_epi64(_mm512_mul_epu32(x, lines), 32));
    const lanes bucket = _mm512_min_epu64(turned, _mm512_sub_epi64(turned, lines));
    in_chunk = _mm512_slli_epi64(bucket, 6);
    const lanes lows_at = _mm512_and_si512(_mm512_slli_epi64(is.second, 16), every(u64{0xff} << 40));
    const lanes coding = _mm512_srli_epi64(is.first, 56);
    what = _mm512_or_si512(_mm512_or_si512(stratum, lows_at), _mm512_slli_epi64(coding, 32));
    if constexpr ((Forms & bitmap_blocks) != 0) w.bitmap = _mm512_cmpeq_epi64_mask(coding, every(fmt::bitmap));
    if constexpr ((Forms & coded_blocks) != 0 && (Forms & plain_blocks) != 0) {
      w.plain = _mm512_cmpeq_epi64_mask(coding, every(fmt::plain));
    }
    if constexpr (Rows) {
      const lanes count = _mm512_andnot_si512(every(0xff'ffff'ffff), is.third);
      keep(w.columns, _mm512_or_si512(_mm512_add_epi64(place, lines), count));
    }
  }
  if constexpr ((Forms & bitmap_blocks) != 0) {
    const lane_mask bitmap = Forms == bitmap_blocks ? lane_mask{0xff} : w.bitmap;
    const lane_mask in_bitmap = _mm512_mask_cmple_epu64_mask(same_block & bitmap, d, extent);
    in_block = (in_block & _knot_mask8(bitmap)) | in_bitmap;
    // Among other forms a bitmap's whole line is read as if it were theirs: from its start, or the line behind it would
    // be waited for, too.
    const lanes in_bits = Forms == bitmap_blocks ? _mm512_slli_epi64(_mm512_srli_epi64(d, 6), 3)
                                                 : _mm512_slli_epi64(_mm512_srli_epi64(d, 9), 6);
    in_chunk = _mm512_mask_mov_epi64(in_chunk, bitmap, in_bits);
    what = _mm512_mask_mov_epi64(what, bitmap, d);
  }
  const lanes chunk = _mm512_add_epi64(_mm512_slli_epi64(place, 6), address_of(of.bytes));
  keep(w.line, _mm512_mask_add_epi64(chunk, in_block, chunk, in_chunk));
  keep(w.what, what);
  w.in_block = in_block;
  w.no_chunk = _knot_mask8(same_block);
}

inline lanes lowest_of_fields(lanes low_bits) noexcept {
  const u64* const table = fields.lowest;
  const lanes low = _mm512_permutex2var_epi64(_mm512_load_si512(table), low_bits, _mm512_load_si512(table + 8));
  const lanes high = _mm512_permutex2var_epi64(_mm512_load_si512(table + 16), low_bits, _mm512_load_si512(table + 24));
  return _mm512_mask_mov_epi64(low, _mm512_test_epi64_mask(low_bits, every(16)), high);
}

/// Eight strata whose low bits are to be compared.
struct alignas(64) selected_eight {
  eight lows_from;  // address of the word with the low bits of the stratum's group
  lanes lows_shift, wanted, lowest, highest, seen;
  lanes first;  // place in the line of the group's first stratum
};

inline void select_group(const waiting_eight& w, selected_eight& to) noexcept {
  const lanes what = loaded(w.what);
  const lanes low_bits = _mm512_and_si512(_mm512_srli_epi64(what, 32), every(0x1f));
  const lanes lows_at = _mm512_add_epi64(_mm512_and_si512(_mm512_srli_epi64(what, 40), every(0x1ff)), every(1));
  const lanes stratum = _mm512_and_si512(what, every(0xffff'ffff));
  const lanes group = _mm512_srlv_epi64(stratum, low_bits);
  // Which word has the group's zero, and which one of the word's zeros it is.
  const four_words line = four_words_at(w.line);
  const lanes all = every(~u64{0});
  const lanes zeros1 = _mm512_popcnt_epi64(_mm512_xor_si512(line.first, all));
  const lanes zeros2 = _mm512_add_epi64(zeros1, _mm512_popcnt_epi64(_mm512_xor_si512(line.second, all)));
  const lanes zeros3 = _mm512_add_epi64(zeros2, _mm512_popcnt_epi64(_mm512_xor_si512(line.third, all)));
  const lane_mask in2 = _mm512_cmpge_epu64_mask(group, zeros1);
  const lane_mask in3 = _mm512_cmpge_epu64_mask(group, zeros2);
  const lane_mask in4 = _mm512_cmpge_epu64_mask(group, zeros3);
  lanes word = _mm512_mask_mov_epi64(line.first, in2, line.second);
  lanes next = _mm512_mask_mov_epi64(line.second, in2, line.third);
  lanes before = _mm512_maskz_mov_epi64(in2, zeros1), word_at = _mm512_maskz_mov_epi64(in2, every(64));
  word = _mm512_mask_mov_epi64(word, in3, line.third);
  next = _mm512_mask_mov_epi64(next, in3, line.fourth);
  before = _mm512_mask_mov_epi64(before, in3, zeros2);
  word_at = _mm512_mask_mov_epi64(word_at, in3, every(128));
  word = _mm512_mask_mov_epi64(word, in4, line.fourth);
  next = _mm512_maskz_mov_epi64(_knot_mask8(in4), next);  // a zero stands before the lows
  before = _mm512_mask_mov_epi64(before, in4, zeros3);
  word_at = _mm512_mask_mov_epi64(word_at, in4, every(192));
  const lanes zero_at =
      nth_ones(_mm512_xor_si512(word, all), _mm512_and_si512(_mm512_sub_epi64(group, before), every(63)));
  // The run of ones behind it, and the low bits of its strata.
  const lanes behind = _mm512_srli_epi64(_mm512_shrdv_epi64(word, next, zero_at), 1);
  const lanes run_end = _mm512_ternarylogic_epi64(behind, every(u64{1} << 57), all, 0xcf);  // ~behind | 1 << 57
  const lanes run_bits = _mm512_mul_epu32(_mm512_popcnt_epi64(below_lowest(run_end)), low_bits);
  const lanes first = _mm512_sub_epi64(_mm512_add_epi64(word_at, zero_at), group);
  lanes low_at = _mm512_add_epi64(lows_at, _mm512_mul_epu32(first, low_bits));
  low_at = _mm512_min_epu64(low_at, every(fmt::line_bits - 1));  // never less in lines of ours
  const lanes low_byte = _mm512_min_epu64(_mm512_srli_epi64(low_at, 3), every(fmt::line_bytes - 8));
  keep(to.lows_from, _mm512_add_epi64(loaded(w.line), low_byte));
  to.lows_shift = _mm512_sub_epi64(low_at, _mm512_slli_epi64(low_byte, 3));
  to.first = first;
  to.lowest = lowest_of_fields(low_bits);
  to.highest = _mm512_sllv_epi64(to.lowest, _mm512_sub_epi64(low_bits, every(1)));
  to.wanted = _mm512_mullo_epi64(_mm512_andnot_si512(_mm512_sllv_epi64(all, low_bits), stratum), to.lowest);
  to.seen = _mm512_andnot_si512(_mm512_sllv_epi64(all, run_bits), to.highest);
}

inline answers ask_coded(const selected_eight& from) noexcept {
  const lanes lows = _mm512_srlv_epi64(words_at(from.lows_from, 0), from.lows_shift);
  // A field of zeros shows as its highest bit; above the first such a false one may show, which changes nothing.
  const lanes differ = _mm512_xor_si512(lows, from.wanted);
  const lanes equal = _mm512_and_si512(_mm512_andnot_si512(differ, _mm512_sub_epi64(differ, from.lowest)), from.seen);
  const lanes field = _mm512_popcnt_epi64(_mm512_and_si512(below_lowest(equal), from.highest));
  return {_mm512_test_epi64_mask(equal, equal), _mm512_add_epi64(from.first, field)};
}

/// Masks are put together as masks: GCC 12 loses the zeros above one that it makes an integer and keeps in memory.
inline __mmask32 matching_strata(const waiting_eight& w, size_t i) noexcept {
  const lanes stratum = _mm512_set1_epi16(static_cast<short>(w.what.of[i]));
  return _mm512_mask_cmpeq_epi16_mask(0x3fff'ffff, _mm512_loadu_si512(pointer(w.line.of[i])), stratum);
}

inline answers ask_plain(const waiting_eight& w, lane_mask which) noexcept {
  const auto two = [&w](size_t i) { return _mm512_kunpackd(matching_strata(w, i + 1), matching_strata(w, i)); };
  const lanes found = _mm512_cvtepu32_epi64(_mm256_setr_epi64x(
      static_cast<long long>(_cvtmask64_u64(two(0))), static_cast<long long>(_cvtmask64_u64(two(2))),
      static_cast<long long>(_cvtmask64_u64(two(4))), static_cast<long long>(_cvtmask64_u64(two(6)))));
  return {_mm512_mask_test_epi64_mask(which, found, found), _mm512_popcnt_epi64(below_lowest(found))};
}

template <unsigned Forms>
inline lane_mask ask_bitmap(const waiting_eight& w) noexcept {
  const lanes d = loaded(w.what);
  const lanes bit = _mm512_sllv_epi64(every(1), _mm512_and_si512(d, every(63)));
  if constexpr (Forms == bitmap_blocks) return _mm512_test_epi64_mask(words_at(w.line, 0), bit);
  const lanes in_line = _mm512_slli_epi64(_mm512_and_si512(_mm512_srli_epi64(d, 6), every(7)), 3);
  eight words;
  keep(words, _mm512_add_epi64(loaded(w.line), in_line));
  return _mm512_test_epi64_mask(words_at(words, 0), bit);
}

template <unsigned Forms>
inline bool has_coded(const waiting_eight& w) noexcept {
  if constexpr (Forms == coded_blocks) return true;
  return (w.in_block & _knot_mask8(w.bitmap | ((Forms & plain_blocks) != 0 ? w.plain : 0))) != 0;
}

/// Of a form that is missing from some lanes, those lanes' answers mean nothing, but their lines can be read: the tail
/// stands behind all chunks.
template <unsigned Forms>
inline answers ask(const waiting_eight& w, const selected_eight& selected) noexcept {
  if constexpr (Forms == bitmap_blocks) {
    return {ask_bitmap<Forms>(w), _mm512_setzero_si512()};
  } else if constexpr (Forms == plain_blocks) {
    return ask_plain(w, 0xff);
  } else if constexpr (Forms == coded_blocks) {
    return ask_coded(selected);
  } else {
    const lane_mask in_bitmap = w.in_block & w.bitmap;
    const lane_mask in_plain = w.in_block & ((Forms & coded_blocks) != 0 ? w.plain : _knot_mask8(w.bitmap));
    const lane_mask in_coded = w.in_block & _knot_mask8(in_bitmap | in_plain);
    answers said{0, _mm512_setzero_si512()};
    if ((Forms & coded_blocks) != 0 && in_coded != 0) {
      said = ask_coded(selected);
      said.held &= in_coded;
    }
    if ((Forms & plain_blocks) != 0 && in_plain != 0) {
      const answers plain = ask_plain(w, in_plain);
      said.held |= plain.held;
      said.place = _mm512_mask_mov_epi64(said.place, in_plain, plain.place);
    }
    if (in_bitmap != 0) said.held |= static_cast<lane_mask>(ask_bitmap<Forms>(w) & in_bitmap);
    return said;
  }
}

}  // namespace
}  // namespace callsieve::sets_detail
// NOLINTEND(misc-definitions-in-headers)

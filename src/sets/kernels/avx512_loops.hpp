// The loops that ask many numbers with AVX-512, eight at a time, one in each 64-bit lane: included after one_probe.hpp,
// as it is, by a kernel that has VBMI2, IFMA, BITALG and VPOPCNTDQ beside.
//
// Measured: what stands at eight places is loaded by plain loads and put together by shuffles, in half the time of a
// gather; 128 lines asked for before the first is read keep memory twice as busy as 32; numbers that may stand among
// the singles are left until last, with masks of where they came from, so that a word of answers goes back at once.

// NOLINTBEGIN(misc-definitions-in-headers)
namespace callsieve::sets_detail {
namespace {

using lanes = __m512i;
using lane_mask = __mmask8;

constexpr size_t groups_ahead = 16;
constexpr size_t ring_groups = 32;  // a power of two above them

/// One of them for each lane.
struct alignas(64) eight {
  u64 of[8];
};

inline lanes every(u64 value) noexcept { return _mm512_set1_epi64(static_cast<long long>(value)); }
inline lanes loaded(const eight& from) noexcept { return _mm512_load_si512(from.of); }
inline void keep(eight& to, lanes value) noexcept { _mm512_store_si512(to.of, value); }
template <class T = byte>
inline const T* pointer(u64 address) noexcept {
  return reinterpret_cast<const T*>(address);  // NOLINT(performance-no-int-to-ptr): lanes hold addresses
}
inline lanes address_of(const byte* at) noexcept { return every(reinterpret_cast<u64>(at)); }
inline void fetch(const eight& addresses) noexcept {
  for (const u64 address : addresses.of) fetch(pointer(address));
}

/// The same 8 bytes' words of two places.
inline __m128i two_words(const eight& at, size_t first, size_t offset) noexcept {
  const __m128i low = _mm_loadl_epi64(pointer<__m128i>(at.of[first] + offset));
  return _mm_castpd_si128(_mm_loadh_pd(_mm_castsi128_pd(low), pointer<double>(at.of[first + 1] + offset)));
}
/// The 8 bytes that stand `offset` behind each address.
inline lanes words_at(const eight& at, size_t offset) noexcept {
  const __m256i low =
      _mm256_inserti128_si256(_mm256_castsi128_si256(two_words(at, 0, offset)), two_words(at, 2, offset), 1);
  const __m256i high =
      _mm256_inserti128_si256(_mm256_castsi128_si256(two_words(at, 4, offset)), two_words(at, 6, offset), 1);
  return _mm512_inserti64x4(_mm512_castsi256_si512(low), high, 1);
}

/// The 32 bytes at each address, word by word.
struct four_words {
  lanes first, second, third, fourth;
};
inline lanes two_quarters(const eight& at, size_t low, size_t high) noexcept {
  return _mm512_inserti64x4(_mm512_castsi256_si512(_mm256_loadu_si256(pointer<__m256i>(at.of[low]))),
                            _mm256_loadu_si256(pointer<__m256i>(at.of[high])), 1);
}
inline four_words four_words_at(const eight& at) noexcept {
  const lanes a = two_quarters(at, 0, 2), b = two_quarters(at, 1, 3);
  const lanes c = two_quarters(at, 4, 6), d = two_quarters(at, 5, 7);
  const lanes even_ab = _mm512_unpacklo_epi64(a, b), odd_ab = _mm512_unpackhi_epi64(a, b);
  const lanes even_cd = _mm512_unpacklo_epi64(c, d), odd_cd = _mm512_unpackhi_epi64(c, d);
  return {_mm512_shuffle_i64x2(even_ab, even_cd, 0x88), _mm512_shuffle_i64x2(odd_ab, odd_cd, 0x88),
          _mm512_shuffle_i64x2(even_ab, even_cd, 0xdd), _mm512_shuffle_i64x2(odd_ab, odd_cd, 0xdd)};
}

/// Numbers of eight on their way.
struct alignas(64) waiting_eight {
  eight line;     // address of the bucket's line; of bitmaps: of the 8 bytes with the bit
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

/// Where eight numbers may stand. Lanes that no block holds get the address of some line.
template <unsigned Forms, bool Rows>
inline void locate(const probe_tables& of, lanes n, waiting_eight& w) noexcept {
  const lanes block = block_of(n);
  const lanes offset = _mm512_sub_epi64(n, _mm512_mul_epu32(block, every(block_numbers)));
  const lanes h = _mm512_mullo_epi64(block, every(of.multiplier));
  eight seat, descriptor;
  keep(seat, _mm512_srl_epi64(h, _mm_cvtsi32_si128(static_cast<int>(of.seat_shift))));
  keep(descriptor, _mm512_srli_epi64(h, fmt::slot_shift));
  for (size_t i = 0; i < 8; ++i) {
    const u64 slot = (descriptor.of[i] ^ load<u32>(of.seats + seat.of[i] * sizeof(u32))) & of.slot_mask;
    if constexpr (Rows) w.slot.of[i] = slot << 32;
    descriptor.of[i] = reinterpret_cast<u64>(of.descriptors + slot * fmt::descriptor_bytes);
  }
  const four_words is = four_words_at(descriptor);
  const lanes low_24 = every(0xff'ffff), low_32 = every(0xffff'ffff);
  const lane_mask same_block = _mm512_cmpeq_epi64_mask(_mm512_and_si512(is.first, low_32), block);
  const lanes extent = _mm512_and_si512(_mm512_srli_epi64(is.first, 32), low_24);
  const lanes d = _mm512_sub_epi64(offset, _mm512_srli_epi64(is.fourth, 40));  // negative below the lowest
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
    in_chunk = _mm512_mask_mov_epi64(in_chunk, bitmap, _mm512_slli_epi64(_mm512_srli_epi64(d, 6), 3));
    what = _mm512_mask_mov_epi64(what, bitmap, d);
  }
  const lanes chunk = _mm512_add_epi64(_mm512_slli_epi64(place, 6), address_of(of.bytes));
  keep(w.line, _mm512_mask_add_epi64(chunk, in_block, chunk, in_chunk));
  keep(w.what, what);
  w.in_block = in_block;
  w.no_chunk = _knot_mask8(same_block);
}

/// What eight lines say of eight strata.
struct answers {
  lane_mask held;
  lanes place;  // in the line, where held
};

/// For each lane the place of the n-th one of `word`, counted from 0.
inline lanes nth_ones(lanes word, lanes n) noexcept {
  const lanes each_byte = every(0x0101'0101'0101'0101), high_bits = every(0x8080'8080'8080'8080);
  const lanes spread =
      _mm512_broadcast_i32x4(_mm_set_epi8(8, 8, 8, 8, 8, 8, 8, 8, 0, 0, 0, 0, 0, 0, 0, 0));  // the lane's lowest byte
  const lanes up_to = _mm512_mullo_epi64(_mm512_popcnt_epi8(word), each_byte);  // ones up to the end of each byte
  const lanes n_high = _mm512_or_si512(_mm512_shuffle_epi8(n, spread), high_bits);
  const lanes before = _mm512_popcnt_epi64(_mm512_and_si512(_mm512_sub_epi64(n_high, up_to), high_bits));
  const lanes bits_before = _mm512_slli_epi64(before, 3);
  const lanes rest =
      _mm512_sub_epi64(n, _mm512_and_si512(_mm512_srlv_epi64(_mm512_slli_epi64(up_to, 8), bits_before), every(0xff)));
  const lanes in_byte = _mm512_and_si512(_mm512_shuffle_epi8(_mm512_srlv_epi64(word, bits_before), spread),
                                         every(0xff7f'3f1f'0f07'0301));  // byte k: its bits 0 to k
  const lanes rest_high = _mm512_or_si512(_mm512_shuffle_epi8(rest, spread), high_bits);
  const lanes bit =
      _mm512_popcnt_epi64(_mm512_and_si512(_mm512_sub_epi64(rest_high, _mm512_popcnt_epi8(in_byte)), high_bits));
  return _mm512_add_epi64(bits_before, bit);
}

/// Ones below the lowest one of each lane: how many zeros it ends with.
inline lanes below_lowest(lanes x) noexcept { return _mm512_andnot_si512(x, _mm512_sub_epi64(x, every(1))); }

inline lanes lowest_of_fields(lanes low_bits) noexcept {
  const u64* const table = fields.lowest;
  const lanes low = _mm512_permutex2var_epi64(_mm512_load_si512(table), low_bits, _mm512_load_si512(table + 8));
  const lanes high = _mm512_permutex2var_epi64(_mm512_load_si512(table + 16), low_bits, _mm512_load_si512(table + 24));
  return _mm512_mask_mov_epi64(low, _mm512_test_epi64_mask(low_bits, every(16)), high);
}

inline answers ask_coded(const waiting_eight& w) noexcept {
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
  eight lows_from;
  keep(lows_from, _mm512_add_epi64(loaded(w.line), low_byte));
  const lanes lowest = lowest_of_fields(low_bits);
  const lanes highest = _mm512_sllv_epi64(lowest, _mm512_sub_epi64(low_bits, every(1)));
  const lanes wanted = _mm512_mullo_epi64(_mm512_andnot_si512(_mm512_sllv_epi64(all, low_bits), stratum), lowest);
  const lanes seen = _mm512_andnot_si512(_mm512_sllv_epi64(all, run_bits), highest);
  const lanes lows =
      _mm512_srlv_epi64(words_at(lows_from, 0), _mm512_sub_epi64(low_at, _mm512_slli_epi64(low_byte, 3)));
  // A field of zeros shows as its highest bit; above the first such a false one may show, which changes nothing.
  const lanes differ = _mm512_xor_si512(lows, wanted);
  const lanes equal = _mm512_and_si512(_mm512_andnot_si512(differ, _mm512_sub_epi64(differ, lowest)), seen);
  const lanes field = _mm512_popcnt_epi64(_mm512_and_si512(below_lowest(equal), highest));
  return {_mm512_test_epi64_mask(equal, equal), _mm512_add_epi64(first, field)};
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

inline lane_mask ask_bitmap(const waiting_eight& w) noexcept {
  const lanes bit = _mm512_sllv_epi64(every(1), _mm512_and_si512(loaded(w.what), every(63)));
  return _mm512_test_epi64_mask(words_at(w.line, 0), bit);
}

/// Of a form that is missing from some lanes, those lanes' answers mean nothing, but their lines can be read: the tail
/// stands behind all chunks.
template <unsigned Forms>
inline answers ask(const waiting_eight& w) noexcept {
  if constexpr (Forms == bitmap_blocks) {
    return {ask_bitmap(w), _mm512_setzero_si512()};
  } else if constexpr (Forms == plain_blocks) {
    return ask_plain(w, 0xff);
  } else if constexpr (Forms == coded_blocks) {
    return ask_coded(w);
  } else {
    const lane_mask in_bitmap = w.in_block & w.bitmap;
    const lane_mask in_plain = w.in_block & ((Forms & coded_blocks) != 0 ? w.plain : _knot_mask8(w.bitmap));
    const lane_mask in_coded = w.in_block & _knot_mask8(in_bitmap | in_plain);
    answers said{0, _mm512_setzero_si512()};
    if ((Forms & coded_blocks) != 0 && in_coded != 0) {
      said = ask_coded(w);
      said.held &= in_coded;
    }
    if ((Forms & plain_blocks) != 0 && in_plain != 0) {
      const answers plain = ask_plain(w, in_plain);
      said.held |= plain.held;
      said.place = _mm512_mask_mov_epi64(said.place, in_plain, plain.place);
    }
    if (in_bitmap != 0) said.held |= static_cast<lane_mask>(ask_bitmap(w) & in_bitmap);
    return said;
  }
}

/// Where answers go, eight a group.
struct bit_answers {
  unsigned char* held;
};
struct row_answers {
  row* rows;
  u64* days;
};

/// The entries' places in their chunks' columns; their days are asked for.
inline void keep_rows(const probe_tables& of, const waiting_eight& w, lanes tails, const answers& said, lane_mask held,
                      size_t at, const row_answers& to) noexcept {
  const lanes columns = loaded(w.columns);
  const lanes before = _mm512_and_si512(_mm512_srli_epi64(tails, 32 + fmt::first_entry_shift), every(0xff'ffff));
  lanes entry = _mm512_add_epi64(before, said.place);
  entry = _mm512_maskz_mov_epi64(_mm512_cmplt_epu64_mask(entry, _mm512_srli_epi64(columns, 40)), entry);
  const lanes from = _mm512_slli_epi64(_mm512_and_si512(columns, every(0xff'ffff'ffff)), 6);
  const lanes days = _mm512_maskz_add_epi64(held, from, _mm512_mul_epu32(entry, every(of.day_stride)));
  eight days_at;
  keep(days_at, _mm512_add_epi64(days, address_of(of.bytes)));
  fetch(days_at);
  const lanes rows = _mm512_or_si512(loaded(w.slot), entry);
  _mm512_storeu_si512(to.rows + at, _mm512_mask_mov_epi64(every(no_row), held, rows));
  _mm512_storeu_si512(to.days + at, days);
}

// --- singles ---

inline lanes mixed(lanes x) noexcept {
  x = _mm512_xor_si512(x, _mm512_srli_epi64(x, 33));
  x = _mm512_mullo_epi64(x, every(0xff51'afd7'ed55'8ccd));
  x = _mm512_xor_si512(x, _mm512_srli_epi64(x, 33));
  x = _mm512_mullo_epi64(x, every(0xc4ce'b9fe'1a85'ec53));
  return _mm512_xor_si512(x, _mm512_srli_epi64(x, 33));
}
/// The higher half of the product.
inline lanes multiply_high(lanes x, u64 y) noexcept {
  const lanes x_high = _mm512_srli_epi64(x, 32), y_low = every(y & 0xffff'ffff), y_high = every(y >> 32);
  const lanes low = _mm512_srli_epi64(_mm512_mul_epu32(x, y_low), 32);
  const lanes cross = _mm512_add_epi64(_mm512_mul_epu32(x_high, y_low), low);  // cannot overflow
  const lanes cross2 = _mm512_add_epi64(_mm512_mul_epu32(x, y_high), _mm512_and_si512(cross, every(0xffff'ffff)));
  return _mm512_add_epi64(_mm512_mul_epu32(x_high, y_high),
                          _mm512_add_epi64(_mm512_srli_epi64(cross, 32), _mm512_srli_epi64(cross2, 32)));
}

inline lane_mask matching_numbers(const eight& lines, const eight& numbers, size_t i) noexcept {
  return _mm512_cmpeq_epi64_mask(_mm512_loadu_si512(pointer(lines.of[i])), every(numbers.of[i]));
}

/// Singles of eight numbers: which stand there, and in which slots.
inline answers ask_singles(const probe_tables& of, const u64* numbers, const eight& lines, lane_mask live) noexcept {
  const lanes wanted = _mm512_maskz_loadu_epi64(live, numbers);
  eight number;
  keep(number, wanted);
  const auto two = [&](size_t i) {
    return _mm512_kunpackb(matching_numbers(lines, number, i + 1), matching_numbers(lines, number, i));
  };
  const __mmask32 low = _mm512_kunpackw(two(2), two(0)), high = _mm512_kunpackw(two(6), two(4));
  const u64 matched = _cvtmask64_u64(_mm512_kunpackd(high, low));
  const lanes matches = _mm512_cvtepu8_epi64(_mm_cvtsi64_si128(static_cast<long long>(matched)));
  const lanes full = words_at(lines, fmt::line_bytes - 8);
  live = _mm512_mask_test_epi64_mask(live, wanted, wanted);
  lane_mask held = _mm512_mask_test_epi64_mask(live, matches, matches);
  const lanes from = _mm512_srli_epi64(_mm512_sub_epi64(loaded(lines), address_of(of.singles)), 3);
  lanes slots = _mm512_add_epi64(from, _mm512_popcnt_epi64(below_lowest(matches)));
  u32 beyond = _cvtmask8_u32(_mm512_mask_test_epi64_mask(live & _knot_mask8(held), full, full));
  if (__builtin_expect(beyond != 0, 0)) {
    eight found;
    keep(found, slots);
    for (; beyond != 0; beyond &= beyond - 1) {
      const auto i = static_cast<u32>(__builtin_ctz(beyond));
      const u64 line = static_cast<u64>(pointer(lines.of[i]) - of.singles) / fmt::line_bytes;
      const row is = find_single(of, numbers[i], line + 1);
      found.of[i] = is & ~single_row;
      held |= static_cast<lane_mask>(u32{is != no_row} << i);
    }
    slots = loaded(found);
  }
  return {held, slots};
}

inline void keep_singles(const probe_tables&, const answers& said, size_t group, const bit_answers& to) noexcept {
  to.held[group] = said.held;
}
inline void keep_singles(const probe_tables& of, const answers& said, size_t group, const row_answers& to) noexcept {
  const auto columns = static_cast<u64>(of.singles - of.bytes) + of.single_lines * fmt::line_bytes;
  const lanes days =
      _mm512_maskz_add_epi64(said.held, every(columns), _mm512_mullo_epi64(said.place, every(of.day_stride)));
  eight days_at;
  keep(days_at, _mm512_add_epi64(days, address_of(of.bytes)));
  fetch(days_at);
  const lanes rows = _mm512_or_si512(said.place, every(single_row));
  _mm512_storeu_si512(to.rows + group * 8, _mm512_mask_mov_epi64(every(no_row), said.held, rows));
  _mm512_storeu_si512(to.days + group * 8, days);
}

inline lane_mask live_lanes(size_t count, size_t group) noexcept {
  const size_t left = count - group * 8;
  return static_cast<lane_mask>(left < 8 ? (1U << left) - 1 : 0xff);
}

/// Writes answers up to a multiple of eight.
template <class Answers>
inline void find_singles(const probe_tables& of, const u64* numbers, size_t count, const Answers& to) noexcept {
  eight ring[ring_groups];
  const size_t groups = (count + 7) / 8;
  for (size_t i = 0; i < groups + groups_ahead; ++i) {
    if (i < groups) {
      eight& lines = ring[i % ring_groups];
      const lanes home =
          multiply_high(mixed(_mm512_maskz_loadu_epi64(live_lanes(count, i), numbers + i * 8)), of.home_lines);
      keep(lines, _mm512_add_epi64(address_of(of.singles), _mm512_slli_epi64(home, 6)));
      fetch(lines);
      fetch(reinterpret_cast<const byte*>(numbers + i * 8 + 512));
    }
    if (i < groups_ahead) continue;
    const size_t group = i - groups_ahead;
    const answers said = ask_singles(of, numbers + group * 8, ring[group % ring_groups], live_lanes(count, group));
    keep_singles(of, said, group, to);
  }
}

// --- all of it ---

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
  for (size_t i = 0; i < groups + groups_ahead; ++i) {
    if (i < groups) {
      waiting_eight& w = ring[i % ring_groups];
      locate<Forms, Rows>(of, _mm512_maskz_loadu_epi64(live_lanes(count, i), numbers + i * 8), w);
      fetch(w.line);
      fetch(reinterpret_cast<const byte*>(numbers + i * 8 + 512));
    }
    if (i < groups_ahead) continue;
    const size_t group = i - groups_ahead;
    const waiting_eight& w = ring[group % ring_groups];
    const answers said = ask<Forms>(w);
    const lane_mask live = live_lanes(count, group);
    const lane_mask held = said.held & w.in_block & live;
    lane_mask spilled = 0;
    if constexpr (Forms != bitmap_blocks) {
      if (Rows || has_singles) {
        lanes tails = words_at(w.line, fmt::line_bytes - 8);
        spilled = _mm512_movepi64_mask(tails) & w.in_block & _knot_mask8(said.held);
        if constexpr (Forms != coded_blocks && Forms != plain_blocks) spilled &= _knot_mask8(w.bitmap);
        if constexpr (Rows) keep_rows(of, w, tails, said, held, group * 8, to);
      }
    }
    if constexpr (!Rows) to.held[group] = held;
    if (has_singles) {
      const lane_mask which = (spilled | (w.no_chunk & thin)) & live;
      late.add(group, which, _mm512_maskz_loadu_epi64(live, numbers + group * 8));
    }
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
    const u64 low = found[at / 64] >> (at % 64), high = found[at / 64 + 1] << 1 << (63 - at % 64);
    bits[word] |= _pdep_u64(low | high, which);
    at += count_ones(which);
  }
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

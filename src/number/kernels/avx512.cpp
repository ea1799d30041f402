// The kernel for AVX-512 with VBMI2 and BITALG: AMD Zen 4 and later, Intel Ice Lake and later.
//
// Several passes over a few hundred cells, sixteen at a time. Cells of up to sixteen characters are read in lockstep:
// a masked load each, which cannot fault outside the cell; character classes as bit masks, four cells a vector; the
// digits of four cells compressed to the front together and expanded to a row each; what the region makes of them by
// gathers. Where one of the sixteen is longer, each is read by itself. Then, for all: digits to integers, and the walk
// of the plan by gathers. Sixteen cells that all are a plus sign and digits need no more than their loads.
// Bits that one pass stores the next one loads as masks: between the two lie enough cells that no load waits.
#if defined(__x86_64__)
#  include <immintrin.h>

#  include "callsieve/base/bytes.hpp"

#  include "base/kernel_targets.hpp"
#  include "number/kernels/vector_parts.hpp"

CALLSIEVE_BEGIN_AVX512

namespace callsieve::number_detail {
namespace {

constexpr std::size_t lanes = 16;          ///< numbers in lockstep
constexpr std::size_t longest_short = 16;  ///< characters of a cell that is read in lockstep

// What the second pass writes at once.
static_assert(sizeof(parsed_number) == 16 && offsetof(parsed_number, region) == 8 &&
              offsetof(parsed_number, type) == 10 && offsetof(parsed_number, error) == 11);

/// What sixteen cells need done.
enum class group_kind : std::uint8_t {
  long_texts,    ///< some are long: each is read by itself
  digits,        ///< they are digits already
  texts,         ///< they are short
  likely_clean,  ///< they are short, and of a length that a plus sign and a number's digits have
  done,
};

/// What is known of the cells: the texts of short ones, then digits, left-aligned and followed by zeros. Of each
/// sixteen, cell 4 j + k has row j + 4 k: columns are found by a transposition inside 128-bit lanes. Bit masks are in
/// the order of the rows, `sizes`, `counts` and `flags` in that of
/// the cells.
struct scratch {
  alignas(64) std::array<row, kernel_cells> rows;
  alignas(64) std::array<std::uint8_t, kernel_cells> sizes;      ///< of the cells; 255 also stands for more
  alignas(64) std::array<std::uint16_t, kernel_cells> inside;    ///< the characters of the cell
  alignas(64) std::array<std::uint16_t, kernel_cells> digit;     ///< those that are digits
  alignas(64) std::array<std::uint16_t, kernel_cells> plus;      ///< plus signs
  alignas(64) std::array<std::uint16_t, kernel_cells> skip;      ///< those that are passed over
  alignas(64) std::array<std::uint16_t, kernel_cells> misfit;    ///< those for parse()
  alignas(64) std::array<std::uint16_t, kernel_cells> front;     ///< as many ones as there are digits
  alignas(64) std::array<std::uint16_t, kernel_cells> own_code;  ///< all ones where digits begin with a calling code
  alignas(64) std::array<std::uint8_t, kernel_cells> counts;     ///< of digits
  alignas(64) std::array<std::uint8_t, kernel_cells> flags;

  static constexpr std::size_t place(std::size_t cell) noexcept {
    return (cell & ~(lanes - 1)) | (cell & 3) << 2 | (cell >> 2 & 3);
  }
};
constexpr unsigned is_for_parse = 1;
constexpr unsigned is_certain = 2;  ///< when it is no number of the plan, it is not several either
constexpr unsigned has_own_code = 4;

/// From the order of rows to that of cells, and back.
alignas(16) constexpr row transposition = {0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15};

inline void read_cell(std::string_view cell, const batch_constants& how, std::size_t index, scratch& to) noexcept {
  const std::size_t size = std::min(cell.size(), longest_cell);
  const __mmask32 inside = _bzhi_u32(~0U, static_cast<unsigned>(size));
  const __m256i text = _mm256_maskz_loadu_epi8(inside, cell.data());
  const __m256i values = _mm256_sub_epi8(text, _mm256_set1_epi8('0'));
  const __m256i skipped =
      _mm256_broadcastsi128_si256(_mm_load_si128(reinterpret_cast<const __m128i*>(skipped_characters.data())));
  cell_masks masks;
  masks.inside = inside;
  masks.digit = _mm256_cmplt_epu8_mask(values, _mm256_set1_epi8(10));
  masks.skip = _mm256_cmpeq_epi8_mask(text, _mm256_shuffle_epi8(skipped, text)) |
               _mm256_cmpeq_epi8_mask(text, _mm256_set1_epi8(']'));
  masks.plus = _mm256_cmpeq_epi8_mask(text, _mm256_set1_epi8('+'));
  masks.zero = _mm256_cmpeq_epi8_mask(text, _mm256_set1_epi8('0'));
  masks.dot = _mm256_cmpeq_epi8_mask(text, _mm256_set1_epi8('.'));
  const auto count = static_cast<unsigned>(_mm_popcnt_u32(masks.digit));
  unsigned unusual = is_unusual(cell.size(), masks, count);

  const __m128i digits = _mm256_castsi256_si128(_mm256_maskz_compress_epi8(masks.digit, values));
  const auto pairs = static_cast<std::uint32_t>(_mm_cvtsi128_si32(_mm_maddubs_epi16(digits, _mm_set1_epi16(0x010A))));
  const unsigned plus = bit(masks.plus != 0);
  const unsigned meaning = meaning_of(how.roots[plus], pairs & 0xFFFF, pairs >> 16, count);
  unusual |= bit(meaning == plan::meaning_reread);

  const unsigned fronted = meaning / plan::meaning_front % 4;
  const int shift = static_cast<int>(meaning & plan::meaning_drop) - static_cast<int>(fronted);
  const auto* const slide = reinterpret_cast<const __m128i*>(slides.bytes.data() + 16 + shift);
  const auto front = static_cast<__mmask16>(_bzhi_u32(0xFFFF, fronted));
  const auto own_code = static_cast<__mmask16>(-static_cast<int>(how.e164 | plus));
  const __m128i region_code = _mm_load_si128(reinterpret_cast<const __m128i*>(how.code.data()));
  const __m128i code = _mm_mask_mov_epi8(region_code, own_code, digits);
  const __m128i number = _mm_mask_mov_epi8(_mm_shuffle_epi8(digits, _mm_loadu_si128(slide)), front, code);
  const int length = static_cast<int>(count) - shift;
  unusual |= bit(length > most_digits);

  _mm_store_si128(reinterpret_cast<__m128i*>(to.rows[scratch::place(index)].data()), number);
  to.counts[index] = static_cast<std::uint8_t>(length & most_digits);
  to.flags[index] =
      static_cast<std::uint8_t>(unusual * is_for_parse | bit(masks.plus != 0 && masks.skip == 0) * is_certain);
}

/// Sixteen cells of any length to digits, from place `first` on.
void read_cells(const std::string_view* cells, std::size_t first, const batch_constants& how, scratch& to) noexcept {
  const batch_constants same = how;
  for (std::size_t i = 0; i < lanes; ++i) read_cell(cells[i], same, first + i, to);
}

/// Takes the beginnings of sixteen cells as they are, from place `first` on, and how long the cells are.
void take(const std::string_view* cells, std::size_t first, scratch& to) noexcept {
  constexpr std::size_t beyond = 0xFF;  // longer than any cell that is read here
  for (std::size_t j = 0; j < 4; ++j) {
    for (std::size_t k = 0; k < 4; ++k) {
      const std::string_view cell = cells[4 * j + k];
      const auto size = static_cast<unsigned>(std::min(cell.size(), beyond));
      const auto inside = static_cast<__mmask16>(_bzhi_u32(0xFFFF, size));
      _mm_store_si128(reinterpret_cast<__m128i*>(to.rows[first + j + 4 * k].data()),
                      _mm_maskz_loadu_epi8(inside, cell.data()));
      to.sizes[first + 4 * j + k] = static_cast<std::uint8_t>(size);
    }
  }
}

/// Says of sixteen cells that are taken what they need, and how many characters and perhaps digits they have.
group_kind measure(std::size_t first, scratch& in) noexcept {
  constexpr char shortest_clean = fewest_digits + 1;
  const __m128i sizes = _mm_load_si128(reinterpret_cast<const __m128i*>(&in.sizes[first]));
  if (_mm_cmpgt_epu8_mask(sizes, _mm_set1_epi8(longest_short)) != 0) return group_kind::long_texts;
  const __m128i order = _mm_load_si128(reinterpret_cast<const __m128i*>(transposition.data()));
  const __m256i ordered = _mm256_cvtepu8_epi16(_mm_shuffle_epi8(sizes, order));
  const __m256i one = _mm256_set1_epi16(1);
  _mm256_store_si256(reinterpret_cast<__m256i*>(&in.inside[first]),
                     _mm256_sub_epi16(_mm256_sllv_epi16(one, ordered), one));
  const __m128i counts = _mm_and_si128(_mm_sub_epi8(sizes, _mm_set1_epi8(1)), _mm_set1_epi8(most_digits));
  _mm_store_si128(reinterpret_cast<__m128i*>(&in.counts[first]), counts);
  return _mm_cmplt_epu8_mask(sizes, _mm_set1_epi8(shortest_clean)) == 0 ? group_kind::likely_clean : group_kind::texts;
}

/// Of eight numbers of sixteen digits, zeros behind the true length: the integers of that length.
__m512i values_of(__m256i high, __m256i low, __m256i lengths) noexcept {
  const __m512i length = _mm512_cvtepu32_epi64(lengths);
  const __m512i sixteen = _mm512_add_epi64(
      _mm512_mul_epu32(_mm512_cvtepu32_epi64(high), _mm512_set1_epi64(100'000'000)), _mm512_cvtepu32_epi64(low));
  const __m512i inverse = _mm512_permutex2var_epi64(_mm512_load_si512(inverses.by_length.data()), length,
                                                    _mm512_load_si512(inverses.by_length.data() + 8));
  const __m512i shifted = _mm512_srlv_epi64(sixteen, _mm512_sub_epi64(_mm512_set1_epi64(16), length));
  return _mm512_mullo_epi64(shifted, inverse);
}

/// Elements of a table of two bytes an element, or of one, that has whole groups of four bytes.
__m512i gather_two_bytes(const std::uint16_t* table, __m512i index) noexcept {
  const __m512i both = _mm512_i32gather_epi32(_mm512_srli_epi32(index, 1), table, 4);
  const __m512i odd = _mm512_slli_epi32(_mm512_and_si512(index, _mm512_set1_epi32(1)), 4);
  return _mm512_and_si512(_mm512_srlv_epi32(both, odd), _mm512_set1_epi32(0xFFFF));
}
__m512i gather_bytes(const std::uint8_t* table, __m512i index) noexcept {
  const __m512i four = _mm512_i32gather_epi32(_mm512_srli_epi32(index, 2), table, 4);
  const __m512i place = _mm512_slli_epi32(_mm512_and_si512(index, _mm512_set1_epi32(3)), 3);
  return _mm512_and_si512(_mm512_srlv_epi32(four, place), _mm512_set1_epi32(0xFF));
}

__m512i load_two_bytes(const std::uint16_t* table, __m512i index, __mmask16 where, __m512i otherwise) noexcept {
  const __m512i found = _mm512_mask_i32gather_epi32(otherwise, where, index, table, 2);
  return _mm512_and_si512(found, _mm512_set1_epi32(0xFFFF));
}

struct four_vectors {
  __m512i all[4];  // no std::array: as a template argument the type would lose its alignment
};

/// Column `which` of the four columns of four bytes that sixteen rows have, in the order of the cells.
template <int which>
__m512i column(const four_vectors& rows) noexcept {
  constexpr bool second_half = which >= 2;
  const __m512i even =
      second_half ? _mm512_unpackhi_epi32(rows.all[0], rows.all[1]) : _mm512_unpacklo_epi32(rows.all[0], rows.all[1]);
  const __m512i odd =
      second_half ? _mm512_unpackhi_epi32(rows.all[2], rows.all[3]) : _mm512_unpacklo_epi32(rows.all[2], rows.all[3]);
  return which % 2 == 0 ? _mm512_unpacklo_epi64(even, odd) : _mm512_unpackhi_epi64(even, odd);
}

__m512i labels_of(const four_vectors& rows, __m512i first, __m512i lengths) noexcept {
  const __m512i leaves = _mm512_set1_epi32(plan::leaf_count);
  __m512i at = load_two_bytes(plan::steps, first, 0xFFFF, _mm512_setzero_si512());
  __mmask16 more = _mm512_cmpge_epu32_mask(at, leaves);
  __m512i digits = column<1>(rows);
  for (int step = 0; more != 0; ++step) {
    if (step == 4) digits = column<2>(rows);
    if (step == 8) digits = column<3>(rows);
    const __m512i digit = _mm512_and_si512(digits, _mm512_set1_epi32(0xFF));
    digits = _mm512_srli_epi32(digits, 8);
    const __m512i place = _mm512_mullo_epi32(_mm512_sub_epi32(at, leaves), _mm512_set1_epi32(10));
    const __m512i index = _mm512_add_epi32(_mm512_add_epi32(place, digit), _mm512_set1_epi32(plan::first_steps));
    at = load_two_bytes(plan::steps, index, more, at);
    more = _mm512_cmpge_epu32_mask(at, leaves);
  }
  const __m512i index = _mm512_add_epi32(_mm512_slli_epi32(at, 4), lengths);
  return load_two_bytes(plan::leaf_labels, index, 0xFFFF, _mm512_setzero_si512());
}

/// The rows of sixteen cells, from `first` on.
four_vectors rows_of(const scratch& from, std::size_t first) noexcept {
  four_vectors rows;
  for (std::size_t i = 0; i < 4; ++i) rows.all[i] = _mm512_load_si512(from.rows[first + 4 * i].data());
  return rows;
}

/// The masks of four rows as one.
__mmask64 four_masks(const std::array<std::uint16_t, kernel_cells>& masks, std::size_t first) noexcept {
  return load_le<std::uint64_t>(&masks[first]);
}
void put_four(std::array<std::uint16_t, kernel_cells>& masks, std::size_t first, __mmask64 four) noexcept {
  std::memcpy(&masks[first], &four, sizeof four);
}
__m256i sixteen_masks(const std::array<std::uint16_t, kernel_cells>& masks, std::size_t first) noexcept {
  return _mm256_load_si256(reinterpret_cast<const __m256i*>(&masks[first]));
}

/// Makes digits of the texts of sixteen cells. False when they are not all a plus sign and digits.
bool to_digits(const scratch& from, std::size_t first, four_vectors& rows) noexcept {
  constexpr __mmask64 firsts = 0x0001'0001'0001'0001;
  __mmask64 misfits = 0;
  for (std::size_t k = 0; k < 4; ++k) {
    __m512i& four = rows.all[k];
    misfits |= _mm512_mask_cmpneq_epi8_mask(firsts, four, _mm512_set1_epi8('+'));
    const __mmask64 inside = four_masks(from.inside, first + 4 * k);
    four = _mm512_bsrli_epi128(_mm512_maskz_sub_epi8(inside, four, _mm512_set1_epi8('0')), 1);
    misfits |= _mm512_cmpgt_epu8_mask(four, _mm512_set1_epi8(9));
  }
  return misfits == 0;
}

/// Says of the characters of sixteen texts what they are.
void classify(std::size_t first, scratch& in) noexcept {
  constexpr __mmask64 not_firsts = 0xFFFE'FFFE'FFFE'FFFE;
  const __m512i skipped =
      _mm512_broadcast_i32x4(_mm_load_si128(reinterpret_cast<const __m128i*>(skipped_characters.data())));
  for (std::size_t k = first; k < first + lanes; k += 4) {
    const __m512i text = _mm512_load_si512(in.rows[k].data());
    const __m512i values = _mm512_sub_epi8(text, _mm512_set1_epi8('0'));
    const __mmask64 digit = _mm512_cmplt_epu8_mask(values, _mm512_set1_epi8(10));
    const __mmask64 skip = _mm512_cmpeq_epi8_mask(text, _mm512_shuffle_epi8(skipped, text)) |
                           _mm512_cmpeq_epi8_mask(text, _mm512_set1_epi8(']'));
    const __mmask64 plus = _mm512_cmpeq_epi8_mask(text, _mm512_set1_epi8('+'));
    const __mmask64 zero = _mm512_testn_epi8_mask(values, values);
    const __mmask64 dot = _mm512_cmpeq_epi8_mask(text, _mm512_set1_epi8('.'));
    put_four(in.digit, k, digit);
    put_four(in.plus, k, plus);
    put_four(in.skip, k, skip);
    put_four(in.misfit, k, ((digit | skip | plus) ^ four_masks(in.inside, k)) | (dot << 1 & zero & not_firsts));
  }
}

/// Says of sixteen classified texts how many digits they have, and which are for parse(): as is_unusual().
void count(std::size_t first, const batch_constants& how, scratch& in) noexcept {
  const __m256i digit = sixteen_masks(in.digit, first);
  const __m256i plus = sixteen_masks(in.plus, first);
  const __m256i skip = sixteen_masks(in.skip, first);
  const __m256i misfit = sixteen_masks(in.misfit, first);
  const __m256i zero = _mm256_setzero_si256(), one = _mm256_set1_epi16(1);
  const __m256i counts = _mm256_popcnt_epi16(digit);
  const __m256i first_digit = _mm256_and_si256(digit, _mm256_sub_epi16(zero, digit));
  const __m256i more_than_one = _mm256_and_si256(plus, _mm256_sub_epi16(plus, one));
  const __mmask16 has_plus = _mm256_test_epi16_mask(plus, plus);
  const auto own_code = static_cast<__mmask16>(has_plus | (how.e164 != 0 ? 0xFFFF : 0));
  const auto for_parse = static_cast<__mmask16>(
      _mm256_test_epi16_mask(misfit, misfit) | _mm256_test_epi16_mask(more_than_one, more_than_one) |
      _mm256_cmpge_epu16_mask(plus, first_digit) |
      _mm256_cmpgt_epu16_mask(_mm256_sub_epi16(counts, _mm256_set1_epi16(fewest_digits)),
                              _mm256_set1_epi16(most_digits - static_cast<int>(fewest_digits))));
  const auto certain = static_cast<__mmask16>(has_plus & _mm256_testn_epi16_mask(skip, skip));

  const auto store = [&](auto& masks, __m256i values) {
    _mm256_store_si256(reinterpret_cast<__m256i*>(&masks[first]), values);
  };
  store(in.front, _mm256_sub_epi16(_mm256_sllv_epi16(one, counts), one));
  store(in.own_code, _mm256_maskz_set1_epi16(own_code, -1));
  const __m128i order = _mm_load_si128(reinterpret_cast<const __m128i*>(transposition.data()));
  const auto store_bytes = [&](auto& column, __m128i values) {
    _mm_store_si128(reinterpret_cast<__m128i*>(&column[first]), _mm_shuffle_epi8(values, order));
  };
  store_bytes(in.counts, _mm256_cvtepi16_epi8(counts));
  const __m128i flags =
      _mm_or_si128(_mm_or_si128(_mm_maskz_set1_epi8(for_parse, is_for_parse), _mm_maskz_set1_epi8(certain, is_certain)),
                   _mm_maskz_set1_epi8(own_code, has_own_code));
  store_bytes(in.flags, flags);
}

/// Sixteen texts that are counted become the digits of numbers, in `rows`; `lengths` and `for_parse` follow.
void read_together(const scratch& from, std::size_t first, const batch_constants& how, four_vectors& rows,
                   __m512i& lengths, __mmask16& for_parse) noexcept {
  four_vectors pairs;
  for (std::size_t k = 0; k < 4; ++k) {
    const std::size_t at = first + 4 * k;
    const __m512i values = _mm512_sub_epi8(_mm512_load_si512(from.rows[at].data()), _mm512_set1_epi8('0'));
    const __m512i packed = _mm512_maskz_compress_epi8(four_masks(from.digit, at), values);
    rows.all[k] = _mm512_maskz_expand_epi8(four_masks(from.front, at), packed);
    pairs.all[k] = _mm512_maddubs_epi16(rows.all[k], _mm512_set1_epi16(0x010A));
  }
  const __m512i two_pairs = column<0>(pairs);
  const __m512i one_pair = _mm512_and_si512(two_pairs, _mm512_set1_epi32(0xFFFF));
  const __m512i next_pair = _mm512_srli_epi32(two_pairs, 16);
  const auto bytes = [first](const auto& all) {
    return _mm512_cvtepu8_epi32(_mm_load_si128(reinterpret_cast<const __m128i*>(&all[first])));
  };
  const __m512i own = bytes(from.flags);
  const __mmask16 own_code = _mm512_test_epi32_mask(own, _mm512_set1_epi32(has_own_code));

  // As meaning_of(), in lockstep.
  const __m512i meanings = _mm512_set1_epi32(plan::meaning_count);
  const __m512i root =
      _mm512_mask_mov_epi32(_mm512_set1_epi32(how.root_places[0]), own_code, _mm512_set1_epi32(how.root_places[1]));
  __m512i at = gather_two_bytes(plan::reading_steps, _mm512_add_epi32(root, one_pair));
  const __mmask16 more = _mm512_cmpge_epu32_mask(at, meanings);
  if (more != 0) {  // in most lists of a country there is nothing more, or always
    const __m512i beyond = _mm512_maskz_sub_epi32(more, at, meanings);
    const __m512i next = gather_two_bytes(
        plan::reading_steps, _mm512_add_epi32(_mm512_mullo_epi32(beyond, _mm512_set1_epi32(100)), next_pair));
    at = _mm512_mask_mov_epi32(at, more, next);
  }
  const __m512i counts = bytes(from.counts);
  const __m512i meaning = gather_bytes(plan::meanings, _mm512_or_si512(_mm512_slli_epi32(at, 4), counts));

  const __m512i front = _mm512_and_si512(_mm512_srli_epi32(meaning, 4), _mm512_set1_epi32(3));
  const __m512i shift = _mm512_sub_epi32(_mm512_and_si512(meaning, _mm512_set1_epi32(plan::meaning_drop)), front);
  const __m512i length = _mm512_sub_epi32(counts, shift);
  for_parse = _mm512_cmpeq_epi32_mask(meaning, _mm512_set1_epi32(plan::meaning_reread)) |
              _mm512_cmpgt_epi32_mask(length, _mm512_set1_epi32(most_digits));
  lengths = _mm512_and_si512(length, _mm512_set1_epi32(most_digits));

  const __m512i places = _mm512_broadcast_i32x4(_mm_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
  const __m512i code = _mm512_broadcast_i32x4(_mm_load_si128(reinterpret_cast<const __m128i*>(how.code.data())));
  for (std::size_t k = 0; k < 4; ++k) {
    const __m512i own_value = _mm512_set1_epi8(static_cast<char>(4 * k));  // of cell 4 j + k, in all bytes of lane j
    const __m512i slide = _mm512_add_epi8(places, _mm512_shuffle_epi8(shift, own_value));
    // What would come from outside comes from the last byte, which is no digit.
    const __m512i slid = _mm512_shuffle_epi8(rows.all[k], _mm512_min_epu8(slide, _mm512_set1_epi8(most_digits)));
    const __m512i fronts = _mm512_mask_mov_epi8(code, four_masks(from.own_code, first + 4 * k), rows.all[k]);
    const __mmask64 in_front = _mm512_cmplt_epu8_mask(places, _mm512_shuffle_epi8(front, own_value));
    rows.all[k] = _mm512_mask_mov_epi8(slid, in_front, fronts);
  }
}

/// Numbers and what the plan says of them, of sixteen rows of digits. Says which of them are left to parse().
unsigned settle(const four_vectors& rows, __m512i lengths, __mmask16 certain, parsed_number* out) noexcept {
  four_vectors fours;  ///< numbers of four digits
  for (int i = 0; i < 4; ++i) {
    fours.all[i] =
        _mm512_madd_epi16(_mm512_maddubs_epi16(rows.all[i], _mm512_set1_epi16(0x010A)), _mm512_set1_epi32(0x0001'0064));
  }
  const __m512i front = column<0>(fours);
  const __m512i ten_thousand = _mm512_set1_epi32(10'000);
  const __m512i high = _mm512_add_epi32(_mm512_mullo_epi32(front, ten_thousand), column<1>(fours));
  const __m512i low = _mm512_add_epi32(_mm512_mullo_epi32(column<2>(fours), ten_thousand), column<3>(fours));

  const __m512i labels = labels_of(rows, front, lengths);
  const __m512i types = _mm512_and_si512(labels, _mm512_set1_epi32(15));
  const __mmask16 unknown = _mm512_cmpeq_epi32_mask(types, _mm512_set1_epi32(static_cast<int>(number_type::unknown)));
  const __m512i regions = _mm512_and_si512(_mm512_srli_epi32(labels, 4), _mm512_set1_epi32(plan::label_bits / 16));
  const __m512i error = _mm512_maskz_set1_epi32(unknown, static_cast<int>(parse_error::not_in_plan) << 24);
  const __m512i rest = _mm512_or_si512(_mm512_or_si512(regions, _mm512_slli_epi32(types, 16)), error);

  for (std::size_t half = 0; half < 2; ++half) {
    const auto part = [&](__m512i all) {
      return half == 0 ? _mm512_castsi512_si256(all) : _mm512_extracti64x4_epi64(all, 1);
    };
    const __m512i values = values_of(part(high), part(low), part(lengths));
    const __m512i meta = _mm512_cvtepu32_epi64(part(rest));
    const __m512i before = _mm512_permutex2var_epi64(values, _mm512_setr_epi64(0, 8, 1, 9, 2, 10, 3, 11), meta);
    const __m512i behind = _mm512_permutex2var_epi64(values, _mm512_setr_epi64(4, 12, 5, 13, 6, 14, 7, 15), meta);
    _mm512_storeu_si512(static_cast<void*>(out + 8 * half), before);
    _mm512_storeu_si512(static_cast<void*>(out + 8 * half + 4), behind);
  }
  const unsigned doubtful = _mm512_test_epi32_mask(labels, _mm512_set1_epi32(plan::label_reread));
  return doubtful | (unknown & static_cast<unsigned>(~certain));
}

/// A batch of cells, by sixteens; the last ones are filled up with empty cells.
class batch_reader {
 public:
  batch_reader(const std::string_view* cells, std::size_t count, const region_reading& how) noexcept
      : cells_(cells), whole_(count / lanes), rest_(count % lanes), how_(how) {
    std::copy_n(cells + whole_ * lanes, rest_, last_.data());
  }

  std::size_t read(parsed_number* out, std::uint16_t* reread) noexcept {
    const std::size_t groups = whole_ + bit(rest_ != 0);
    for (std::size_t g = 0; g < groups; ++g) take(group(g), g * lanes, room_);
    for (std::size_t g = 0; g < groups; ++g) {
      kinds_[g] = measure(g * lanes, room_);
      if (kinds_[g] == group_kind::long_texts) {
        read_cells(group(g), g * lanes, how_, room_);
        kinds_[g] = group_kind::digits;
      }
      if (kinds_[g] == group_kind::likely_clean && settle_clean(g, out, reread)) kinds_[g] = group_kind::done;
      if (kinds_[g] == group_kind::likely_clean) kinds_[g] = group_kind::texts;
      if (kinds_[g] == group_kind::texts) classify(g * lanes, room_);
    }
    for (std::size_t g = 0; g < groups; ++g) {
      if (kinds_[g] == group_kind::texts) count(g * lanes, how_, room_);
    }
    for (std::size_t g = 0; g < groups; ++g) {
      if (kinds_[g] != group_kind::done) settle_digits(g, out, reread);
    }
    return rereads_;
  }

 private:
  [[nodiscard]] const std::string_view* group(std::size_t g) const noexcept {
    return g < whole_ ? cells_ + g * lanes : last_.data();
  }
  [[nodiscard]] __m512i counts(std::size_t g) const noexcept {
    return _mm512_cvtepu8_epi32(_mm_load_si128(reinterpret_cast<const __m128i*>(&room_.counts[g * lanes])));
  }

  bool settle_clean(std::size_t g, parsed_number* out, std::uint16_t* reread) noexcept {
    four_vectors rows = rows_of(room_, g * lanes);
    if (!to_digits(room_, g * lanes, rows)) return false;
    finish(g, rows, counts(g), 0, 0xFFFF, out, reread);
    return true;
  }

  void settle_digits(std::size_t g, parsed_number* out, std::uint16_t* reread) noexcept {
    four_vectors rows;
    __m512i lengths = counts(g);
    __mmask16 for_parse = 0;
    if (kinds_[g] == group_kind::texts) {
      read_together(room_, g * lanes, how_, rows, lengths, for_parse);
    } else {
      rows = rows_of(room_, g * lanes);
    }
    const __m128i flags = _mm_load_si128(reinterpret_cast<const __m128i*>(&room_.flags[g * lanes]));
    for_parse |= _mm_test_epi8_mask(flags, _mm_set1_epi8(is_for_parse));
    finish(g, rows, lengths, for_parse, _mm_test_epi8_mask(flags, _mm_set1_epi8(is_certain)), out, reread);
  }

  void finish(std::size_t g, const four_vectors& rows, __m512i lengths, __mmask16 for_parse, __mmask16 certain,
              parsed_number* out, std::uint16_t* reread) noexcept {
    unsigned left = for_parse;
    if (g < whole_) {
      left |= settle(rows, lengths, certain, out + g * lanes);
    } else {
      std::array<parsed_number, lanes> read;
      left |= settle(rows, lengths, certain, read.data());
      std::copy_n(read.data(), rest_, out + g * lanes);
      left = _bzhi_u32(left, static_cast<unsigned>(rest_));
    }
    for (; left != 0; left &= left - 1) {
      reread[rereads_++] = static_cast<std::uint16_t>(g * lanes + static_cast<unsigned>(__builtin_ctz(left)));
    }
  }

  const std::string_view* cells_;
  std::size_t whole_, rest_, rereads_ = 0;
  batch_constants how_;
  std::array<std::string_view, lanes> last_;
  std::array<group_kind, kernel_cells / lanes> kinds_;
  scratch room_;
};

std::size_t read(const std::string_view* cells, std::size_t count, const region_reading& how, parsed_number* out,
                 std::uint16_t* reread) noexcept {
  batch_reader batch(cells, count, how);
  return batch.read(out, reread);
}

}  // namespace

const parse_kernel parse_kernel::avx512{number_detail::read};

}  // namespace callsieve::number_detail

CALLSIEVE_END_KERNEL
#endif

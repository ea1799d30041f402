// The kernel for AVX-512 with VBMI2 (byte compress): AMD Zen 4 and later, Intel Ice Lake and later.
//
// Two passes over a few hundred cells. First each cell: one masked load, which cannot fault outside the cell, character
// classes as bit masks, digits compressed to the front, and what the region makes of them. Then sixteen numbers in
// lockstep: digits to integers, and the walk of the plan by gathers. Sixteen cells that all are a plus sign and digits
// need no more in the first pass than the load.
#if defined(__x86_64__)
#  include <immintrin.h>

#  include "number/kernels/vector_parts.hpp"

// From here on the compiler may use these instructions; nothing but this file's own functions stands in the region, so
// no other part of the program can end up with a copy that needs them.
#  if defined(__clang__)
#    pragma clang attribute push(                                                                  \
        __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi2,bmi,bmi2,popcnt"))), \
        apply_to = function)
#  else
#    pragma GCC diagnostic ignored "-Wuninitialized"  // GCC 12 sees the undefined vectors of its own intrinsics
#    pragma GCC push_options
#    pragma GCC target("avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi2,bmi,bmi2,popcnt")
#  endif

namespace callsieve::number_detail {
namespace {

constexpr std::string_view name = "avx512";
constexpr std::size_t lanes = 16;  ///< numbers in lockstep

// What the second pass writes at once.
static_assert(sizeof(parsed_number) == 16 && offsetof(parsed_number, region) == 8 &&
              offsetof(parsed_number, type) == 10 && offsetof(parsed_number, error) == 11);

/// The digits of the cells, left-aligned and followed by zeros. Of each sixteen, cell 4 j + k has row j + 4 k: the
/// second pass finds its columns by a transposition inside 128-bit lanes.
struct scratch {
  alignas(64) std::array<row, kernel_cells> digits;
  alignas(64) std::array<std::uint8_t, kernel_cells> counts;
  alignas(64) std::array<std::uint8_t, kernel_cells> unusual;
  alignas(64) std::array<std::uint8_t, kernel_cells> certain;  ///< what is no number of the plan is not several either

  static constexpr std::size_t place(std::size_t cell) noexcept {
    return (cell & ~(lanes - 1)) | (cell & 3) << 2 | (cell >> 2 & 3);
  }
};

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

  _mm_store_si128(reinterpret_cast<__m128i*>(to.digits[scratch::place(index)].data()), number);
  to.counts[index] = static_cast<std::uint8_t>(length & most_digits);
  to.unusual[index] = static_cast<std::uint8_t>(unusual);
  to.certain[index] = static_cast<std::uint8_t>(bit(masks.plus != 0 && masks.skip == 0));
}

/// Reads sixteen cells to the scratch, from place `first` on.
void read_cells(const std::string_view* cells, std::size_t first, const batch_constants& how, scratch& to) noexcept {
  const batch_constants same = how;
  for (std::size_t i = 0; i < lanes; ++i) read_cell(cells[i], same, first + i, to);
}

/// Takes sixteen cells as they are, when their sizes and the first ones' first characters promise a plus sign and
/// digits in each: settle() looks.
bool take_clean(const std::string_view* cells, std::size_t first, scratch& to) noexcept {
  constexpr std::size_t shortest = fewest_digits + 1;
  constexpr std::size_t longest = most_digits + 1;
  constexpr int looked_at = 4;
  for (int i = 0; i < looked_at; ++i) {
    if (cells[i].empty() || cells[i].front() != '+') return false;
  }
  const __m128i zeros = _mm_set1_epi8('0');
  unsigned misfits = 0;
  for (std::size_t i = 0; i < lanes; ++i) {
    const std::size_t size = cells[i].size();
    misfits |= bit(size - shortest > longest - shortest);
    const auto inside = static_cast<__mmask16>(_bzhi_u32(0xFFFF, static_cast<unsigned>(size)));
    _mm_store_si128(reinterpret_cast<__m128i*>(to.digits[scratch::place(first + i)].data()),
                    _mm_mask_loadu_epi8(zeros, inside, cells[i].data()));
    to.counts[first + i] = static_cast<std::uint8_t>((size - 1) & most_digits);
  }
  _mm_store_si128(reinterpret_cast<__m128i*>(to.unusual.data() + first), _mm_setzero_si128());
  _mm_store_si128(reinterpret_cast<__m128i*>(to.certain.data() + first), _mm_set1_epi8(1));
  return misfits == 0;
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
  for (std::size_t i = 0; i < 4; ++i) rows.all[i] = _mm512_load_si512(from.digits[first + 4 * i].data());
  return rows;
}

/// Makes digits of the texts of sixteen cells. False when they are not all a plus sign and digits.
bool to_digits(four_vectors& rows) noexcept {
  constexpr __mmask64 firsts = 0x0001'0001'0001'0001;
  __mmask64 misfits = 0;
  for (__m512i& four : rows.all) {
    misfits |= _mm512_mask_cmpneq_epi8_mask(firsts, four, _mm512_set1_epi8('+'));
    four = _mm512_bsrli_epi128(_mm512_sub_epi8(four, _mm512_set1_epi8('0')), 1);
    misfits |= _mm512_cmpgt_epu8_mask(four, _mm512_set1_epi8(9));
  }
  return misfits == 0;
}

/// Reads sixteen numbers of the scratch, from `first` on, and says which of them are left to parse().
unsigned settle(const scratch& from, const four_vectors& rows, std::size_t first, parsed_number* out) noexcept {
  four_vectors fours;  ///< numbers of four digits
  for (int i = 0; i < 4; ++i) {
    fours.all[i] =
        _mm512_madd_epi16(_mm512_maddubs_epi16(rows.all[i], _mm512_set1_epi16(0x010A)), _mm512_set1_epi32(0x0001'0064));
  }
  const auto bytes = [&](const auto& column) {
    return _mm512_cvtepu8_epi32(_mm_load_si128(reinterpret_cast<const __m128i*>(column.data() + first)));
  };
  const __m512i lengths = bytes(from.counts);
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
  const unsigned unusual = _mm512_test_epi32_mask(bytes(from.unusual), _mm512_set1_epi32(1));
  const unsigned certain = _mm512_test_epi32_mask(bytes(from.certain), _mm512_set1_epi32(1));
  const unsigned doubtful = _mm512_test_epi32_mask(labels, _mm512_set1_epi32(plan::label_reread));
  return unusual | doubtful | (unknown & ~certain);
}

bool runs_here() noexcept {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
         __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("bmi2");
}

kernel_run read(const std::string_view* cells, std::size_t count, const region_reading& how, parsed_number* out,
                std::uint16_t* reread) noexcept {
  scratch room;
  const batch_constants same(how);
  const std::size_t whole = count & ~(lanes - 1);
  std::array<bool, kernel_cells / lanes> clean{};
  for (std::size_t first = 0; first < whole; first += lanes) {
    if ((clean[first / lanes] = take_clean(cells + first, first, room))) continue;
    read_cells(cells + first, first, same, room);
  }

  std::size_t rereads = 0;
  const auto note = [&](unsigned left, std::size_t first) {
    for (; left != 0; left &= left - 1) {
      reread[rereads++] = static_cast<std::uint16_t>(first + static_cast<unsigned>(__builtin_ctz(left)));
    }
  };
  for (std::size_t first = 0; first < whole; first += lanes) {
    four_vectors rows = rows_of(room, first);
    if (clean[first / lanes]) {
      if (to_digits(rows)) {
        note(settle(room, rows, first, out + first), first);
        continue;
      }
      read_cells(cells + first, first, same, room);
      rows = rows_of(room, first);
    }
    note(settle(room, rows, first, out + first), first);
  }
  if (whole < count) {
    std::array<std::string_view, lanes> last;
    std::copy_n(cells + whole, count - whole, last.data());
    read_cells(last.data(), whole, same, room);
    std::array<parsed_number, lanes> read;
    const unsigned left = settle(room, rows_of(room, whole), whole, read.data());
    std::copy_n(read.data(), count - whole, out + whole);
    note(_bzhi_u32(left, static_cast<unsigned>(count - whole)), whole);
  }
  return {name, rereads};
}

}  // namespace

extern const parse_kernel avx512_kernel;
const parse_kernel avx512_kernel{name, runs_here, read};

}  // namespace callsieve::number_detail

#  if defined(__clang__)
#    pragma clang attribute pop
#  else
#    pragma GCC pop_options
#  endif
#endif

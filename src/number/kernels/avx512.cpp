// The kernel for AVX-512 with VBMI2 (byte compress): AMD Zen 4 and later, Intel Ice Lake and later.
//
// Two passes over a few hundred cells. First each cell: one masked load, which cannot fault outside the cell, character
// classes as bit masks, digits compressed to the front, and what the region makes of them. Then sixteen numbers in
// lockstep: digits to integers, and the walk of the plan by gathers.
#if defined(__x86_64__)
#  include <algorithm>
#  include <cstddef>
#  include <cstring>
#  include <immintrin.h>

#  include "number/kernels/kernel.hpp"

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
constexpr std::size_t longest_cell = 32;
constexpr unsigned fewest_digits = 3;
constexpr int most_digits = 15;
constexpr std::size_t lanes = 16;  ///< numbers in lockstep
using row = std::array<std::uint8_t, 16>;

// What the second pass writes at once.
static_assert(sizeof(parsed_number) == 16 && offsetof(parsed_number, region) == 8 &&
              offsetof(parsed_number, type) == 10 && offsetof(parsed_number, error) == 11);

/// The digits of the cells, left-aligned and followed by zeros. Of each sixteen, cell 4 j + k has row j + 4 k: the
/// second pass finds its columns by a transposition inside 128-bit lanes.
struct scratch {
  alignas(64) std::array<row, kernel_cells> digits;
  alignas(64) std::array<std::uint8_t, kernel_cells> counts;
  alignas(64) std::array<std::uint8_t, kernel_cells> unusual;
  alignas(64) std::array<std::uint8_t, kernel_cells> plus;

  static constexpr std::size_t place(std::size_t cell) noexcept {
    return (cell & ~(lanes - 1)) | (cell & 3) << 2 | (cell >> 2 & 3);
  }
};

/// pshufb controls that move sixteen bytes: from `zeros + n` to the left by n, below to the right.
struct slide_table {
  std::array<std::uint8_t, 48> bytes{};
  constexpr slide_table() noexcept {
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      bytes[i] = i < 16 || i >= 32 ? std::uint8_t{0x80} : static_cast<std::uint8_t>(i - 16);
    }
  }
};
constexpr slide_table slides;

/// What is the same for all cells of a batch.
struct constants {
  std::array<const std::uint16_t*, 2> roots;  ///< of cells without a plus sign, and with one
  int code_length;
  __m128i code;
};

unsigned bit(bool fact) noexcept { return fact ? 1 : 0; }

void read_cell(std::string_view cell, const constants& how, std::size_t index, scratch& to) noexcept {
  const std::size_t size = std::min(cell.size(), longest_cell);
  const __mmask32 inside = _bzhi_u32(~0U, static_cast<unsigned>(size));
  const __m256i text = _mm256_maskz_loadu_epi8(inside, cell.data());
  const __m256i values = _mm256_sub_epi8(text, _mm256_set1_epi8('0'));
  // The skipped characters by their low four bits; ']' shares them with '-'.
  const __m256i skipped =
      _mm256_broadcastsi128_si256(_mm_setr_epi8(' ', 1, 1, 1, 1, 1, 1, 1, '(', ')', 1, '[', 1, '-', '.', 1));
  const unsigned digit = _mm256_cmplt_epu8_mask(values, _mm256_set1_epi8(10));
  const unsigned skip = _mm256_cmpeq_epi8_mask(text, _mm256_shuffle_epi8(skipped, text)) |
                        _mm256_cmpeq_epi8_mask(text, _mm256_set1_epi8(']'));
  const unsigned plus = _mm256_cmpeq_epi8_mask(text, _mm256_set1_epi8('+'));
  const unsigned zero = _mm256_cmpeq_epi8_mask(text, _mm256_set1_epi8('0'));
  const unsigned dot = _mm256_cmpeq_epi8_mask(text, _mm256_set1_epi8('.'));

  const auto count = static_cast<unsigned>(_mm_popcnt_u32(digit));
  unsigned unusual = bit(cell.size() > longest_cell || (digit | skip | plus) != inside || (plus & (plus - 1)) != 0 ||
                         plus >= _blsi_u32(digit) ||
                         count - fewest_digits > static_cast<unsigned>(plan::longest_meaning) - fewest_digits);
  // Zeros behind a point: an amount, perhaps.
  unusual |= bit((dot << 1 & zero) != 0);

  const __m128i digits = _mm256_castsi256_si128(_mm256_maskz_compress_epi8(digit, values));
  const auto pairs = static_cast<std::uint32_t>(_mm_cvtsi128_si32(_mm_maddubs_epi16(digits, _mm_set1_epi16(0x010A))));
  std::uint32_t at = how.roots[bit(plus != 0)][pairs & 0xFFFF];
  if (at >= plan::meaning_count) at = plan::reading_steps[(at - plan::meaning_count) * 100 + (pairs >> 16)];
  const unsigned meaning = plan::meanings[at * plan::counts_a_row + count % plan::counts_a_row];
  unusual |= bit(meaning == plan::meaning_reread);

  const int prepended = how.code_length & -static_cast<int>(meaning / plan::meaning_prepend % 2);
  const int shift = static_cast<int>(meaning & plan::meaning_drop) - prepended;
  const auto* const slide = reinterpret_cast<const __m128i*>(slides.bytes.data() + 16 + shift);
  const auto front = static_cast<__mmask16>(_bzhi_u32(0xFFFF, static_cast<unsigned>(prepended)));
  const __m128i number = _mm_mask_mov_epi8(_mm_shuffle_epi8(digits, _mm_loadu_si128(slide)), front, how.code);
  const int length = static_cast<int>(count) - shift;
  unusual |= bit(length > most_digits);

  _mm_store_si128(reinterpret_cast<__m128i*>(to.digits[scratch::place(index)].data()), number);
  to.counts[index] = static_cast<std::uint8_t>(length & most_digits);
  to.unusual[index] = static_cast<std::uint8_t>(unusual);
  to.plus[index] = static_cast<std::uint8_t>(bit(plus != 0));
}

/// What a division by 10^(16 - length) multiplies by, after its shift: the inverse of 5^(16 - length) modulo 2^64.
struct inverse_table {
  alignas(64) std::array<std::uint64_t, 16> by_length{};
  constexpr inverse_table() noexcept {
    std::uint64_t inverse = 1;
    for (std::size_t length = 16; length-- > 0;) by_length[length] = inverse *= 0xCCCC'CCCC'CCCC'CCCD;
  }
};
constexpr inverse_table inverses;

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

/// Reads sixteen numbers of the scratch, from `first` on, and says which of them are left to parse().
unsigned settle(const scratch& from, std::size_t first, parsed_number* out) noexcept {
  four_vectors rows;
  four_vectors fours;  ///< numbers of four digits
  for (int i = 0; i < 4; ++i) {
    rows.all[i] = _mm512_load_si512(from.digits[first + 4 * static_cast<std::size_t>(i)].data());
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
  const unsigned plus = _mm512_test_epi32_mask(bytes(from.plus), _mm512_set1_epi32(1));
  const unsigned doubtful = _mm512_test_epi32_mask(labels, _mm512_set1_epi32(plan::label_reread));
  return unusual | doubtful | (unknown & ~plus);
}

bool runs_here() noexcept {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
         __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("bmi2");
}

kernel_run read(const std::string_view* cells, std::size_t count, const region_reading& how, parsed_number* out,
                std::uint16_t* reread) noexcept {
  scratch room;
  const constants same{{plan::reading_steps + how.root * std::size_t{100},
                        plan::reading_steps + plan::e164_reading_root * std::size_t{100}},
                       how.code_length,
                       _mm_loadu_si128(reinterpret_cast<const __m128i*>(how.code.data()))};
  for (std::size_t i = 0; i < count; ++i) read_cell(cells[i], same, i, room);
  const std::size_t whole = count & ~(lanes - 1);
  for (std::size_t i = count; i < whole + lanes && i < kernel_cells; ++i) read_cell({}, same, i, room);

  std::size_t rereads = 0;
  const auto note = [&](unsigned left, std::size_t first) {
    for (; left != 0; left &= left - 1) {
      reread[rereads++] = static_cast<std::uint16_t>(first + static_cast<unsigned>(__builtin_ctz(left)));
    }
  };
  for (std::size_t first = 0; first < whole; first += lanes) note(settle(room, first, out + first), first);
  if (whole < count) {
    std::array<parsed_number, lanes> last;
    const unsigned left = settle(room, whole, last.data());
    std::copy_n(last.data(), count - whole, out + whole);
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

// The kernel for AVX2 with BMI2: a cell is one load, its digits are squeezed together as half bytes of one integer.
//
// Old AMD processors (before Zen 3) have BMI2 in microcode: there this kernel is right, but no faster than the
// portable.
#if defined(__x86_64__)
#  include <immintrin.h>

#  include "base/kernel_targets.hpp"
#  include "number/kernels/vector_parts.hpp"

CALLSIEVE_BEGIN_AVX2

namespace callsieve::number_detail {
namespace {

/// Thirty-two bytes from there on. Requires that they lie in one page, of which one byte may be read: then none faults.
__attribute__((no_sanitize("address"))) __m256i load_in_page(const char* from) noexcept {
  return *reinterpret_cast<const __m256i_u*>(from);
}

unsigned mask(__m256i bytes) noexcept { return static_cast<unsigned>(_mm256_movemask_epi8(bytes)); }

/// The half bytes of `all` that `which` names, together.
std::uint64_t squeezed(std::uint64_t all, unsigned which) noexcept {
  return _pext_u64(all, _pdep_u64(which, 0x1111'1111'1111'1111) * 15);
}

/// The value of a number of `length` digits, zeros behind them, and of its first four digits.
std::uint64_t value_of(__m128i digits, int length, unsigned& first) noexcept {
  const __m128i fours = _mm_madd_epi16(_mm_maddubs_epi16(digits, _mm_set1_epi16(0x010A)), _mm_set1_epi32(0x0001'0064));
  first = static_cast<unsigned>(_mm_cvtsi128_si32(fours));
  const __m128i eights = _mm_madd_epi16(_mm_packus_epi32(fours, fours), _mm_set1_epi32(0x0001'2710));
  const auto both = static_cast<std::uint64_t>(_mm_cvtsi128_si64(eights));
  const std::uint64_t sixteen = (both & 0xFFFF'FFFF) * 100'000'000 + (both >> 32);
  return (sixteen >> (16 - length)) * inverses.by_length[static_cast<std::size_t>(length)];
}

/// 1 when the cell is left to parse(), else 0.
unsigned read_cell(std::string_view cell, const batch_constants& how, parsed_number& out) noexcept {
  const std::size_t size = std::min(cell.size(), longest_cell);
  std::array<char, longest_cell> copy;
  const __m256i text = load_in_page(loadable(cell.data(), size, copy));
  const __m256i values = _mm256_sub_epi8(text, _mm256_set1_epi8('0'));
  const __m256i skipped =
      _mm256_broadcastsi128_si256(_mm_load_si128(reinterpret_cast<const __m128i*>(skipped_characters.data())));
  const __m256i digits_here = _mm256_cmpeq_epi8(_mm256_min_epu8(values, _mm256_set1_epi8(9)), values);
  cell_masks masks;
  masks.inside = _bzhi_u32(~0U, static_cast<unsigned>(size));
  masks.digit = mask(digits_here) & masks.inside;
  masks.skip = mask(_mm256_or_si256(_mm256_cmpeq_epi8(text, _mm256_shuffle_epi8(skipped, text)),
                                    _mm256_cmpeq_epi8(text, _mm256_set1_epi8(']')))) &
               masks.inside;
  masks.plus = mask(_mm256_cmpeq_epi8(text, _mm256_set1_epi8('+'))) & masks.inside;
  masks.zero = mask(_mm256_cmpeq_epi8(text, _mm256_set1_epi8('0'))) & masks.inside;
  masks.dot = mask(_mm256_cmpeq_epi8(text, _mm256_set1_epi8('.'))) & masks.inside;
  const unsigned digit = masks.digit;
  const auto count = static_cast<unsigned>(_mm_popcnt_u32(digit));
  unsigned unusual = is_unusual(cell.size(), masks, count);

  const __m256i halves = _mm256_maddubs_epi16(_mm256_and_si256(values, digits_here), _mm256_set1_epi16(0x1001));
  const __m256i packed = _mm256_packus_epi16(halves, halves);
  const auto in_front = static_cast<unsigned>(_mm_popcnt_u32(digit & 0xFFFF));
  const std::uint64_t front = squeezed(static_cast<std::uint64_t>(_mm256_extract_epi64(packed, 0)), digit & 0xFFFF);
  const std::uint64_t behind = squeezed(static_cast<std::uint64_t>(_mm256_extract_epi64(packed, 2)), digit >> 16);
  // Of unusual cells nothing is kept: with more than sixteen digits the halves would make digits beyond 9, and those
  // lead out of the tables.
  const std::uint64_t all = (front | behind << (4 * in_front % 64)) & (std::uint64_t{unusual} - 1);
  constexpr std::uint64_t low = 0x0F0F'0F0F'0F0F'0F0F;
  const __m128i digits = _mm_unpacklo_epi8(_mm_cvtsi64_si128(static_cast<long long>(all & low)),
                                           _mm_cvtsi64_si128(static_cast<long long>(all >> 4 & low)));

  const auto pair = [all](int from) { return (all >> from & 15) * 10 + (all >> (from + 4) & 15); };
  const unsigned plus = bit(masks.plus != 0);
  const unsigned meaning = meaning_of(how.roots[plus], pair(0), pair(8), count);
  unusual |= bit(meaning == plan::meaning_reread);

  const unsigned fronted = meaning / plan::meaning_front % 4;
  const int shift = static_cast<int>(meaning & plan::meaning_drop) - static_cast<int>(fronted);
  const auto at_row = [](const std::uint8_t* bytes) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
  };
  const __m128i code = _mm_blendv_epi8(at_row(how.code.data()), digits,
                                       _mm_set1_epi8(static_cast<char>(-static_cast<int>(how.e164 | plus))));
  const __m128i number = _mm_blendv_epi8(_mm_shuffle_epi8(digits, at_row(slides.bytes.data() + 16 + shift)), code,
                                         at_row(fronts[fronted].data()));
  const int length = static_cast<int>(count) - shift;
  unusual |= bit(length > most_digits);

  row room;
  _mm_storeu_si128(reinterpret_cast<__m128i*>(room.data()), number);
  unsigned first = 0;
  out.number = phone_number::from_digits_unchecked(value_of(number, length & most_digits, first));
  const unsigned certain = bit(masks.plus != 0 && masks.skip == 0);
  return unusual | take_label(label_of(first, room.data(), length & most_digits), certain, out);
}

std::size_t read(const std::string_view* cells, std::size_t count, const region_reading& how, parsed_number* out,
                 std::uint16_t* reread) noexcept {
  const batch_constants same(how);
  std::size_t rereads = 0;
  for (std::size_t i = 0; i < count; ++i) {
    reread[rereads] = static_cast<std::uint16_t>(i);
    rereads += read_cell(cells[i], same, out[i]);
  }
  return rereads;
}

}  // namespace

const parse_kernel parse_kernel::avx2{number_detail::read};

}  // namespace callsieve::number_detail

CALLSIEVE_END_KERNEL
#endif

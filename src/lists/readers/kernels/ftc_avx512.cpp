// Sixteen registry lines at once, with AVX-512: their first, second and third four bytes side by side.
#if defined(__x86_64__)
#  include <immintrin.h>

#  include "base/kernel_targets.hpp"
#  include "lists/readers/kernels/ftc_kernel.hpp"

CALLSIEVE_BEGIN_AVX512

namespace callsieve::readers {
namespace {

/// The same four bytes sixteen times, the first one lowest.
inline __m512i fours(char a, char b, char c, char d) noexcept {
  const auto byte = [](char value, int place) { return static_cast<int>(static_cast<unsigned char>(value)) << place; };
  return _mm512_set1_epi32(byte(a, 0) | byte(b, 8) | byte(c, 16) |
                           static_cast<int>(unsigned{static_cast<unsigned char>(d)} << 24));
}

std::size_t read(const char* text, std::size_t lines, phone_number* out) noexcept {
  constexpr std::size_t together = 16;
  // Which of the 48 fours are each line's first, second and third: of the first 32, then of the rest.
  const __m512i first_of_two = _mm512_setr_epi32(0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 0, 0, 0, 0, 0);
  const __m512i second_of_two = _mm512_add_epi32(first_of_two, _mm512_set1_epi32(1));
  const __m512i third_of_two = _mm512_setr_epi32(2, 5, 8, 11, 14, 17, 20, 23, 26, 29, 0, 0, 0, 0, 0, 0);
  const __m512i first_of_rest = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 17, 20, 23, 26, 29);
  const __m512i second_of_rest = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 18, 21, 24, 27, 30);
  const __m512i third_of_rest = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 19, 22, 25, 28, 31);
  // What is taken off each byte, and what may then be left at most: an area code begins with 2 at least.
  const __m512i first_least = fours('2', '0', '0', ','), first_most = fours(7, 9, 9, 0);
  const __m512i second_least = fours('0', '0', '0', '0'), second_most = fours(9, 9, 9, 9);
  const __m512i third_least = fours('0', '0', '0', '\n'), third_most = fours(9, 9, 9, 0);
  const __m512i hundreds = fours(100, 10, 1, 0), tens = fours(10, 1, 10, 1);
  const __m512i ones = _mm512_set1_epi16(1);
  const __m512i pairs = _mm512_set1_epi32(100 | 1 << 16), thousands = _mm512_set1_epi32(1000 | 1 << 16);
  const __m512i block = _mm512_set1_epi64(10'000'000), plus_one_two = _mm512_set1_epi64(12'000'000'000);
  std::size_t done = 0;
  for (; done + together <= lines; done += together, text += together * 12) {
    const __m512i x = _mm512_loadu_si512(text), y = _mm512_loadu_si512(text + 64), z = _mm512_loadu_si512(text + 128);
    const auto pick = [&](__m512i of_two, __m512i of_rest) {
      return _mm512_permutex2var_epi32(_mm512_permutex2var_epi32(x, of_two, y), of_rest, z);
    };
    const __m512i first = _mm512_sub_epi8(pick(first_of_two, first_of_rest), first_least);
    const __m512i second = _mm512_sub_epi8(pick(second_of_two, second_of_rest), second_least);
    const __m512i third = _mm512_sub_epi8(pick(third_of_two, third_of_rest), third_least);
    const __mmask64 wrong = _mm512_cmpgt_epu8_mask(first, first_most) | _mm512_cmpgt_epu8_mask(second, second_most) |
                            _mm512_cmpgt_epu8_mask(third, third_most);
    if (wrong != 0) break;
    const __m512i area = _mm512_madd_epi16(_mm512_maddubs_epi16(first, hundreds), ones);
    const __m512i four = _mm512_madd_epi16(_mm512_maddubs_epi16(second, tens), pairs);
    const __m512i three = _mm512_madd_epi16(_mm512_maddubs_epi16(third, hundreds), ones);
    const __m512i seven = _mm512_madd_epi16(_mm512_or_si512(four, _mm512_slli_epi32(three, 16)), thousands);
    const auto put = [&](__m256i areas, __m256i sevens, phone_number* to) {
      const __m512i of_blocks = _mm512_mul_epu32(_mm512_cvtepu32_epi64(areas), block);
      const __m512i offsets = _mm512_add_epi64(_mm512_cvtepu32_epi64(sevens), plus_one_two);
      _mm512_storeu_si512(to, _mm512_add_epi64(of_blocks, offsets));
    };
    put(_mm512_castsi512_si256(area), _mm512_castsi512_si256(seven), out + done);
    put(_mm512_extracti64x4_epi64(area, 1), _mm512_extracti64x4_epi64(seven, 1), out + done + 8);
  }
  return done;
}

}  // namespace

const ftc_kernel ftc_kernel::avx512{readers::read};

}  // namespace callsieve::readers

CALLSIEVE_END_KERNEL
#endif

// The kernel for AVX-512 with VBMI2 (byte compress): AMD Zen 4 and later, Intel Ice Lake and later.
#if defined(__x86_64__)
#  include <immintrin.h>

#  include "base/kernel_targets.hpp"
#  include "scrub/kernels/seen_kernel.hpp"

CALLSIEVE_BEGIN_AVX512

namespace callsieve::detail {
namespace {

inline std::uint32_t match(const number_line& line, std::uint64_t mixed) noexcept {
  const __m512i all = _mm512_load_si512(&line);
  const __m128i high = _mm512_extracti32x4_epi32(all, 3);
  const __mmask16 lows = _mm512_cmpeq_epi32_mask(all, _mm512_set1_epi32(static_cast<int>(mixed)));
  return _cvtmask16_u32(_mm_mask_cmpeq_epi8_mask(lows, high, _mm_set1_epi8(static_cast<char>(mixed >> 32))));
}

}  // namespace
}  // namespace callsieve::detail

#  include "scrub/kernels/seen_loops.inc"

namespace callsieve::detail {
namespace {

/// A line of those slots alone.
inline void store(number_line& to, std::uint32_t slots, __m512i all, __m128i high) noexcept {
  const auto which = static_cast<__mmask16>(slots);
  const __m128i highs = _mm_insert_epi8(_mm_maskz_compress_epi8(which, high), _mm_popcnt_u32(slots), 12);
  _mm512_store_si512(&to, _mm512_inserti32x4(_mm512_maskz_compress_epi32(which, all), highs, 3));
}

void split(number_line* lines, std::uint64_t count, unsigned bit) noexcept {
  const __m512i low_bit = _mm512_set1_epi32(bit < 32 ? static_cast<int>(1U << bit) : 0);
  const __m128i high_bit = _mm_set1_epi8(static_cast<char>(bit < 32 ? 0 : 1 << (bit - 32)));
  for (std::uint64_t i = count; i-- > 0;) {
    const __m512i all = _mm512_load_si512(lines + i);
    const __m128i high = _mm512_extracti32x4_epi32(all, 3);
    const std::uint32_t used = (std::uint32_t{1} << lines[i].count) - 1;
    const std::uint32_t with =
        _cvtmask16_u32(_mm512_test_epi32_mask(all, low_bit)) | _cvtmask16_u32(_mm_test_epi8_mask(high, high_bit));
    store(lines[2 * i + 1], used & with, all, high);
    store(lines[2 * i], used & ~with, all, high);
  }
}

}  // namespace
}  // namespace callsieve::detail

CALLSIEVE_END_KERNEL

const callsieve::detail::seen_kernel callsieve::detail::seen_kernel::avx512{detail::mix, detail::meet, detail::split};
#endif

// The kernel for AVX2: a line compared by three instructions.
#if defined(__x86_64__)
#  include <immintrin.h>

#  include "base/kernel_targets.hpp"
#  include "scrub/kernels/seen_kernel.hpp"

CALLSIEVE_BEGIN_AVX2

namespace callsieve::detail {
namespace {

inline std::uint32_t match(const number_line& line, std::uint64_t mixed) noexcept {
  const __m256i wanted = _mm256_set1_epi32(static_cast<int>(mixed));
  const __m256i first = _mm256_load_si256(reinterpret_cast<const __m256i*>(line.low));
  const __m128i rest = _mm_load_si128(reinterpret_cast<const __m128i*>(line.low + 8));
  const __m128i high = _mm_load_si128(reinterpret_cast<const __m128i*>(line.high));
  const int low_first = _mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpeq_epi32(first, wanted)));
  const int low_rest = _mm_movemask_ps(_mm_castsi128_ps(_mm_cmpeq_epi32(rest, _mm256_castsi256_si128(wanted))));
  const int highs = _mm_movemask_epi8(_mm_cmpeq_epi8(high, _mm_set1_epi8(static_cast<char>(mixed >> 32))));
  return static_cast<std::uint32_t>((low_first | low_rest << 8) & highs);
}

}  // namespace
}  // namespace callsieve::detail

#  include "scrub/kernels/seen_loops.inc"
// and what needs it:
#  include "scrub/kernels/seen_split.inc"

CALLSIEVE_END_KERNEL

const callsieve::detail::seen_kernel callsieve::detail::seen_kernel::avx2{detail::mix, detail::meet, detail::split};
#endif

// The scan with AVX2 and carry-less multiplication: Intel Haswell, AMD Zen and later.
#if defined(__x86_64__)
#  include <immintrin.h>

#  include "io/kernels/csv_kernel.hpp"

#  define CALLSIEVE_HERE __attribute__((target("avx2,bmi,popcnt,pclmul")))

namespace callsieve::detail {
namespace {

bool runs_here() noexcept {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt") &&
         __builtin_cpu_supports("pclmul");
}

CALLSIEVE_HERE inline std::uint64_t equal(__m256i low, __m256i high, __m256i wanted) noexcept {
  const auto first = static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted)));
  const auto second = static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted)));
  return first | std::uint64_t{second} << 32;
}

CALLSIEVE_HERE std::size_t masks(const char* text, std::size_t words, char delimiter, byte_masks* out) noexcept {
  const __m256i delimiters = _mm256_set1_epi8(delimiter);
  std::size_t line_feeds = 0;
  for (std::size_t w = 0; w < words; ++w, text += word_bytes) {
    const __m256i low = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text));
    const __m256i high = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text + 32));
    byte_masks& to = out[w];
    to.quotes = equal(low, high, _mm256_set1_epi8('"'));
    to.delimiters = equal(low, high, delimiters);
    to.line_feeds = equal(low, high, _mm256_set1_epi8('\n'));
    to.returns = equal(low, high, _mm256_set1_epi8('\r'));
    const __m128i quotes = _mm_cvtsi64_si128(static_cast<long long>(to.quotes));
    to.odd_quotes = static_cast<std::uint64_t>(_mm_cvtsi128_si64(_mm_clmulepi64_si128(quotes, _mm_set1_epi8(-1), 0)));
    line_feeds += static_cast<std::size_t>(_mm_popcnt_u64(to.line_feeds));
  }
  return line_feeds;
}

CALLSIEVE_HERE std::size_t places(const std::uint64_t* bits, std::size_t words, std::uint32_t* out) noexcept {
  std::uint32_t* place = out;
  for (std::size_t w = 0; w < words; ++w) {
    for (std::uint64_t left = bits[w]; left != 0; left = _blsr_u64(left)) {
      *place++ = static_cast<std::uint32_t>(w * word_bytes + _tzcnt_u64(left));
    }
  }
  return static_cast<std::size_t>(place - out);
}

}  // namespace

extern const csv_kernel csv_avx2;
const csv_kernel csv_avx2{"avx2", runs_here, masks, places};

}  // namespace callsieve::detail
#endif

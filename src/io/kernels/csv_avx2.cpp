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

CALLSIEVE_HERE inline std::uint32_t* places_of(std::uint64_t bits, std::size_t first, std::uint32_t* out) noexcept {
  for (; bits != 0; bits = _blsr_u64(bits)) *out++ = static_cast<std::uint32_t>(first + _tzcnt_u64(bits));
  return out;
}

CALLSIEVE_HERE csv_kernel::counts places(const std::uint64_t* field_ends, const std::uint64_t* row_ends,
                                         std::size_t words, std::uint32_t* marks, std::uint32_t* ends) noexcept {
  std::uint32_t* mark = marks;
  std::uint32_t* end = ends;
  for (std::size_t w = 0; w < words; ++w) {
    mark = places_of(field_ends[w] | row_ends[w], w * word_bytes, mark);
    end = places_of(row_ends[w], w * word_bytes, end);
  }
  return {static_cast<std::size_t>(mark - marks), static_cast<std::size_t>(end - ends)};
}

}  // namespace

extern const csv_kernel csv_avx2;
const csv_kernel csv_avx2{"avx2", runs_here, masks, places};

}  // namespace callsieve::detail
#endif

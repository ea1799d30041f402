// The scan with AVX2 and carry-less multiplication: Intel Haswell, AMD Zen and later.
#if defined(__x86_64__)
#  include <immintrin.h>

#  include "base/kernel_targets.hpp"
#  include "io/kernels/csv_kernel.hpp"

CALLSIEVE_BEGIN_AVX2

namespace callsieve::detail {
namespace {

inline std::uint64_t equal(__m256i low, __m256i high, __m256i wanted) noexcept {
  const auto first = static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted)));
  const auto second = static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted)));
  return first | std::uint64_t{second} << 32;
}

inline std::uint64_t odd_so_far(std::uint64_t bits) noexcept {
  const __m128i all = _mm_cvtsi64_si128(static_cast<long long>(bits));
  return static_cast<std::uint64_t>(_mm_cvtsi128_si64(_mm_clmulepi64_si128(all, _mm_set1_epi8(-1), 0)));
}

void scan(csv_scan& of) noexcept {
  csv_scan at = of;
  const __m256i delimiters = _mm256_set1_epi8(at.delimiter);
  for (; at.word < at.words; ++at.word) {
    const std::size_t first = at.word * word_bytes;
    const __m256i low = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at.text + first));
    const __m256i high = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at.text + first + 32));
    const std::uint64_t quotes = equal(low, high, _mm256_set1_epi8('"')) & at.quotes_count;
    const byte_masks masks{quotes, equal(low, high, delimiters), equal(low, high, _mm256_set1_epi8('\n')),
                           odd_so_far(quotes)};
    word_ends ends = take_word(masks, 0, at.quotes, at.quoted_line_ends);
    if (!ends.fits) {
      ends = take_word(masks, equal(low, high, _mm256_set1_epi8('\r')), at.quotes, at.quoted_line_ends);
    }
    if (!ends.fits) break;
    at.row_ends[at.word] = ends.row_ends;
    at.row_end_count += static_cast<std::size_t>(std::popcount(ends.row_ends));
    at.place = put_places(ends.separators, first, at.place);
  }
  of = at;
}

std::size_t places(const std::uint64_t* bits, std::size_t words, std::uint32_t* out) noexcept {
  std::uint32_t* place = out;
  for (std::size_t w = 0; w < words; ++w) place = put_places(bits[w], w * word_bytes, place);
  return static_cast<std::size_t>(place - out);
}

std::size_t copy_rows(const char* text, const std::uint32_t* ends, std::size_t stride,
                      std::span<const std::uint8_t> wanted, char* out) noexcept {
  return copy_rows_by_64(text, ends, stride, wanted, out);
}

}  // namespace

const csv_kernel csv_kernel::avx2{detail::scan, detail::places, detail::copy_rows};

}  // namespace callsieve::detail

CALLSIEVE_END_KERNEL
#endif

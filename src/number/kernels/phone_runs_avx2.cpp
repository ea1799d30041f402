// Runs of a phone number's bytes with AVX2: Intel Haswell, AMD Zen and later.
#if defined(__x86_64__)
#  include <immintrin.h>

#  include "base/kernel_targets.hpp"
#  include "number/kernels/phone_runs_kernel.hpp"

CALLSIEVE_BEGIN_AVX2

namespace callsieve::detail {
namespace {

struct tables {
  __m256i low, high;
};

inline std::uint32_t half(const char* text, const tables& of) noexcept {
  const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text));
  const __m256i nibble = _mm256_set1_epi8(15);
  const __m256i low = _mm256_shuffle_epi8(of.low, _mm256_and_si256(bytes, nibble));
  const __m256i high = _mm256_shuffle_epi8(of.high, _mm256_and_si256(_mm256_srli_epi16(bytes, 4), nibble));
  const __m256i none = _mm256_cmpeq_epi8(_mm256_and_si256(low, high), _mm256_setzero_si256());
  return ~static_cast<std::uint32_t>(_mm256_movemask_epi8(none));
}

inline std::uint64_t mask_of(const char* text, const tables& of) noexcept {
  return half(text, of) | std::uint64_t{half(text + 32, of)} << 32;
}

inline __m256i twice(const std::array<std::uint8_t, 16>& table) noexcept {
  return _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(table.data())));
}

void find(const char* text, std::size_t size, std::size_t length, std::uint64_t* runs) noexcept {
  const tables of{twice(phone_low_half), twice(phone_high_half)};
  for (std::size_t at = 0; at < size; at += 64) runs[at / 64] = mask_of(text + at, of);
  runs_of_masks(size, length, runs);
}

}  // namespace

const phone_runs_kernel phone_runs_kernel::avx2{detail::find};

}  // namespace callsieve::detail

CALLSIEVE_END_KERNEL
#endif

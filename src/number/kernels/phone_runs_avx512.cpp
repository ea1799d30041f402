// Runs of a phone number's bytes with AVX-512: Intel Ice Lake, AMD Zen 4 and later.
#if defined(__x86_64__)
#  include <immintrin.h>

#  include "base/kernel_targets.hpp"
#  include "number/kernels/phone_runs_kernel.hpp"

CALLSIEVE_BEGIN_AVX512

namespace callsieve::detail {
namespace {

struct tables {
  __m512i low, high;
};

inline std::uint64_t mask_of(const char* text, const tables& of) noexcept {
  const __m512i bytes = _mm512_loadu_si512(text);
  const __m512i nibble = _mm512_set1_epi8(15);
  const __m512i low = _mm512_shuffle_epi8(of.low, _mm512_and_si512(bytes, nibble));
  const __m512i high = _mm512_shuffle_epi8(of.high, _mm512_and_si512(_mm512_srli_epi16(bytes, 4), nibble));
  return _mm512_test_epi8_mask(low, high);
}

inline __m512i four_times(const std::array<std::uint8_t, 16>& table) noexcept {
  return _mm512_broadcast_i32x4(_mm_loadu_si128(reinterpret_cast<const __m128i*>(table.data())));
}

void find(const char* text, std::size_t size, std::size_t length, std::uint64_t* runs) noexcept {
  const tables of{four_times(phone_low_half), four_times(phone_high_half)};
  for (std::size_t at = 0; at < size; at += 64) runs[at / 64] = mask_of(text + at, of);
  runs_of_masks(size, length, runs);
}

}  // namespace

const phone_runs_kernel phone_runs_kernel::avx512{detail::find};

}  // namespace callsieve::detail

CALLSIEVE_END_KERNEL
#endif

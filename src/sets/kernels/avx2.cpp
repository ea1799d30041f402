// The kernel for AVX2 with BMI2: bits are counted and found by one instruction each, lines compared by a few.
//
// Old AMD processors (before Zen 3) have pdep in microcode: there this kernel is right, but slow.
#if defined(__x86_64__)
#  include <cstring>
#  include <immintrin.h>

#  include "base/kernel_targets.hpp"
#  include "sets/kernels/kernel.hpp"

CALLSIEVE_BEGIN_AVX2

namespace callsieve::sets_detail {
namespace {

inline std::uint32_t count_ones(std::uint64_t x) noexcept { return static_cast<std::uint32_t>(_mm_popcnt_u64(x)); }
inline std::uint32_t nth_one(std::uint64_t word, std::uint32_t n) noexcept {
  return static_cast<std::uint32_t>(_tzcnt_u64(_pdep_u64(std::uint64_t{1} << n, word)));
}
inline std::uint64_t low_mask(std::uint32_t bits) noexcept { return _bzhi_u64(~std::uint64_t{0}, bits); }

inline std::uint64_t deposit(std::uint64_t bits, std::uint64_t places) noexcept { return _pdep_u64(bits, places); }

inline std::uint32_t match_strata(const std::byte* line, std::uint32_t stratum) noexcept {
  const __m256i wanted = _mm256_set1_epi16(static_cast<short>(stratum));
  const __m256i* const from = reinterpret_cast<const __m256i*>(line);
  const __m256i low = _mm256_cmpeq_epi16(_mm256_loadu_si256(from), wanted);
  const __m256i high = _mm256_cmpeq_epi16(_mm256_loadu_si256(from + 1), wanted);
  const __m256i all = _mm256_permute4x64_epi64(_mm256_packs_epi16(low, high), 0xd8);
  return static_cast<std::uint32_t>(_mm256_movemask_epi8(all)) & 0x3fff'ffffU;
}

inline std::uint32_t match_numbers(const std::byte* line, std::uint64_t number) noexcept {
  const __m256i wanted = _mm256_set1_epi64x(static_cast<long long>(number));
  const __m256i* const from = reinterpret_cast<const __m256i*>(line);
  const __m256i low = _mm256_cmpeq_epi64(_mm256_loadu_si256(from), wanted);
  const __m256i high = _mm256_cmpeq_epi64(_mm256_loadu_si256(from + 1), wanted);
  return static_cast<std::uint32_t>(_mm256_movemask_pd(_mm256_castsi256_pd(low))) |
         static_cast<std::uint32_t>(_mm256_movemask_pd(_mm256_castsi256_pd(high))) << 4;
}

}  // namespace
}  // namespace callsieve::sets_detail

#  include "sets/kernels/one_probe.inc"
// and what needs it:
#  include "sets/kernels/probe_loops.inc"

CALLSIEVE_END_KERNEL

const callsieve::sets_detail::set_kernel callsieve::sets_detail::set_kernel::avx2{
    sets_detail::contains,  sets_detail::pick,     sets_detail::put_back,
    sets_detail::find_rows, sets_detail::find_one, sets_detail::count_bits};
#endif

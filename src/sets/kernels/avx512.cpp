// The kernel for AVX-512 as Ice Lake and Zen 4 have it: eight numbers at a time.
#if defined(__x86_64__)
#  include <cstring>
#  include <immintrin.h>

#  include "base/kernel_targets.hpp"
#  include "sets/kernels/kernel.hpp"

CALLSIEVE_BEGIN_AVX512

namespace callsieve::sets_detail {
namespace {

inline std::uint32_t count_ones(std::uint64_t x) noexcept { return static_cast<std::uint32_t>(_mm_popcnt_u64(x)); }
inline std::uint32_t nth_one(std::uint64_t word, std::uint32_t n) noexcept {
  return static_cast<std::uint32_t>(_tzcnt_u64(_pdep_u64(std::uint64_t{1} << n, word)));
}
inline std::uint64_t low_mask(std::uint32_t bits) noexcept { return _bzhi_u64(~std::uint64_t{0}, bits); }

inline std::uint64_t deposit(std::uint64_t bits, std::uint64_t places) noexcept { return _pdep_u64(bits, places); }

inline std::uint32_t match_strata(const std::byte* line, std::uint32_t stratum) noexcept {
  const __m512i wanted = _mm512_set1_epi16(static_cast<short>(stratum));
  return _cvtmask32_u32(_mm512_cmpeq_epi16_mask(_mm512_loadu_si512(line), wanted)) & 0x3fff'ffffU;
}

inline std::uint32_t match_numbers(const std::byte* line, std::uint64_t number) noexcept {
  const __m512i wanted = _mm512_set1_epi64(static_cast<long long>(number));
  return static_cast<std::uint32_t>(_mm512_cmpeq_epi64_mask(_mm512_loadu_si512(line), wanted));
}

}  // namespace
}  // namespace callsieve::sets_detail

#  include "sets/kernels/one_probe.inc"
// and what needs it:
#  include "sets/kernels/avx512_lanes.inc"
// and what needs them:
#  include "sets/kernels/avx512_blocks.inc"
#  include "sets/kernels/avx512_singles.inc"
// and what needs all of them:
#  include "sets/kernels/avx512_loops.inc"

CALLSIEVE_END_KERNEL

const callsieve::sets_detail::set_kernel callsieve::sets_detail::set_kernel::avx512{
    sets_detail::contains,  sets_detail::pick,     sets_detail::put_back,
    sets_detail::find_rows, sets_detail::find_one, sets_detail::count_bits};
#endif

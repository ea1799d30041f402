// The kernel for AVX-512 as Ice Lake and Zen 4 have it: eight numbers at a time.
#if defined(__x86_64__)
#  if !defined(__clang__)  // GCC 12 warns of its own header's "undefined" vectors, with a sanitizer as errors
#    pragma GCC diagnostic ignored "-Wuninitialized"
#  endif
#  include <cstring>
#  include <immintrin.h>

#  include "sets/kernels/kernel.hpp"

// From here on the compiler may use these instructions; nothing but this file's own functions stands in the region.
#  if defined(__clang__)
#    pragma clang attribute push(                                                                    \
        __attribute__((target("avx512f,avx512bw,avx512cd,avx512dq,avx512vl,avx512bitalg,avx512ifma," \
                              "avx512vbmi2,avx512vpopcntdq,avx2,bmi,bmi2,lzcnt,popcnt"))),           \
        apply_to = function)
#  else
#    pragma GCC push_options
#    pragma GCC target("avx512f,avx512bw,avx512cd,avx512dq,avx512vl,avx512bitalg,avx512ifma")
#    pragma GCC target("avx512vbmi2,avx512vpopcntdq,avx2,bmi,bmi2,lzcnt,popcnt")
#  endif

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

#  include "sets/kernels/one_probe.hpp"
// and what needs it:
#  include "sets/kernels/avx512_lanes.hpp"
// and what needs them:
#  include "sets/kernels/avx512_blocks.hpp"
#  include "sets/kernels/avx512_singles.hpp"
// and what needs all of them:
#  include "sets/kernels/avx512_loops.hpp"

#  if defined(__clang__)
#    pragma clang attribute pop
#  else
#    pragma GCC pop_options
#  endif

namespace callsieve::sets_detail {
namespace {

bool runs_here() noexcept {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bitalg") &&
         __builtin_cpu_supports("avx512ifma") && __builtin_cpu_supports("avx512vbmi2") &&
         __builtin_cpu_supports("avx512vpopcntdq") && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
         __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
}

}  // namespace

const set_kernel avx512_set_kernel{"avx512", runs_here, contains, pick, put_back, find_rows, find_one, count_bits};

}  // namespace callsieve::sets_detail
#endif

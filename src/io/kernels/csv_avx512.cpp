// The scan with AVX-512 and VBMI2 (byte compress): AMD Zen 4 and later, Intel Ice Lake and later.
#if defined(__x86_64__)
#  include <immintrin.h>

#  include "io/kernels/csv_kernel.hpp"

#  if defined(__GNUC__) && !defined(__clang__)
#    pragma GCC diagnostic ignored "-Wuninitialized"  // GCC 12 sees the undefined vectors of its own intrinsics
#  endif
#  define CALLSIEVE_HERE __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi2,popcnt,pclmul")))

namespace callsieve::detail {
namespace {

bool runs_here() noexcept {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vbmi2") &&
         __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("pclmul");
}

CALLSIEVE_HERE std::size_t masks(const char* text, std::size_t words, char delimiter, byte_masks* out) noexcept {
  const __m512i delimiters = _mm512_set1_epi8(delimiter);
  const __m512i quotes = _mm512_set1_epi8('"');
  const __m512i line_feeds = _mm512_set1_epi8('\n');
  const __m512i returns = _mm512_set1_epi8('\r');
  std::size_t lines = 0;
  for (std::size_t w = 0; w < words; ++w, text += word_bytes) {
    const __m512i bytes = _mm512_loadu_si512(text);
    byte_masks& to = out[w];
    to.quotes = _mm512_cmpeq_epi8_mask(bytes, quotes);
    to.delimiters = _mm512_cmpeq_epi8_mask(bytes, delimiters);
    to.line_feeds = _mm512_cmpeq_epi8_mask(bytes, line_feeds);
    to.returns = _mm512_cmpeq_epi8_mask(bytes, returns);
    const __m128i bits = _mm_cvtsi64_si128(static_cast<long long>(to.quotes));
    to.odd_quotes = static_cast<std::uint64_t>(_mm_cvtsi128_si64(_mm_clmulepi64_si128(bits, _mm_set1_epi8(-1), 0)));
    lines += static_cast<std::size_t>(_mm_popcnt_u64(to.line_feeds));
  }
  return lines;
}

CALLSIEVE_HERE inline void store(std::uint32_t* out, __m128i places, __m512i first) noexcept {
  _mm512_storeu_si512(out, _mm512_add_epi32(_mm512_cvtepu8_epi32(places), first));
}

CALLSIEVE_HERE inline std::uint32_t* places_of(std::uint64_t bits, __m512i every_place, std::uint32_t first,
                                               std::uint32_t* out) noexcept {
  const __m512i places = _mm512_maskz_compress_epi8(bits, every_place);
  const __m512i from = _mm512_set1_epi32(static_cast<int>(first));
  const auto count = static_cast<std::size_t>(_mm_popcnt_u64(bits));
  store(out, _mm512_castsi512_si128(places), from);
  if (count > 16) {
    store(out + 16, _mm512_extracti32x4_epi32(places, 1), from);
    store(out + 32, _mm512_extracti32x4_epi32(places, 2), from);
    store(out + 48, _mm512_extracti32x4_epi32(places, 3), from);
  }
  return out + count;
}

CALLSIEVE_HERE csv_kernel::counts places(const std::uint64_t* field_ends, const std::uint64_t* row_ends,
                                         std::size_t words, std::uint32_t* marks, std::uint32_t* ends) noexcept {
  alignas(64) std::uint8_t every[word_bytes];
  for (std::size_t i = 0; i < word_bytes; ++i) every[i] = static_cast<std::uint8_t>(i);
  const __m512i every_place = _mm512_load_si512(every);
  std::uint32_t* mark = marks;
  std::uint32_t* end = ends;
  for (std::size_t w = 0; w < words; ++w) {
    const auto first = static_cast<std::uint32_t>(w * word_bytes);
    mark = places_of(field_ends[w] | row_ends[w], every_place, first, mark);
    end = places_of(row_ends[w], every_place, first, end);
  }
  return {static_cast<std::size_t>(mark - marks), static_cast<std::size_t>(end - ends)};
}

}  // namespace

extern const csv_kernel csv_avx512;
const csv_kernel csv_avx512{"avx512", runs_here, masks, places};

}  // namespace callsieve::detail
#endif

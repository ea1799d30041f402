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

CALLSIEVE_HERE std::size_t places(const std::uint64_t* bits, std::size_t words, std::uint32_t* out) noexcept {
  alignas(64) std::uint8_t every[word_bytes];
  for (std::size_t i = 0; i < word_bytes; ++i) every[i] = static_cast<std::uint8_t>(i);
  const __m512i every_place = _mm512_load_si512(every);
  std::uint32_t* place = out;
  for (std::size_t w = 0; w < words; ++w) {
    const __m512i compressed = _mm512_maskz_compress_epi8(bits[w], every_place);
    const __m512i first = _mm512_set1_epi32(static_cast<int>(w * word_bytes));
    const auto count = static_cast<std::size_t>(_mm_popcnt_u64(bits[w]));
    store(place, _mm512_castsi512_si128(compressed), first);
    if (count > 16) {
      store(place + 16, _mm512_extracti32x4_epi32(compressed, 1), first);
      store(place + 32, _mm512_extracti32x4_epi32(compressed, 2), first);
      store(place + 48, _mm512_extracti32x4_epi32(compressed, 3), first);
    }
    place += count;
  }
  return static_cast<std::size_t>(place - out);
}

}  // namespace

extern const csv_kernel csv_avx512;
const csv_kernel csv_avx512{"avx512", runs_here, masks, places};

}  // namespace callsieve::detail
#endif

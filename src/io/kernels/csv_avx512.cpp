// The scan with AVX-512, VBMI2 (byte compress, shifts across words) and VPCLMULQDQ: AMD Zen 4 and later, Intel Ice Lake
// and later. Eight words of masks are resolved together, as one vector.
#if defined(__x86_64__)
#  include <algorithm>
#  include <immintrin.h>

#  include "base/kernel_targets.hpp"
#  include "io/kernels/csv_kernel.hpp"

CALLSIEVE_BEGIN_AVX512

namespace callsieve::detail {
namespace {

inline std::uint64_t odd_so_far(std::uint64_t bits) noexcept {
  const __m128i all = _mm_cvtsi64_si128(static_cast<long long>(bits));
  return static_cast<std::uint64_t>(_mm_cvtsi128_si64(_mm_clmulepi64_si128(all, _mm_set1_epi8(-1), 0)));
}

/// 0, 1, 2, ...
inline __m512i every_place() noexcept {
  alignas(64) std::uint8_t every[word_bytes];
  for (std::size_t i = 0; i < word_bytes; ++i) every[i] = static_cast<std::uint8_t>(i);
  return _mm512_load_si512(every);
}

inline void store(std::uint32_t* out, __m128i places, __m512i first) noexcept {
  _mm512_storeu_si512(out, _mm512_add_epi32(_mm512_cvtepu8_epi32(places), first));
}

/// As put_places.
inline std::uint32_t* compress_places(std::uint64_t bits, __m512i first, __m512i every, std::uint32_t* place) noexcept {
  const __m512i compressed = _mm512_maskz_compress_epi8(bits, every);
  const auto count = static_cast<std::size_t>(_mm_popcnt_u64(bits));
  store(place, _mm512_castsi512_si128(compressed), first);
  if (count > 16) {
    store(place + 16, _mm512_extracti32x4_epi32(compressed, 1), first);
    store(place + 32, _mm512_extracti32x4_epi32(compressed, 2), first);
    store(place + 48, _mm512_extracti32x4_epi32(compressed, 3), first);
  }
  return place + count;
}

constexpr std::size_t group = 8;   ///< words that one vector has
constexpr std::size_t batch = 64;  ///< words whose masks are made before they are asked for: a load that has to wait
                                   ///< for the stores of several masks waits long

/// Masks by word.
struct mask_table {
  alignas(64) std::uint64_t quotes[batch], delimiters[batch], line_feeds[batch];
};

inline void find_masks(const char* text, std::size_t words, const csv_scan& of, __m512i delimiter,
                       mask_table& to) noexcept {
  const __m512i quote = _mm512_set1_epi8('"');
  const __m512i line_feed = _mm512_set1_epi8('\n');
  for (std::size_t w = 0; w < words; ++w) {
    const __m512i bytes = _mm512_loadu_si512(text + w * word_bytes);
    to.quotes[w] = _mm512_mask_cmpeq_epi8_mask(of.quotes_count, bytes, quote);
    to.delimiters[w] = _mm512_cmpeq_epi8_mask(bytes, delimiter);
    to.line_feeds[w] = _mm512_cmpeq_epi8_mask(bytes, line_feed);
  }
}

inline __m512i returns_of(const char* text) noexcept {
  alignas(64) std::uint64_t returns[group];
  for (std::size_t w = 0; w < group; ++w) {
    returns[w] = _mm512_cmpeq_epi8_mask(_mm512_loadu_si512(text + w * word_bytes), _mm512_set1_epi8('\r'));
  }
  return _mm512_load_si512(returns);
}

/// The state between two groups of words: of the vectors only the last bit counts.
struct group_state {
  unsigned quoted;
  __m512i separators, closing;
};

/// The bits behind those of eight words; the first one's comes from the words before.
inline __m512i behind(__m512i words, __m512i before) noexcept {
  return _mm512_shldi_epi64(words, _mm512_alignr_epi64(words, before, group - 1), 1);
}

struct group_ends {
  __m512i separators, row_ends, quoted_line_ends;
};

/// As take_word(), of eight words. False where some word does not fit.
inline bool take_group(const char* text, const mask_table& masks, std::size_t w, group_state& state,
                       group_ends& to) noexcept {
  constexpr int neither = 0x10;     // of three bits: the first alone
  constexpr int either_not = 0x0E;  // the second or the third, without the first
  const __m512i all = _mm512_set1_epi64(-1);
  const __m512i quotes = _mm512_load_si512(masks.quotes + w);
  const __m512i delimiters = _mm512_load_si512(masks.delimiters + w);
  const __m512i line_feeds = _mm512_load_si512(masks.line_feeds + w);
  // From words whose quotes so far are odd in number, one word each, to those in and behind which they are.
  const __m512i odd =
      _mm512_unpacklo_epi64(_mm512_clmulepi64_epi128(quotes, all, 0x00), _mm512_clmulepi64_epi128(quotes, all, 0x01));
  unsigned odd_words = _mm512_movepi64_mask(odd);
  odd_words ^= odd_words << 1;
  odd_words ^= odd_words << 2;
  odd_words ^= odd_words << 4;
  const unsigned quoted_words = odd_words << 1 ^ (0U - state.quoted);
  const __m512i inside = _mm512_mask_xor_epi64(odd, static_cast<__mmask8>(quoted_words), odd, all);

  const __m512i opening = _mm512_and_si512(quotes, inside);
  const __m512i closing = _mm512_andnot_si512(inside, quotes);
  to.row_ends = _mm512_andnot_si512(inside, line_feeds);
  to.separators = _mm512_ternarylogic_epi64(inside, delimiters, line_feeds, either_not);
  to.quoted_line_ends = _mm512_and_si512(line_feeds, inside);
  const __m512i behind_close = behind(closing, state.closing);
  const __m512i starts = behind(to.separators, state.separators);
  const __m512i stray = _mm512_ternarylogic_epi64(opening, starts, behind_close, neither);
  __m512i followed = _mm512_ternarylogic_epi64(behind_close, to.separators, quotes, neither);
  if (_mm512_test_epi64_mask(_mm512_or_si512(stray, followed), all) != 0) {
    const __m512i returned = _mm512_and_si512(behind_close, returns_of(text));
    const __m512i behind_return = behind(returned, _mm512_setzero_si512());
    followed =
        _mm512_or_si512(_mm512_andnot_si512(returned, followed), _mm512_andnot_si512(to.row_ends, behind_return));
    const __mmask8 last_return = _mm512_movepi64_mask(returned) & 0x80;
    if (last_return != 0 || _mm512_test_epi64_mask(_mm512_or_si512(stray, followed), all) != 0) return false;
  }
  state.quoted ^= odd_words >> (group - 1) & 1U;
  state.separators = to.separators;
  state.closing = closing;
  return true;
}

/// As csv_kernel::scan, in whole groups of words; stops before one that does not fit.
inline void scan_groups(csv_scan& of) noexcept {
  const __m512i every = every_place();
  const __m512i delimiter = _mm512_set1_epi8(of.delimiter);
  const auto last_bit = [](std::uint64_t bit) {
    const std::uint64_t word = bit << 63;
    return static_cast<long long>(word);
  };
  const long long starts = last_bit(of.quotes.field_start), closes = last_bit(of.quotes.closed);
  group_state state{static_cast<unsigned>(of.quotes.quoted & 1U), _mm512_set1_epi64(starts), _mm512_set1_epi64(closes)};
  std::uint32_t* place = of.place;
  __m512i row_end_counts = _mm512_setzero_si512(), quoted_line_ends = _mm512_setzero_si512();
  mask_table masks;
  alignas(64) std::uint64_t separators[group];
  bool fits = true;
  while (fits && of.words - of.word >= group) {
    const std::size_t words = std::min(batch, (of.words - of.word) / group * group);
    find_masks(of.text + of.word * word_bytes, words, of, delimiter, masks);
    for (std::size_t w = 0; w < words; w += group, of.word += group) {
      group_ends ends;
      fits = take_group(of.text + of.word * word_bytes, masks, w, state, ends);
      if (!fits) break;
      _mm512_storeu_si512(of.row_ends + of.word, ends.row_ends);
      row_end_counts = _mm512_add_epi64(row_end_counts, _mm512_popcnt_epi64(ends.row_ends));
      quoted_line_ends = _mm512_or_si512(quoted_line_ends, ends.quoted_line_ends);
      _mm512_store_si512(separators, ends.separators);
      __m512i first = _mm512_set1_epi32(static_cast<int>(of.word * word_bytes));
      for (std::size_t i = 0; i < group; ++i) {
        place = compress_places(separators[i], first, every, place);
        first = _mm512_add_epi32(first, _mm512_set1_epi32(word_bytes));
      }
    }
  }
  constexpr __mmask8 last = 0x80;
  of.place = place;
  of.row_end_count += static_cast<std::size_t>(_mm512_reduce_add_epi64(row_end_counts));
  of.quoted_line_ends |= static_cast<std::uint64_t>(_mm512_reduce_or_epi64(quoted_line_ends));
  of.quotes.quoted = std::uint64_t{0} - state.quoted;
  of.quotes.field_start = (_mm512_movepi64_mask(state.separators) & last) != 0;
  of.quotes.closed = (_mm512_movepi64_mask(state.closing) & last) != 0;
}

/// As csv_kernel::scan, word by word, as far as `end`. Says whether it came there.
inline bool scan_words(csv_scan& of, std::size_t end) noexcept {
  const __m512i every = every_place();
  for (; of.word < end; ++of.word) {
    const __m512i bytes = _mm512_loadu_si512(of.text + of.word * word_bytes);
    const std::uint64_t quotes = _mm512_mask_cmpeq_epi8_mask(of.quotes_count, bytes, _mm512_set1_epi8('"'));
    const byte_masks masks{quotes, _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(of.delimiter)),
                           _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\n')), odd_so_far(quotes)};
    const std::uint64_t returns = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\r'));
    const word_ends ends = take_word(masks, returns, of.quotes, of.quoted_line_ends);
    if (!ends.fits) return false;
    of.row_ends[of.word] = ends.row_ends;
    of.row_end_count += static_cast<std::size_t>(_mm_popcnt_u64(ends.row_ends));
    const __m512i first = _mm512_set1_epi32(static_cast<int>(of.word * word_bytes));
    of.place = compress_places(ends.separators, first, every, of.place);
  }
  return true;
}

void scan(csv_scan& of) noexcept {
  do {
    scan_groups(of);
  } while (scan_words(of, std::min(of.word + group, of.words)) && of.word < of.words);
}

std::size_t places(const std::uint64_t* bits, std::size_t words, std::uint32_t* out) noexcept {
  const __m512i every = every_place();
  std::uint32_t* place = out;
  for (std::size_t w = 0; w < words; ++w) {
    place = compress_places(bits[w], _mm512_set1_epi32(static_cast<int>(w * word_bytes)), every, place);
  }
  return static_cast<std::size_t>(place - out);
}

std::size_t copy_rows(const char* text, const std::uint32_t* ends, std::size_t stride,
                      std::span<const std::uint8_t> wanted, char* out) noexcept {
  return copy_rows_by_64(text, ends, stride, wanted, out);
}

}  // namespace

const csv_kernel csv_kernel::avx512{detail::scan, detail::places, detail::copy_rows};

}  // namespace callsieve::detail

CALLSIEVE_END_KERNEL
#endif

// What the kernels have in common: the steps that need no vectors.
//
// Everything here is plain code, compiled for whatever machine the kernel that it is inlined into is made for.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace callsieve::detail {

inline constexpr std::size_t word_bytes = 64;  ///< bytes of text behind one 64-bit word of a mask

/// Where the bytes that matter stand in 64 bytes of text; bit 0 is the first byte.
struct byte_masks {
  std::uint64_t quotes, delimiters, line_feeds;
  std::uint64_t odd_quotes;  ///< set where the quotes up to and with this byte are odd in number
};

/// The state of the row machine between two words, as bits; at most one of the four is set.
struct quote_state {
  std::uint64_t quoted = 0;  ///< all ones, or none; the others are 0 or 1
  std::uint64_t field_start = 1, closed = 0, closed_returned = 0;
};

/// A scan of a text whose lines end in `\n`, as far as it has come.
struct csv_scan {
  const char* text;
  std::size_t words;  ///< all bytes of them must be readable
  char delimiter;
  std::uint64_t quotes_count;  ///< all ones where quotes are quotes; 0 where they are bytes like any other
  std::uint64_t* row_ends;     ///< by word: the line ends outside quotes
  std::uint32_t* place;  ///< the places of delimiters and line ends outside quotes, ascending: where the next one goes
  std::size_t word = 0;  ///< the next one
  std::size_t row_end_count = 0;
  std::uint64_t quoted_line_ends = 0;  ///< not 0: some
  quote_state quotes{};
};

/// What a word of 64 bytes turned out to be.
struct word_ends {
  std::uint64_t separators, row_ends;
  bool fits;  ///< false: nothing is known of the word
};

/// Takes a word, and the state behind it into `quotes`; where it does not fit the state is left as it is. What does not
/// fit: quotes that stand where they neither open nor close nor are doubled; text behind a closing quote. `returns`:
/// the word's carriage returns; with 0 words do not fit either in which one follows a closing quote. No word fits that
/// ends between such a return and its line feed. Requires a state without closed_returned.
[[gnu::always_inline]] inline word_ends take_word(const byte_masks& m, std::uint64_t returns, quote_state& quotes,
                                                  std::uint64_t& quoted_line_ends) noexcept {
  const std::uint64_t inside = m.odd_quotes ^ quotes.quoted;  // from an opening quote up to the byte before its closing
  const std::uint64_t opening = m.quotes & inside;
  const std::uint64_t closing = m.quotes & ~inside;
  const std::uint64_t row_ends = m.line_feeds & ~inside;
  const std::uint64_t separators = (m.delimiters & ~inside) | row_ends;
  const std::uint64_t behind_close = closing << 1 | quotes.closed;
  const std::uint64_t may_open = separators << 1 | quotes.field_start | behind_close;
  const std::uint64_t returned = behind_close & returns;
  const std::uint64_t misfits = (opening & ~may_open) | (behind_close & ~(separators | m.quotes | returns)) |
                                (returned << 1 & ~row_ends) | returned >> 63;
  if (misfits != 0) return {0, 0, false};
  quoted_line_ends |= m.line_feeds & inside;
  quotes.quoted = std::uint64_t{0} - (inside >> 63);
  quotes.field_start = separators >> 63;
  quotes.closed = closing >> 63;
  return {separators, row_ends, true};
}

/// Writes the places of a word's bits, the first of which is `first`; returns where the next ones go.
[[gnu::always_inline]] inline std::uint32_t* put_places(std::uint64_t bits, std::size_t first,
                                                        std::uint32_t* place) noexcept {
  for (; bits != 0; bits &= bits - 1)
    *place++ = static_cast<std::uint32_t>(first + static_cast<unsigned>(std::countr_zero(bits)));
  return place;
}

/// See csv_kernel::copy_rows.
[[gnu::always_inline]] inline std::size_t copy_rows_by_64(const char* text, const std::uint32_t* ends,
                                                          std::size_t stride, std::span<const std::uint8_t> wanted,
                                                          char* out) noexcept {
  constexpr std::size_t short_row = 256;
  char* to = out;
  std::size_t before = ends[0];
  for (const std::uint8_t is_wanted : wanted) {
    ends += stride;
    const char* const row = text + static_cast<std::uint32_t>(before + 1U);
    const std::size_t size = *ends - static_cast<std::uint32_t>(before);
    before = *ends;
    if (size > short_row && is_wanted == 0) continue;
    for (std::size_t i = 0; i < size; i += word_bytes) std::memcpy(to + i, row + i, word_bytes);
    to += is_wanted != 0 ? size : 0;
  }
  return static_cast<std::size_t>(to - out);
}

}  // namespace callsieve::detail

#include <array>
#include <bit>

#include "callsieve/base/bytes.hpp"

#include "io/kernels/csv_kernel.hpp"

namespace callsieve::detail {
namespace {

/// One bit for each of 64 bytes that is the wanted one. Plain loops that every compiler turns into vector compares;
/// eight bytes of 0 or 1 become eight bits by one multiplication.
std::uint64_t bits_of(const char* text, char wanted) noexcept {
  std::array<std::uint8_t, word_bytes> found;
  for (std::size_t i = 0; i < word_bytes; ++i) found[i] = text[i] == wanted;
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < word_bytes; i += 8) {
    bits |= (load_le<std::uint64_t>(&found[i]) * 0x0102040810204080ULL >> 56) << i;
  }
  return bits;
}

std::uint64_t odd_so_far(std::uint64_t bits) noexcept {
  for (int shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
  return bits;
}

void scan(csv_scan& of) noexcept {
  csv_scan at = of;
  for (; at.word < at.words; ++at.word) {
    const std::size_t first = at.word * word_bytes;
    const char* const text = at.text + first;
    const std::uint64_t quotes = bits_of(text, '"') & at.quotes_count;
    const byte_masks masks{quotes, bits_of(text, at.delimiter), bits_of(text, '\n'), odd_so_far(quotes)};
    word_ends ends = take_word(masks, 0, at.quotes, at.quoted_line_ends);
    if (!ends.fits) ends = take_word(masks, bits_of(text, '\r'), at.quotes, at.quoted_line_ends);
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

const csv_kernel csv_kernel::scalar{detail::scan, detail::places, detail::copy_rows};

}  // namespace callsieve::detail

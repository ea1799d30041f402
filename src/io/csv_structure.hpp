// Which bytes of a text end fields and rows, quotes resolved exactly.
//
// How: 64 bytes at a time to bit masks, and with AVX-512 eight of those together. Where every quote stands where a
// quote may open, close or be doubled, inside and outside alternate with the quotes, and one carry-less multiplication
// tells them apart. A word in which some quote or some text behind a quote does not fit is left to the row machine,
// from the exact state in which it begins: so the answer is the row machine's for any bytes. Cost: bench/README.md;
// several hundred instructions a word of 64 bytes where a quote strays.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "callsieve/io/csv.hpp"

#include "io/kernels/csv_kernel.hpp"

#include <boost/container/vector.hpp>

namespace callsieve::detail {

struct csv_structure {
  /// The places of delimiters and line ends outside quotes, ascending, from marks[1] on; before them stands -1, behind
  /// them the text's size. As the text it is filled again and again.
  boost::container::vector<std::uint32_t> marks;
  std::size_t mark_count = 0;
  std::vector<std::uint64_t> row_ends;  ///< a bit a byte: line ends outside quotes
  std::vector<std::uint32_t> faults;    ///< ascending: places of text behind a closing quote
  std::size_t line_ends = 0;            ///< in quotes too
  bool quoted_line_ends = false;        ///< whether some line end stands in quotes
  bool open_quote = false;              ///< whether the text ends within quotes
  std::size_t stray_line_feed = none;   ///< the first one outside quotes, where lines end in `\r`

  static constexpr std::size_t none = static_cast<std::size_t>(-1);
};

/// Scans a text that begins with a row. Requires 64 readable bytes behind it, all zero, and size < 2^32.
void find_structure(const char* text, std::size_t size, const csv_syntax& syntax, csv_structure& out);

}  // namespace callsieve::detail

#include "io/csv_structure.hpp"

#include <algorithm>

#include "io/csv_row_machine.hpp"

namespace callsieve::detail {
namespace {

using state = row_machine::state;

state machine_state(const quote_state& of) noexcept {
  return of.quoted != 0            ? state::quoted
         : of.field_start != 0     ? state::field_start
         : of.closed != 0          ? state::closed
         : of.closed_returned != 0 ? state::closed_returned
                                   : state::unquoted;
}

/// The next word a byte at a time, for any text.
void take_exactly(csv_scan& scan, std::size_t size, const csv_syntax& syntax, csv_structure& out) {
  const char line_end = syntax.line_end;
  row_machine machine(syntax, machine_state(scan.quotes));
  std::uint64_t row_ends = 0;
  const std::size_t first = scan.word * word_bytes;
  const std::size_t end = std::min(first + word_bytes, size);
  for (std::size_t i = first; i < end; ++i) {
    const char byte = scan.text[i];
    const bool was_in_quotes = machine.in_quotes();
    const auto met = machine.feed(byte);
    const bool ends_row = met == row_machine::step::row_end;
    if (ends_row || met == row_machine::step::field_end) *scan.place++ = static_cast<std::uint32_t>(i);
    row_ends |= std::uint64_t{ends_row} << (i - first);
    scan.row_end_count += ends_row;
    if (machine.text_after_quote()) out.faults.push_back(static_cast<std::uint32_t>(i));
    if (byte == line_end && was_in_quotes) scan.quoted_line_ends = 1;
    if (byte == '\n' && line_end != '\n' && !was_in_quotes && out.stray_line_feed == csv_structure::none) {
      out.stray_line_feed = i;
    }
  }
  scan.row_ends[scan.word++] = row_ends;
  const state at = machine.at();
  scan.quotes = {at == state::quoted ? ~std::uint64_t{0} : 0, at == state::field_start, at == state::closed,
                 at == state::closed_returned};
}

}  // namespace

void find_structure(const char* text, std::size_t size, const csv_syntax& syntax, csv_structure& out) {
  const std::size_t words = (size + word_bytes - 1) / word_bytes;
  // Room for all places that a text may have, and what kernels write over.
  const std::size_t needed = 1 + words * word_bytes + word_bytes;
  if (out.marks.size() < needed) {
    out.marks.clear();  // nothing is copied
    out.marks.resize(needed, boost::container::default_init);
  }
  out.row_ends.resize(words);
  out.faults.clear();
  out.stray_line_feed = csv_structure::none;
  std::uint32_t* const before = out.marks.data();
  before[0] = static_cast<std::uint32_t>(-1);
  csv_scan scan{text,      words, syntax.delimiter, syntax.has_quotes ? ~std::uint64_t{0} : 0, out.row_ends.data(),
                before + 1};
  const csv_kernel& kernel = kernel_in_use<csv_kernel>();
  const bool is_by_words = syntax.line_end == '\n';  // old Mac files are few and small
  while (scan.word < words) {
    if (is_by_words && scan.quotes.closed_returned == 0) kernel.scan(scan);
    if (scan.word < words) take_exactly(scan, size, syntax, out);
  }
  *scan.place = static_cast<std::uint32_t>(size);
  out.mark_count = static_cast<std::size_t>(scan.place - before) - 1;
  out.quoted_line_ends = scan.quoted_line_ends != 0;
  out.line_ends = out.quoted_line_ends ? static_cast<std::size_t>(std::count(text, text + size, syntax.line_end))
                                       : scan.row_end_count;
  out.open_quote = scan.quotes.quoted != 0;
}

}  // namespace callsieve::detail

#include <algorithm>

#include "callsieve/io/csv.hpp"

#include "io/csv_pieces.hpp"

namespace callsieve {

using detail::csv_piece;
using detail::csv_pieces;
using detail::word_bytes;

absl::Status csv_block::take(const csv_piece& piece, const csv_pieces& pieces) {
  text_ = piece.text();
  count_ = 0;
  if (piece.too_long) {
    if (rows_.empty()) rows_.resize(1);
    count_ = 1;
    rows_.front() = {{text_, piece.size}, piece.first_line, static_cast<std::uint32_t>(piece.size), 0, 0,
                     row_state::too_long};
    return absl::OkStatus();
  }
  const std::size_t words = (piece.size + word_bytes - 1) / word_bytes;
  const std::size_t needed = words * word_bytes + 1 + 1 + word_bytes;  // what stands before, behind, and written over
  if (capacity_ < needed) {
    marks_ = std::make_unique_for_overwrite<std::uint32_t[]>(needed);
    ends_ = std::make_unique_for_overwrite<std::uint32_t[]>(needed);
    capacity_ = needed;
  }
  marks_[0] = ends_[0] = static_cast<std::uint32_t>(-1);
  auto counts = detail::csv_kernel_in_use().places(piece.structure.field_ends.data(), piece.structure.row_ends.data(),
                                                   words, marks_.get() + 1, ends_.get() + 1);
  // The last word may know of fields that are no longer the piece's.
  while (counts.marks > 0 && marks_[counts.marks] >= piece.size) --counts.marks;
  const auto size = static_cast<std::uint32_t>(piece.size);
  const bool unfinished = ends_[counts.ends] + 1U != size;
  if (unfinished) marks_[++counts.marks] = ends_[++counts.ends] = size;
  make_rows(piece, pieces.options().longest_row, counts.marks, counts.ends);
  if (!unfinished || count_ == 0) return absl::OkStatus();
  const csv_row& last = rows_[count_ - 1];
  const bool is_unfinished = last.bytes.data() == text_ + (ends_[counts.ends - 1] + 1U);  // or it was empty
  if (is_unfinished && last.state != row_state::too_long && last.fields < width_) {
    return bad_input(pieces.name() + ", line " + std::to_string(last.line) +
                     ": the file is cut in the middle of its last row (" + std::to_string(last.fields) + " of " +
                     std::to_string(width_) + " fields, no line end); get it again in full");
  }
  return absl::OkStatus();
}

void csv_block::make_rows(const csv_piece& piece, std::size_t longest_row, std::size_t marks, std::size_t ends) {
  if (rows_.size() < ends) rows_.resize(ends);
  std::size_t made = 0;
  std::uint64_t line = piece.first_line;
  std::uint32_t first = 0;  // of the row's fields
  auto fault = piece.structure.faults.begin();
  const auto faults_end = piece.structure.faults.end();
  for (std::size_t r = 1; r <= ends; ++r) {
    const std::uint32_t start = ends_[r - 1] + 1U;
    const std::uint32_t end = ends_[r];
    // Where the row is as wide as the others, its end is where it should be; else it is looked for.
    std::size_t fields = width_;
    if (first + fields > marks || marks_[first + fields] != end) {
      fields = static_cast<std::size_t>(std::lower_bound(marks_.get() + first + 1, marks_.get() + marks, end) -
                                        (marks_.get() + first));
    }
    const bool returned = end > start && text_[end - 1] == '\r';
    const std::uint32_t content = end - start - (returned ? 1U : 0U);
    csv_row& row = rows_[made];
    row.bytes = {text_ + start, std::min<std::size_t>(end + 1U, piece.size) - start};
    row.line = line;
    row.content = content;
    row.first_field = first;
    row.fields = static_cast<std::uint32_t>(fields);
    row.state = row_state::well_formed;
    made += content != 0;
    first += static_cast<std::uint32_t>(fields);
    ++line;
    if (piece.structure.quoted_line_ends && content != 0) {
      const std::string_view within = row.bytes.substr(0, content);
      line += static_cast<std::uint64_t>(std::count(within.begin(), within.end(), text_[end]));
    }
    const bool faulty = fault != faults_end && *fault < end;
    while (fault != faults_end && *fault < end) ++fault;
    if (content > longest_row) {
      row.state = row_state::too_long;
      row.bytes = row.bytes.substr(0, longest_row);
      row.content = static_cast<std::uint32_t>(row.bytes.size());
      row.fields = 0;
    } else if (faulty) {
      row.state = row_state::text_after_quote;
    } else if (width_ == 0 && content != 0) {
      width_ = row.fields;
    } else if (row.fields != width_) {
      row.state = row_state::wrong_field_count;
    }
  }
  count_ = made;
}

}  // namespace callsieve

#include <algorithm>

#include "callsieve/io/csv.hpp"

#include "io/csv_pieces.hpp"

namespace callsieve {

using detail::csv_piece;
using detail::csv_pieces;
using detail::word_bytes;

namespace {

/// What stands before, behind, and is written over.
std::size_t room_for(std::size_t words) noexcept { return words * word_bytes + 1 + 1 + word_bytes; }

}  // namespace

absl::Status csv_block::take(const csv_piece& piece, const csv_pieces& pieces) {
  text_ = piece.text();
  first_line_ = piece.first_line;
  regular_ = false;
  has_long_records_ = piece.too_long || piece.structure.quoted_line_ends;
  empty_lines_ = 0;
  if (piece.too_long) {
    if (rows_.empty()) rows_.resize(1);
    count_ = 1;
    ragged_ = 0;
    rows_.front() = {{text_, piece.size}, piece.first_line, piece.lines, static_cast<std::uint32_t>(piece.size), 0, 0,
                     row_state::too_long};
    return absl::OkStatus();
  }
  marks_ = piece.structure.marks.data();
  // The scan may have gone on to fields that are no longer the piece's.
  const std::uint32_t* const behind =
      std::lower_bound(marks_ + 1, marks_ + 1 + piece.structure.mark_count, static_cast<std::uint32_t>(piece.size));
  const auto marks = static_cast<std::size_t>(behind - marks_) - 1;
  regular_ = is_regular(piece, pieces, marks);
  if (!regular_) return take_irregular(piece, pieces, marks);
  count_ = marks / width_;
  return absl::OkStatus();
}

/// Whether every row has width_ fields and nothing else is to be said of it.
bool csv_block::is_regular(const csv_piece& piece, const csv_pieces& pieces, std::size_t marks) const {
  if (width_ == 0 || marks == 0 || marks % width_ != 0 || piece.size > pieces.options().longest_row) return false;
  if (!piece.structure.faults.empty() || piece.structure.quoted_line_ends) return false;
  if (marks_[marks] + 1U != piece.size) return false;
  const std::size_t rows = marks / width_;  // behind the last one no line ends: it would be quoted
  if (piece.structure.line_ends != rows) return false;
  // So many row ends, and each where it should be: then there are no others.
  std::size_t misplaced = 0;
  std::uint32_t shortest = static_cast<std::uint32_t>(-1);
  const char line_end = pieces.dialect().line_end;
  for (std::size_t r = 1, before = 0; r <= rows; ++r) {
    const std::size_t end = marks_[r * width_];
    misplaced += text_[end] != line_end;
    shortest = std::min(shortest, static_cast<std::uint32_t>(end - before));
    before = end + 1;
  }
  // In a file of one column, lines may be empty: those are no rows.
  return misplaced == 0 && (width_ > 1 || shortest > 1);
}

absl::Status csv_block::take_irregular(const csv_piece& piece, const csv_pieces& pieces, std::size_t marks) {
  const std::size_t words = (piece.size + word_bytes - 1) / word_bytes;
  if (ends_capacity_ < room_for(words)) {
    ends_capacity_ = room_for(words);
    ends_ = std::make_unique_for_overwrite<std::uint32_t[]>(ends_capacity_);
    ends_[0] = static_cast<std::uint32_t>(-1);
  }
  std::size_t ends =
      detail::kernel_in_use<detail::csv_kernel>().places(piece.structure.row_ends.data(), words, ends_.get() + 1);
  const auto size = static_cast<std::uint32_t>(piece.size);
  const bool unfinished = ends_[ends] + 1U != size;
  if (unfinished) {
    ends_[++ends] = size;
    ++marks;  // nothing follows it: the text's size, that stands behind its last mark
  }
  make_rows(piece, pieces, marks, ends);
  if (!unfinished || count_ == 0) return absl::OkStatus();
  const csv_row& last = rows_[count_ - 1];
  const bool is_unfinished = last.bytes.data() == text_ + (ends_[ends - 1] + 1U);  // or it was empty
  if (is_unfinished && last.state != row_state::too_long && last.fields < width_) {
    return bad_input(pieces.name() + ", line " + std::to_string(last.line) +
                     ": the file is cut in the middle of its last row (" + std::to_string(last.fields) + " of " +
                     std::to_string(width_) + " fields, no line end); get it again in full");
  }
  return absl::OkStatus();
}

bool csv_block::column(std::size_t i, std::size_t first, std::string_view* to, std::size_t stride) const noexcept {
  bool quoted = false;
  if (regular_ && i + 1 < width_) {
    const std::uint32_t* ends = marks_ + first * width_ + i;
    for (std::size_t r = first; r < count_; ++r, ends += width_, to += stride) {
      const char* const begin = text_ + (ends[0] + 1U);
      *to = {begin, ends[1] - ends[0] - 1U};
      quoted |= *begin == '"';
    }
    return quoted;
  }
  for (std::size_t r = first; r < count_; ++r, to += stride) {
    *to = is_well_formed(r) ? field(row(r), i) : std::string_view();
    quoted |= !to->empty() && to->front() == '"';
  }
  return quoted;
}

std::size_t csv_block::copy_rows(std::size_t first, std::span<const std::uint8_t> wanted, char* to) const noexcept {
  if (regular_) {
    return detail::kernel_in_use<detail::csv_kernel>().copy_rows(text_, marks_ + first * width_, width_,
                                                                 wanted.subspan(first), to);
  }
  char* at = to;
  for (std::size_t r = first; r < count_; ++r) {
    if (wanted[r] != 0) at = std::copy_n(rows_[r].bytes.data(), rows_[r].bytes.size(), at);
  }
  return static_cast<std::size_t>(at - to);
}

/// Of a row with another number of fields: whether no value is missing where it counts, and none stands where no column
/// is.
bool csv_block::may_be_read(const csv_row& row) const noexcept {
  if (least_fields_ == 0 || row.fields < least_fields_) return false;
  for (std::size_t i = width_; i < row.fields; ++i) {
    const std::string_view value = field(row, i);
    if (value != "\"\"" && value.find_first_not_of(' ') != std::string_view::npos) return false;
  }
  return true;
}

void csv_block::make_rows(const csv_piece& piece, const csv_pieces& pieces, std::size_t marks, std::size_t ends) {
  const std::size_t longest_row = pieces.options().longest_row;
  if (rows_.size() < ends) rows_.resize(ends);
  ragged_ = 0;
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
      fields = static_cast<std::size_t>(std::lower_bound(marks_ + first + 1, marks_ + marks, end) - (marks_ + first));
    }
    const bool returned = end > start && text_[end - 1] == '\r';
    const std::uint32_t content = end - start - (returned ? 1U : 0U);
    csv_row& row = rows_[made];
    row.bytes = {text_ + start, std::min<std::size_t>(end + 1U, piece.size) - start};
    row.line = line;
    row.lines = 1;
    row.content = content;
    row.first_field = first;
    row.fields = static_cast<std::uint32_t>(fields);
    row.state = row_state::well_formed;
    made += content != 0;
    empty_lines_ += content == 0;
    first += static_cast<std::uint32_t>(fields);
    if (has_long_records_ && content != 0) {
      const std::string_view within = row.bytes.substr(0, content);
      row.lines += static_cast<std::uint64_t>(std::count(within.begin(), within.end(), pieces.dialect().line_end));
    }
    line += row.lines;
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
    } else if (row.fields != width_ && content != 0) {
      if (may_be_read(row)) {
        ++ragged_;
      } else {
        row.state = row_state::wrong_field_count;
      }
    }
  }
  count_ = made;
}

}  // namespace callsieve

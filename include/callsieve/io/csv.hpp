// Rows of delimited text, pulled in blocks, as the bytes they are.
//
// What: CSV and TSV in the dialect of RFC 4180: a quote opens only at the start of a field and closes at the next quote
// that is not doubled; within quotes delimiters and line ends are data. Lines end in `\n` or `\r\n`, or in a lone `\r`
// in files that have no `\n`. Files may also be read without quotes, where a quote is a byte like any other. An empty
// line is no row. A UTF-8 byte-order mark is no part of the first row, nor is a first line `sep=;`, which names the
// delimiter for Excel. Every other byte, NUL included, is data, in any encoding that keeps ASCII. Malformed rows are
// data too, and never shift their neighbours: their state says what is wrong. Every line belongs to a row or is empty,
// and is counted.
// Cost: one pass over the bytes, 64 at a time (bench/README.md has figures for every kernel), no allocation a row;
// memory is one chunk and at most one row, whatever the input's size. Errors: by status, naming file and line, for what
// makes the rest of the input unreadable: a quote left open at the end, a file cut in mid-row, line ends that change, a
// failing read. Threads: one reader a thread. Trust: any bytes.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "callsieve/base/status.hpp"
#include "callsieve/io/source.hpp"

namespace callsieve {

enum class row_state : std::uint8_t {
  well_formed,
  text_after_quote,   ///< a field goes on after its closing quote
  wrong_field_count,  ///< not as many fields as the first row, and no ragged row that may be read
  too_long,           ///< longer than csv_options::longest_row: `bytes` holds its beginning only, and it has no fields
  hides_rows,  ///< a quoted cell holds lines that are rows themselves: who knows the columns says so (refuse_hiding())
};
/// `text after a closing quote`, ...: for people; empty for well_formed.
[[nodiscard]] std::string_view to_string(row_state state) noexcept;

/// One row of a block. Plain; valid as long as the block's bytes.
struct csv_row {
  std::string_view bytes;         ///< exactly as in the file, line end included
  std::uint64_t line = 0;         ///< the physical line on which the row starts, from 1
  std::uint64_t lines = 1;        ///< physical lines that it spans: more where a quoted field holds line ends
  std::uint32_t content = 0;      ///< how many of the bytes come before the line end
  std::uint32_t first_field = 0;  ///< place of its fields in the block's table
  std::uint32_t fields = 0;       ///< 0 when too long
  row_state state = row_state::well_formed;

  [[nodiscard]] std::string_view without_line_end() const noexcept { return bytes.substr(0, content); }
  [[nodiscard]] std::string_view line_end() const noexcept { return bytes.substr(content); }
};

/// Of a row that spans several lines, which: `lines 102 to 602`; empty for others.
[[nodiscard]] std::string lines_of(const csv_row& row);

/// Whether quotes hold fields together, or are bytes like any other.
enum class csv_quotes : std::uint8_t { found, rfc, none };

struct csv_options {
  char delimiter = 0;                     ///< 0: found among , ; tab | from the first lines
  csv_quotes quotes = csv_quotes::found;  ///< found: as RFC 4180 has them, unless `unquoted` says otherwise
  /// Whether a file is of a layout that has no quotes, by its first row as it is read without them, and its delimiter.
  /// A null pointer: none is.
  bool (*unquoted)(std::span<const std::string> first_row, char delimiter) = nullptr;
  std::size_t width = 0;  ///< fields a row must have; 0: as many as the first well-formed row
  /// Rows of so many fields are well formed though fields are missing behind them, and longer ones when all fields too
  /// many are empty: ragged rows. 0: no row may be ragged.
  std::size_t least_fields = 0;
  std::size_t longest_row = 1'000'000;          ///< bytes; of a longer row this many are kept
  std::size_t chunk = std::size_t{256} * 1024;  ///< bytes read at a time
  std::size_t rows_per_block = 2048;
};

/// What the bytes of a text mean.
struct csv_syntax {
  char delimiter = ',';
  char line_end = '\n';    ///< the byte that ends a line: `\n`, or `\r` where no `\n` occurs
  bool has_quotes = true;  ///< else a quote is a byte like any other
};

/// What the beginning of a text says of the rest.
struct csv_dialect : csv_syntax {
  bool carriage_return = false;  ///< the first line ends in `\r\n`
  bool byte_order_mark = false;
  std::string separator_line;  ///< Excel's `sep=;`, with its line end, where the text begins with it: no row
};
/// Reads the dialect from the first bytes of a text, as far as `asked` does not say it: the one place where a file's
/// shape is decided. The delimiter is what a first line `sep=;` says, else the candidate on which most lines agree with
/// the first one about the number of fields, outside quotes; a comma when no candidate occurs.
[[nodiscard]] csv_dialect find_dialect(std::string_view beginning, const csv_options& asked = {});
/// The line end of a file as text: for rows that lack one.
[[nodiscard]] std::string_view line_end_of(const csv_dialect& dialect) noexcept;

namespace detail {
struct csv_piece;
class csv_pieces;
}  // namespace detail

/// Consecutive rows, and where their fields stand.
/// Lifetime: rows and fields view bytes that somebody else keeps.
class csv_block {
 public:
  [[nodiscard]] std::size_t size() const noexcept { return count_; }
  /// Row `r` of the block, from 0. Made when asked for: where all rows are like the others, nothing is kept of them but
  /// where their fields end.
  [[nodiscard]] csv_row row(std::size_t r) const noexcept {
    if (!regular_) return rows_[r];
    const std::uint32_t* const before = marks_ + r * width_;
    // A regular block has marks. NOLINTNEXTLINE(clang-analyzer-core.NullDereference)
    const char* const first = text_ + (before[0] + 1U);
    const std::uint32_t size = before[width_] - before[0];  // line feed included, or lone carriage return
    const std::uint32_t returned = size > 1 && first[size - 2] == '\r' ? 1 : 0;
    return {{first, size},
            first_line_ + r,
            1,
            size - 1 - returned,
            static_cast<std::uint32_t>(r * width_),
            static_cast<std::uint32_t>(width_),
            row_state::well_formed};
  }
  [[nodiscard]] bool is_well_formed(std::size_t r) const noexcept {
    return regular_ || rows_[r].state == row_state::well_formed;
  }
  /// How many of the rows from `first` on are not well formed.
  [[nodiscard]] std::size_t malformed(std::size_t first) const noexcept {
    if (regular_) return 0;
    return static_cast<std::size_t>(std::count_if(
        rows_.begin() + static_cast<std::ptrdiff_t>(first), rows_.begin() + static_cast<std::ptrdiff_t>(count_),
        [](const csv_row& row) { return row.state != row_state::well_formed; }));
  }
  /// As row(r).bytes.
  [[nodiscard]] std::string_view bytes_of(std::size_t r) const noexcept {
    if (!regular_) return rows_[r].bytes;
    const std::uint32_t* const before = marks_ + r * width_;
    return {text_ + (before[0] + 1U), before[width_] - before[0]};
  }
  /// The bytes of field `i` of a row of this block, quotes included; empty where a ragged row lacks it.
  [[nodiscard]] std::string_view field(const csv_row& row, std::size_t i) const noexcept {
    if (i >= row.fields) return row.bytes.substr(row.content, 0);
    const std::uint32_t* const ends = marks_ + row.first_field + i;  // of the field before, and of this one
    const char* const first = text_ + (ends[0] + 1U);
    const char* const end = i + 1 == row.fields ? row.bytes.data() + row.content : text_ + ends[1];
    return {first, static_cast<std::size_t>(end - first)};
  }
  /// Where field `i` begins within its row's bytes.
  [[nodiscard]] std::size_t field_start(const csv_row& row, std::size_t i) const noexcept {
    return static_cast<std::size_t>(field(row, i).data() - row.bytes.data());
  }
  /// Field `i` of the rows from `first` on, one every `stride` elements of `to`; empty for malformed rows. Returns
  /// whether one of them may begin with a quote.
  bool column(std::size_t i, std::size_t first, std::string_view* to, std::size_t stride) const noexcept;
  /// Where the fields of row `r` end, as places in the text from which row(0) was read, before them where the row
  /// before ends; a null pointer unless all rows are regular: width() fields, a line each.
  [[nodiscard]] const std::uint32_t* ends_of_regular_row(std::size_t r) const noexcept {
    return regular_ ? marks_ + r * width_ : nullptr;
  }
  /// Copies the rows from `first` on for which `wanted` (by row from 0 on) is not 0, one behind the other; returns how
  /// many bytes. Requires room for all of them and 64 bytes.
  std::size_t copy_rows(std::size_t first, std::span<const std::uint8_t> wanted, char* to) const noexcept;
  /// Fields a well-formed row has; 0 before the first one.
  [[nodiscard]] std::size_t width() const noexcept { return width_; }
  /// 0: as many as the first well-formed row that the block takes in.
  void set_width(std::size_t width) noexcept { width_ = width; }

  /// As csv_options::least_fields.
  void set_least_fields(std::size_t fields) noexcept { least_fields_ = fields; }
  /// How many of the rows are ragged: well formed, with another number of fields.
  [[nodiscard]] std::size_t ragged() const noexcept { return regular_ ? 0 : ragged_; }

  /// Whether some row may span several lines.
  [[nodiscard]] bool has_long_records() const noexcept { return !regular_ && has_long_records_; }
  /// Lines before, between and behind the rows that are none.
  [[nodiscard]] std::uint64_t empty_lines() const noexcept { return regular_ ? 0 : empty_lines_; }
  /// The lines of the rows from `first` up to `last`.
  [[nodiscard]] std::uint64_t lines(std::size_t first, std::size_t last) const noexcept {
    if (!has_long_records()) return last - first;
    std::uint64_t sum = 0;
    for (std::size_t r = first; r < last; ++r) sum += rows_[r].lines;
    return sum;
  }

  /// Makes rows malformed that span several lines and for which `hides(row)` says that some of these are rows. Cost:
  /// nothing where no quote holds a line end.
  template <class Hides>
  void refuse_hiding(Hides hides) {
    if (!has_long_records()) return;
    for (csv_row& row : std::span(rows_).first(count_)) {
      if (row.state != row_state::well_formed || row.lines == 1 || !hides(row)) continue;
      row.state = row_state::hides_rows;
      if (row.fields != width_) --ragged_;
    }
  }

  /// Makes ragged rows malformed for which `is_doubtful(row)`. Cost: nothing where no row is ragged.
  template <class IsDoubtful>
  void refuse_ragged(IsDoubtful is_doubtful) {
    if (ragged() == 0) return;
    for (csv_row& row : std::span(rows_).first(count_)) {
      if (row.state != row_state::well_formed || row.fields == width_ || !is_doubtful(row)) continue;
      row.state = row_state::wrong_field_count;
      --ragged_;
    }
  }

  /// Becomes the rows of a piece, which must outlive them. `pieces` says where they come from.
  /// Errors: bad_input when the last row has too few fields and no line end.
  absl::Status take(const detail::csv_piece& piece, const detail::csv_pieces& pieces);

 private:
  [[nodiscard]] bool is_regular(const detail::csv_piece& piece, const detail::csv_pieces& pieces,
                                std::size_t marks) const;
  absl::Status take_irregular(const detail::csv_piece& piece, const detail::csv_pieces& pieces, std::size_t marks);
  void make_rows(const detail::csv_piece& piece, const detail::csv_pieces& pieces, std::size_t marks, std::size_t ends);
  [[nodiscard]] bool may_be_read(const csv_row& row) const noexcept;

  const char* text_ = nullptr;
  std::size_t width_ = 0, least_fields_ = 0;
  std::size_t ragged_ = 0;
  std::uint64_t empty_lines_ = 0;
  bool has_long_records_ = false;
  bool regular_ = false;  ///< every row has width_ fields, a line of its own, and a line end; rows_ is not used
  std::uint64_t first_line_ = 1;
  std::vector<csv_row> rows_;  ///< only grows: what is behind the first count_ is scratch
  std::size_t count_ = 0;
  // Where fields and rows end, and where rows end, as offsets in the text; -1 stands before the first of them.
  const std::uint32_t* marks_ = nullptr;  ///< the piece's
  std::unique_ptr<std::uint32_t[]> ends_;
  std::size_t ends_capacity_ = 0;
};

class csv_reader {
 public:
  /// Errors: as byte_source::read.
  [[nodiscard]] static absl::StatusOr<csv_reader> open(byte_source source, const csv_options& options);

  csv_reader(csv_reader&&) noexcept;
  csv_reader& operator=(csv_reader&&) noexcept;
  ~csv_reader();

  /// Reads the next block of one to rows_per_block rows; false at the end of the input. The block before is gone.
  /// After an error or the end, do not call again.
  [[nodiscard]] absl::StatusOr<bool> next();

  /// The rows of the block, in order.
  [[nodiscard]] std::span<const csv_row> rows() const noexcept { return shown_; }
  /// The bytes of field `i` of a row of this block, quotes included. Requires i < row.fields.
  [[nodiscard]] std::string_view field(const csv_row& row, std::size_t i) const noexcept {
    return block_.field(row, i);
  }
  /// Where field `i` begins within its row's bytes.
  [[nodiscard]] std::size_t field_start(const csv_row& row, std::size_t i) const noexcept {
    return block_.field_start(row, i);
  }

  [[nodiscard]] const csv_dialect& dialect() const noexcept;
  /// The line end of the file as text: for rows that lack one.
  [[nodiscard]] std::string_view line_end() const noexcept { return line_end_of(dialect()); }
  /// Fields a well-formed row has; 0 before the first one.
  [[nodiscard]] std::size_t width() const noexcept { return block_.width(); }
  [[nodiscard]] const std::string& name() const noexcept;
  [[nodiscard]] std::uint64_t bytes_read() const noexcept;
  /// Bytes in total; 0 when not known.
  [[nodiscard]] std::uint64_t bytes_total() const noexcept;

 private:
  struct input;
  explicit csv_reader(std::unique_ptr<input> from);

  std::unique_ptr<input> input_;
  csv_block block_;
  std::size_t next_row_ = 0;  ///< of block_, behind those shown
  std::vector<csv_row> shown_;
};

/// The value of a field: itself, or what its quotes hold, doubled quotes halved. `scratch` is used only when there are
/// doubled quotes; the result then points into it. Requires a field of a well-formed row.
[[nodiscard]] std::string_view decode_field(std::string_view field, std::string& scratch);

/// Appends `value` as one field, quoted when it holds the delimiter, a quote or a line end.
void append_field(std::string& out, std::string_view value, char delimiter);
/// Appends `value` as one quoted field.
void append_quoted(std::string& out, std::string_view value);

}  // namespace callsieve

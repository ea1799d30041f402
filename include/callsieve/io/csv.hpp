// Rows of delimited text, pulled in blocks, as the bytes they are.
//
// What: CSV and TSV in the dialect of RFC 4180: a quote opens only at the start of a field and closes at the next quote
// that is not doubled; within quotes delimiters and line ends are data. Lines end in `\n` or `\r\n`, or in a lone `\r`
// in files that have no `\n`. An empty line is no row. A UTF-8 byte-order mark is no part of the first row. Every other
// byte, NUL included, is data, in any encoding that keeps ASCII.
// Malformed rows are data too, and never shift their neighbours: their state says what is wrong.
// Cost: one pass over the bytes (64 at a time, about 2 GB/s for rows without quotes), no allocation a row; memory is
// one chunk and at most one row, whatever the input's size. Errors: by status, naming file and line, for what makes the
// rest of the input unreadable: a quote left open at the end, a file cut in mid-row, line ends that change, a failing
// read. Threads: one reader a thread. Trust: any bytes.
#pragma once

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
  wrong_field_count,  ///< not as many fields as the first row
  too_long,           ///< longer than csv_options::longest_row: `bytes` holds its beginning only, and it has no fields
};
/// `text after a closing quote`, ...: for people; empty for well_formed.
[[nodiscard]] std::string_view to_string(row_state state) noexcept;

/// One row of a block. Plain; valid until the reader's next block.
struct csv_row {
  std::string_view bytes;         ///< exactly as in the file, line end included
  std::uint64_t line = 0;         ///< the physical line on which the row starts, from 1
  std::uint32_t content = 0;      ///< how many of the bytes come before the line end
  std::uint32_t first_field = 0;  ///< place of its fields in the reader's table
  std::uint32_t fields = 0;       ///< 0 when too long
  row_state state = row_state::well_formed;

  [[nodiscard]] std::string_view without_line_end() const noexcept { return bytes.substr(0, content); }
  [[nodiscard]] std::string_view line_end() const noexcept { return bytes.substr(content); }
};

struct csv_options {
  char delimiter = 0;                           ///< 0: found among , ; tab | from the first lines
  std::size_t width = 0;                        ///< fields a row must have; 0: as many as the first well-formed row
  std::size_t longest_row = 1'000'000;          ///< bytes; of a longer row this many are kept
  std::size_t chunk = std::size_t{256} * 1024;  ///< bytes read at a time
  std::size_t rows_per_block = 2048;
};

/// What the beginning of a text says of the rest.
struct csv_dialect {
  char delimiter = ',';
  char line_end = '\n';          ///< the byte that ends a line: `\n`, or `\r` where no `\n` occurs
  bool carriage_return = false;  ///< the first line ends in `\r\n`
  bool byte_order_mark = false;
};
/// Reads the dialect from the first bytes of a text. The delimiter is the candidate on which most lines agree with the
/// first one about the number of fields, outside quotes; a comma when no candidate occurs. `delimiter` 0: found.
[[nodiscard]] csv_dialect find_dialect(std::string_view beginning, char delimiter);

class csv_reader {
 public:
  /// Errors: as byte_source::read.
  [[nodiscard]] static absl::StatusOr<csv_reader> open(byte_source source, const csv_options& options);

  csv_reader(csv_reader&&) noexcept = default;
  csv_reader& operator=(csv_reader&&) noexcept = default;

  /// Reads the next block of one to rows_per_block rows; false at the end of the input. The block before is gone.
  /// After an error or the end, do not call again.
  [[nodiscard]] absl::StatusOr<bool> next();

  /// The rows of the block, in order.
  [[nodiscard]] std::span<const csv_row> rows() const noexcept { return rows_; }
  /// The bytes of field `i` of a row of this block, quotes included. Requires i < row.fields.
  [[nodiscard]] std::string_view field(const csv_row& row, std::size_t i) const noexcept {
    const std::uint32_t* starts = starts_.data() + row.first_field + i;
    return row.bytes.substr(starts[0], starts[1] - starts[0] - 1);
  }
  /// Where field `i` begins within its row's bytes.
  [[nodiscard]] std::size_t field_start(const csv_row& row, std::size_t i) const noexcept {
    return starts_[row.first_field + i];
  }

  [[nodiscard]] const csv_dialect& dialect() const noexcept { return dialect_; }
  /// The line end of the file as text: for rows that lack one.
  [[nodiscard]] std::string_view line_end() const noexcept;
  /// Fields a well-formed row has; 0 before the first one.
  [[nodiscard]] std::size_t width() const noexcept { return width_; }
  [[nodiscard]] const std::string& name() const noexcept { return source_.name(); }
  [[nodiscard]] std::uint64_t bytes_read() const noexcept { return bytes_read_; }
  /// Bytes in total; 0 when not known.
  [[nodiscard]] std::uint64_t bytes_total() const noexcept { return source_.size().value_or(0); }

 private:
  struct scan;

  csv_reader(byte_source source, const csv_options& options) : source_(std::move(source)), options_(options) {}
  absl::Status refill(std::size_t keep_from);
  absl::Status scan_buffer();
  absl::Status skip_long_row();
  [[nodiscard]] absl::Status finish_last_row(scan& state);
  void end_row(scan& state, std::size_t end, std::size_t line_end_size);
  [[nodiscard]] absl::Status mixed_line_ends(std::uint64_t line) const;
  [[nodiscard]] absl::Status open_quote(std::uint64_t line) const;

  byte_source source_;
  csv_options options_;
  csv_dialect dialect_;
  std::unique_ptr<char[]> buffer_;
  std::size_t row_start_ = 0;  ///< the first byte not yet handed out as a row
  std::size_t filled_ = 0;
  bool at_end_ = false;
  std::uint64_t line_ = 1;  ///< of row_start_
  std::uint64_t bytes_read_ = 0;
  std::size_t width_ = 0;
  std::vector<csv_row> rows_;
  std::vector<std::uint32_t> starts_;  ///< for each row the starts of its fields, and one past the end of the last
};

/// The value of a field: itself, or what its quotes hold, doubled quotes halved. `scratch` is used only when there are
/// doubled quotes; the result then points into it. Requires a field of a well-formed row.
[[nodiscard]] std::string_view decode_field(std::string_view field, std::string& scratch);

/// Appends `value` as one field, quoted when it holds the delimiter, a quote or a line end.
void append_field(std::string& out, std::string_view value, char delimiter);
/// Appends `value` as one quoted field.
void append_quoted(std::string& out, std::string_view value);

}  // namespace callsieve

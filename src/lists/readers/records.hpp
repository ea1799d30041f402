// The records of a delimited file, in blocks: the one scanner of all readers of columns.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "callsieve/base/status.hpp"
#include "callsieve/io/csv.hpp"

#include "lists/readers/reader.hpp"

namespace callsieve::readers {

/// One well-formed row. Texts are valid until the block's end_block().
class record {
 public:
  record(const csv_reader& reader, const csv_row& row, std::deque<std::string>& decoded)
      : reader_(reader), row_(row), decoded_(decoded) {}

  [[nodiscard]] std::uint64_t line() const noexcept { return row_.line; }
  [[nodiscard]] std::string_view text() const noexcept { return row_.without_line_end(); }
  [[nodiscard]] std::size_t size() const noexcept { return row_.fields; }
  /// With a line end: the last row of a file may not, and may then be cut.
  [[nodiscard]] bool ends() const noexcept { return !row_.line_end().empty(); }
  /// What the field says, without its quotes and the blanks around it. Requires i < size().
  [[nodiscard]] std::string_view operator[](std::size_t i) const;
  /// The field's bytes. Requires i < size().
  [[nodiscard]] std::string_view raw(std::size_t i) const noexcept { return reader_.field(row_, i); }

 private:
  const csv_reader& reader_;
  const csv_row& row_;
  std::deque<std::string>& decoded_;
};

/// What a reader does with the records of a file.
class record_taker {
 public:
  record_taker() = default;
  record_taker(const record_taker&) = delete;
  record_taker& operator=(const record_taker&) = delete;
  virtual ~record_taker() = default;

  /// Finds its columns by the first row; true when that is a header and no data. Errors: the file cannot be used.
  [[nodiscard]] virtual absl::StatusOr<bool> begin(std::span<const std::string> first_row) = 0;
  /// Where the numbers are. Asked after begin().
  [[nodiscard]] virtual std::span<const std::size_t> number_columns() const = 0;
  /// Columns of which every cell is read, and a bad line where it holds something else: nobody looks for numbers there.
  [[nodiscard]] virtual std::span<const std::size_t> columns_read_whole() const { return {}; }
  /// Whether rows may have more fields than the first one, as where further ones are appended at will. Asked after
  /// begin(); such rows have at least two.
  [[nodiscard]] virtual bool takes_wide_rows() const { return false; }
  /// The rows of one block, well-formed all of them, and counted. Errors: the file cannot be used after all.
  [[nodiscard]] virtual absl::Status take(std::span<const record> block) = 0;
};

/// Reads the job's file to its end. A row that is malformed becomes a bad line here, and if it spans several lines,
/// each of them does: a row is malformed, too, when a quoted cell of it hides lines that are rows. One that only has
/// another number of fields and begins with `#` is a comment. `shape` says what the layout knows of the file's; the
/// import's options go before it. Errors: those of csv_reader and of the taker, a first row that cannot
/// be read, and of sets a second column of numbers, where nobody said which holds them (unread_numbers.hpp). Of other
/// kinds that is a note. Numbers in other cells of sets are counted (numbers_beside.hpp), and so are comments.
absl::Status for_each_record(reader_job& job, record_taker& taker, csv_options shape = {});

/// What is wrong with the whole of a file, with its name.
[[nodiscard]] absl::Status in_file(const reader_job& job, const absl::Status& status);

}  // namespace callsieve::readers

// Delimited text in pieces of whole rows, one after another: what is done in order; the rest can be done anywhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "callsieve/base/status.hpp"
#include "callsieve/io/csv.hpp"

#include "io/csv_structure.hpp"

#include <boost/container/vector.hpp>

namespace callsieve::detail {

/// Whole rows, and where their fields end. A piece is filled again and again: its memory is reused.
struct csv_piece {
  std::size_t size = 0;          ///< bytes of whole rows; the structure may know of more
  std::uint64_t first_line = 1;  ///< the physical line on which it starts
  std::uint64_t lines = 0;       ///< of one row that is too long: those it spans
  bool too_long = false;         ///< it is the beginning of one row that is longer than csv_options::longest_row
  csv_structure structure;

  [[nodiscard]] const char* text() const noexcept { return bytes_.data(); }

 private:
  friend class csv_pieces;
  /// Room for so many bytes; keeps what is there.
  void reserve(std::size_t bytes);
  boost::container::vector<char> bytes_;
};

/// Reads an input's bytes as pieces of about csv_options::chunk bytes.
/// Cost: one copy of the bytes out of the source, and the scan; memory is what one row needs at most. Threads: one at a
/// time. Errors: as csv_reader, but for a cut last row, which only those see who count fields.
class csv_pieces {
 public:
  /// Fills `into` with the next bytes of the input; fewer than `capacity` only at its end.
  using read_function = std::function<absl::StatusOr<std::size_t>(char* into, std::size_t capacity)>;

  /// Reads the beginning, and finds the dialect. `name` is for messages.
  [[nodiscard]] static absl::StatusOr<csv_pieces> open(read_function read, std::string name,
                                                       const csv_options& options);

  /// The first whole rows of the input, some 64 KiB or one row of them, without taking them; no byte when there is no
  /// row. To be asked before next().
  absl::Status look(csv_piece& into);

  /// The next piece of at least one byte; false at the end of the input. After an error or the end, do not call again.
  [[nodiscard]] absl::StatusOr<bool> next(csv_piece& into);

  /// Whether next() will find all that is left in one piece.
  [[nodiscard]] bool one_piece_left() const noexcept { return at_end_ && carry_.size() <= options_.chunk; }

  [[nodiscard]] const csv_dialect& dialect() const noexcept { return dialect_; }
  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] const csv_options& options() const noexcept { return options_; }
  [[nodiscard]] std::uint64_t bytes_read() const noexcept { return bytes_read_; }
  /// Physical lines of all pieces so far, of empty lines before them, and of a line that names the delimiter.
  [[nodiscard]] std::uint64_t lines_read() const noexcept { return line_ - 1 + (ends_in_line_ ? 1 : 0); }
  /// Of these the empty ones that stand in no piece.
  [[nodiscard]] std::uint64_t empty_lines_before() const noexcept { return empty_lines_before_; }

 private:
  csv_pieces(read_function read, std::string name, const csv_options& options)
      : read_(std::move(read)), name_(std::move(name)), options_(options) {}
  absl::Status read_more();
  void drop_empty_lines();
  absl::Status read_chunk(csv_piece& into, std::size_t& size);
  absl::Status skip_long_row(csv_piece& into, std::size_t size);
  [[nodiscard]] absl::Status mixed_line_ends(std::uint64_t line) const;
  [[nodiscard]] absl::Status open_quote(std::uint64_t line) const;
  [[nodiscard]] absl::Status open_quote(const csv_piece& piece, std::size_t size) const;

  read_function read_;
  std::string name_;
  csv_options options_;
  csv_dialect dialect_;
  std::string carry_;  ///< bytes that are read and not yet in a piece
  bool at_end_ = false;
  std::uint64_t line_ = 1;     ///< of the first byte of carry_
  bool ends_in_line_ = false;  ///< the last piece ends within a line: the input's last one, which has no end
  std::uint64_t empty_lines_before_ = 0;
  std::uint64_t bytes_read_ = 0;
};

}  // namespace callsieve::detail

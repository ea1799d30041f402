// Rows that a quote has swallowed: a stray one opens a cell that goes on over the lines behind it, up to the next
// quote.
//
// What: a quoted cell may hold line ends, and most that do are addresses and notes. Some hold lines that are rows: read
// as a line, they have a row's number of fields, and a number where rows have theirs, of which nobody would be asked.
// How: each line of a record that spans several is read as a row of its own, in every way in which quotes may be meant
// there: as bytes like any other; as RFC 4180 has them, where one that does not close on the line is such a byte; and
// doubled, as they are within a quoted cell. Cost: some passes over the record's bytes; nothing for other records.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "callsieve/io/csv.hpp"

#include "absl/functional/function_ref.h"

namespace callsieve::detail {

/// How many fields a row may have.
struct row_widths {
  std::size_t width = 0;
  std::size_t least = 0;    ///< as csv_options::least_fields; 0: no row may lack fields
  bool any_beyond = false;  ///< rows may have fields beyond the width whatever they hold; else only empty ones, and
                            ///< where `least` is not 0
};

/// Threads: one. Keeps its memory from record to record.
class hidden_row_finder {
 public:
  /// `columns` are those of numbers.
  hidden_row_finder(const csv_syntax& syntax, const row_widths& widths, std::span<const std::size_t> columns)
      : syntax_(syntax),
        widths_(widths),
        columns_(columns.begin(), columns.end()),
        first_column_(columns.empty() ? 0 : *std::min_element(columns.begin(), columns.end())) {}

  /// Whether the text of a cell, without quotes and blanks around it, is a number; `cells` are those of its line, as
  /// they stand there.
  using number_test = absl::FunctionRef<bool(std::string_view text, std::span<const std::string_view> cells)>;

  /// Whether some line of the record is a row: it has a row's number of fields, and a number in one of the columns that
  /// stands within a quoted cell of the record. A cell of several numbers, a line each, in a column of numbers itself
  /// is asked about as it is, and hides nothing. `rows` is the block or the reader that the record is of.
  template <class Rows>
  [[nodiscard]] bool find(const Rows& rows, const csv_row& record, number_test is_number) {
    if (record.lines == 1 || record.fields == 0) return false;
    quoted_.clear();
    for (std::size_t i = 0; i < record.fields; ++i) {
      const std::string_view field = rows.field(record, i);
      if (field.starts_with('"') && field.find(syntax_.line_end) != std::string_view::npos) add_quoted(field, i);
    }
    return find(record.without_line_end(), is_number);
  }

 private:
  void add_quoted(std::string_view field, std::size_t column);
  [[nodiscard]] bool find(std::string_view record, number_test is_number);
  [[nodiscard]] bool may_be_row(std::string_view line) const noexcept;
  [[nodiscard]] bool read(std::string_view line, std::string_view quote);
  [[nodiscard]] bool is_hidden(std::string_view cell, std::string_view line) const noexcept;

  /// A cell of the record that spans lines.
  struct quoted_cell {
    std::string_view text;
    bool is_asked;  ///< for every number in it, but for those on lines of nothing else
  };

  csv_syntax syntax_;
  row_widths widths_;
  std::vector<std::size_t> columns_;
  std::size_t first_column_;
  std::vector<quoted_cell> quoted_;
  std::vector<std::string_view> cells_;  ///< of the line under way
  bool some_begin_with_quotes_ = false;
};

/// What is left of a cell without quotes and blanks around it.
[[nodiscard]] std::string_view without_quotes_and_blanks(std::string_view text) noexcept;

/// The lines of a record, one after another, without their ends.
class lines_of_record {
 public:
  lines_of_record(std::string_view record, char line_end) : rest_(record), line_end_(line_end) {}
  /// False behind the last one.
  bool next(std::string_view& line);

 private:
  std::string_view rest_;
  char line_end_;
  bool at_end_ = false;
};

}  // namespace callsieve::detail

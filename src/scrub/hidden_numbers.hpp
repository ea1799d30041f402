// Numbers of which nobody would be asked, as a quote has swallowed the rows that they are in.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "callsieve/io/csv.hpp"
#include "callsieve/number/numbering_plan.hpp"

#include "io/csv_hidden_rows.hpp"
#include "scrub/columns.hpp"

namespace callsieve::detail {

/// Threads: one.
class hidden_numbers {
 public:
  hidden_numbers(const job_columns& columns, region_id region, const csv_syntax& syntax, const row_widths& widths);

  /// Whether a quoted cell of the row holds a line that is a row by itself, with a valid number in a column of numbers.
  /// Cost: as hidden_row_finder; rows on one line cost nothing.
  [[nodiscard]] bool in(const csv_block& block, const csv_row& row);

 private:
  row_region region_;
  hidden_row_finder rows_;
};

/// Whether the first row, which spans several lines, hides rows of as many fields as the first row on one line has:
/// with a valid number in any column. Its own number of fields means nothing where a quote has made it of several.
[[nodiscard]] bool hides_rows_of_other_width(const csv_block& block, const csv_syntax& syntax, region_id region);

/// Whether the row's first line names columns of numbers: a header, but for the quote that goes on behind it.
[[nodiscard]] bool begins_with_header_line(const csv_row& row, const csv_syntax& syntax, region_id region);

/// Whether a cell of the row is a phone number.
[[nodiscard]] bool holds_phone(const csv_block& block, const csv_row& row, region_id region);

/// Whether a text is a valid number, or holds one beside words or other numbers.
[[nodiscard]] bool holds_valid_number(std::string_view text, region_id region);

}  // namespace callsieve::detail

// Files of a number and one thing beside it: which column is which.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "callsieve/base/status.hpp"
#include "callsieve/io/csv_columns.hpp"
#include "callsieve/lists/import.hpp"

#include "lists/readers/records.hpp"

namespace callsieve::readers {

/// What stands beside the number.
struct other_column {
  std::string_view what;                    ///< for people
  std::string_view option;                  ///< that names it
  const std::string& named;                 ///< what that option says: a header or a 1-based place; empty: found
  std::span<const std::string_view> words;  ///< its headers, folded
};

struct two_columns {
  std::size_t number = 0, other = 1;
  bool has_header = false;
  bool by_blanks = false;  ///< one column, the two parts with blanks between them

  /// The two texts of a record; the second is empty when there is none.
  [[nodiscard]] std::string_view number_of(const record& row) const;
  [[nodiscard]] std::string_view other_of(const record& row) const;
};

/// By the options, else by a header, else the first and the second of two columns. A first row is a header when it
/// holds letters and none of its cells a number or a pattern.
/// Errors: bad_input that lists the columns seen and names the options.
[[nodiscard]] absl::StatusOr<two_columns> find_two_columns(std::span<const std::string> first_row,
                                                           const import_options& options, const other_column& other);

/// The one column that --category names; empty: none. Errors: it names several, of which the layout reads one.
[[nodiscard]] absl::StatusOr<std::string> category_column(const import_options& options);

/// Whether a first row is a header, as above.
[[nodiscard]] bool is_header_row(std::span<const std::string> first_row);

}  // namespace callsieve::readers

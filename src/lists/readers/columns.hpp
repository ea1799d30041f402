// Which column of a CSV file holds what an import needs.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "callsieve/base/status.hpp"
#include "callsieve/lists/import.hpp"

#include "lists/readers/day_format.hpp"

namespace callsieve {

/// Places from 0; nothing where the file has no such column or the kind needs none.
struct import_columns {
  std::size_t phone = 0;
  std::vector<std::size_t> further_phones;  ///< that the options name
  std::optional<std::size_t> day, end, state, reference, purpose, change;
  std::vector<std::size_t> withdrawals;  ///< consents: columns of days of withdrawal, or of yes where it is withdrawn
  bool has_header = false;
  std::vector<std::string> unread;  ///< sets: headers of days and states, which a set does not read
  std::string marks;                ///< sets read as a whole: the header of a column of additions and deletions
};

/// Finds the columns by the first record of the file: named in the options, else by the headers in use (English, Dutch,
/// German, French, Spanish, Italian), else, without a header, the only cell that reads as a number.
/// A first record is a header when a column is named by its header; when the cell in the named place of the numbers
/// holds letters and no digit; or when a cell is a known header and none holds six digits (a number, a day): a first
/// line of data is never taken for a header and lost.
/// Of changes to a set the column of marks may be missing, unless it is named: then each line is an addition.
/// Errors: a needed column is missing or two fit it equally; the message lists the columns seen and the way out.
[[nodiscard]] absl::StatusOr<import_columns> find_import_columns(std::span<const std::string> first_record,
                                                                 list_kind kind, const import_options& options,
                                                                 const day_format& days);

}  // namespace callsieve

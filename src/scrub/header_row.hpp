// Which row of a call list is its header.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "callsieve/base/status.hpp"
#include "callsieve/io/csv.hpp"
#include "callsieve/scrub/scrub.hpp"

namespace callsieve::detail {

/// What the first row is.
struct first_row {
  bool is_header = false;
  std::vector<std::string> names;           ///< of a header
  std::vector<std::string> without_number;  ///< the cells of another row that holds no number
};
/// A row that holds a number is no header, unless the options say that it is. `options` are those asked for with what
/// the layout knows; `texts` names columns that rules read.
/// Errors, without the file: the row to be the header is malformed, or may just as well be data.
[[nodiscard]] absl::StatusOr<first_row> read_first_row(const csv_block& block, header_mode asked,
                                                       const scrub_options& options, region_id region,
                                                       std::span<const std::string> texts);

/// Whether the cells name columns, and none of them holds a number.
[[nodiscard]] bool names_phone_columns(std::span<const std::string> cells, region_id region);

/// A row further below that is plainly a header, as under lines of a title.
struct buried_header {
  std::uint64_t line = 0;
  std::vector<std::size_t> phones;  ///< the places of names of phone columns
  std::string names;                ///< the row's text
};
/// Looks at the first rows. Cost: some microseconds.
[[nodiscard]] std::optional<buried_header> find_buried_header(const csv_block& block, region_id region);

}  // namespace callsieve::detail

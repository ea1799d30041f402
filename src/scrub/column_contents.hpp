// What the first rows of a call list hold, column by column.
#pragma once

#include <cstddef>
#include <vector>

#include "callsieve/io/csv.hpp"

#include "scrub/columns.hpp"
#include "scrub/phone_content.hpp"

namespace callsieve::detail {

/// Of all columns, from that row of the block on; some hundred rows are enough.
[[nodiscard]] std::vector<phone_content> column_contents(const csv_block& block, std::size_t first_row,
                                                         row_region regions);

}  // namespace callsieve::detail

// The columns that --ignore names.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "callsieve/base/status.hpp"
#include "callsieve/lists/import.hpp"

namespace callsieve::readers {

/// Their places in a first row. Errors: a column is not there.
[[nodiscard]] absl::StatusOr<std::vector<std::size_t>> ignored_columns(std::span<const std::string> first_row,
                                                                       const import_options& options);

}  // namespace callsieve::readers

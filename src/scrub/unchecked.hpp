// What the watch counted, written up for the report.
#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "callsieve/scrub/scrub.hpp"

#include "scrub/columns.hpp"
#include "scrub/watch.hpp"

namespace callsieve::detail {

/// The columns with numbers that nobody asked, most phones first. `counts` is by column, of all threads together;
/// `inputs` are those that the counts number from 1.
[[nodiscard]] std::vector<unchecked_numbers> unchecked_columns(const job_columns& columns,
                                                               std::span<const watched_column> counts,
                                                               std::span<const std::filesystem::path> inputs);

}  // namespace callsieve::detail

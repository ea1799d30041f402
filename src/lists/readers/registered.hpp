// Registries whose lines are a number and the day since which it is listed.
#pragma once

#include <span>
#include <string_view>

#include "callsieve/base/status.hpp"

#include "lists/readers/number_cells.hpp"
#include "lists/readers/reader.hpp"

namespace callsieve::readers {

/// What such registries differ in.
struct registration_layout {
  cell_rules numbers;
  std::span<const std::string_view> day_words;  ///< headers of the column of days, folded
  bool days_first = false;                      ///< 31/01/2026 is read too
  bool needs_day = true;                        ///< else an empty cell is an entry of which the day is not known
};

/// Reads all of the file into the job. A day later than the one after the copy is a bad line.
/// Errors: which column is which cannot be told; the source's.
[[nodiscard]] absl::Status read_registrations(reader_job& job, const registration_layout& layout);

/// Whether a first line is a header with one column of that meaning.
[[nodiscard]] bool names_registration_day(const file_look& look);

}  // namespace callsieve::readers

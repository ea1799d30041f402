// Days beside the numbers of registries: in the form that --date-format names, else in those that cannot be mistaken.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "callsieve/base/date.hpp"

#include "lists/readers/reader.hpp"

namespace callsieve::readers {

/// With --date-format only that. Without: `2026-01-31`, `20260131`, `2026/01/31`; where the layout's country writes
/// days first, `31/01/2026`, `31-01-2026` and `31.01.2026` too. A time of day may stand behind (without_time_of_day()).
/// A day is 1900 to 9999. Cost: no allocation.
class day_reader {
 public:
  day_reader(const reader_job& job, bool days_first)
      : named_(job.options.date_format.empty() ? nullptr : &job.days), days_first_(days_first) {}

  /// Without any --date-format.
  explicit day_reader(bool days_first) : named_(nullptr), days_first_(days_first) {}

  [[nodiscard]] std::optional<day> read(std::string_view text) const noexcept;
  /// What it takes, for messages.
  [[nodiscard]] std::string forms() const;

 private:
  const day_format* named_;
  bool days_first_;
};

}  // namespace callsieve::readers

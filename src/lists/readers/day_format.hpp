// Calendar days as files write them: a pattern such as `%d-%m-%Y`.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "callsieve/base/date.hpp"
#include "callsieve/base/status.hpp"

namespace callsieve {

/// A pattern of `%d` (day), `%m` (month), `%Y` (four digits), `%y` (two digits: 69 to 99 are 19xx, as in POSIX), `%%`,
/// and literal characters. Days and months take one or two digits; exactly two where another part follows or precedes
/// without a separator, so that no text has two readings.
/// Cost: reading is one pass, no allocation. Threads: const access from any thread.
class day_format {
 public:
  /// The default: exactly `YYYY-MM-DD`.
  day_format() = default;
  /// Errors: a pattern without a day, a month and a year, one of them twice, or an unknown `%` letter; named.
  [[nodiscard]] static absl::StatusOr<day_format> make(std::string_view pattern);

  /// The day that the whole text names; nothing when it does not fit or no such day exists (years 1900 to 9999).
  [[nodiscard]] std::optional<day> read(std::string_view text) const noexcept;
  [[nodiscard]] const std::string& pattern() const noexcept { return pattern_; }

 private:
  std::string pattern_ = "%Y-%m-%d";
  bool iso_ = true;  ///< exactly, with its zeros
};

/// The text without a time of day behind it: `2026-01-31T12:00:00Z` and `31-01-2026 12:00` lose it; other texts stay.
[[nodiscard]] std::string_view without_time_of_day(std::string_view text) noexcept;

}  // namespace callsieve

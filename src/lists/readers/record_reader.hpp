// One row of a dated list, of consents or of attempts: from cells to a record, or to a reason why not.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "callsieve/sets/record.hpp"

#include "lists/readers/day_format.hpp"

namespace callsieve {

/// A record, or what is wrong with the cells; one of the two.
struct record_or_reason {
  list_record record;
  std::string reason;
};

/// Reads days of records that may not be later than the day after `obtained`. Cost: no allocation for a good row.
class record_reader {
 public:
  record_reader(const day_format& days, day obtained) : days_(&days), obtained_(obtained) {}

  /// Cells may be empty; both empty says nothing and is a bad row. Of two records the one that supersedes is taken.
  [[nodiscard]] record_or_reason relation(std::string_view purchase, std::string_view end) const;
  [[nodiscard]] record_or_reason consent(std::string_view state, std::string_view given_or_withdrawn_on) const;
  /// What a column of withdrawals says: of a day, or by the day of the copy where it says yes; a record whose state is
  /// absent where it says no, or nothing.
  [[nodiscard]] record_or_reason withdrawal(std::string_view cell) const;
  [[nodiscard]] record_or_reason attempt(std::string_view called_on) const;

 private:
  /// A time of day behind the day is read over.
  [[nodiscard]] std::optional<day> read_day(std::string_view text) const;
  [[nodiscard]] std::string unread_day(std::string_view text) const;
  [[nodiscard]] bool too_late(day d) const { return d > obtained_ + std::chrono::days{1}; }
  [[nodiscard]] std::string lateness(std::string_view what, day d) const;

  const day_format* days_;
  day obtained_;
};

}  // namespace callsieve

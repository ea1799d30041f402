// Columns of consents that say who has withdrawn, and those that may.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "callsieve/base/status.hpp"

#include "lists/readers/day_format.hpp"
#include "lists/readers/records.hpp"

namespace callsieve::readers {

/// Whether a column of that name says who has withdrawn, or since when: `unsubscribed_at`, `cancelled`, `DNC`. A link
/// by which one withdraws is none.
[[nodiscard]] bool names_withdrawals(std::string_view header);

/// The columns of consents that nobody reads and that hold days, or yes and no: each may say that a consent has ended.
/// Those that plainly say something else (birthdays, orders, when a row was made) are left alone.
/// Cost: some 50 ns for each cell of such a column that has a digit or few letters. Threads: one.
class unread_answers {
 public:
  unread_answers() = default;
  /// `read`: the columns that are read, or ignored. Without a header `header` has empty names. `days` must outlive it.
  unread_answers(std::span<const std::string> header, std::span<const std::size_t> read, const day_format& days);

  void look(const record& row) {
    for (column& each : columns_) {
      if (each.place < row.size()) look_at(each, row[each.place]);
    }
  }
  /// Error: half of what a column holds, or more, are days, or yes and no; it names the column and the way out.
  [[nodiscard]] absl::Status end() const;

 private:
  [[nodiscard]] static absl::Status not_read(const std::string& name);

  struct column {
    std::size_t place = 0;
    std::string name;
    std::uint64_t answers = 0;  ///< days, yes and no
    std::uint64_t bits = 0;     ///< 0 and 1, which are answers where the column holds no other numbers
    std::uint64_t others = 0;
    bool has_numbers = false;
  };
  void look_at(column& of, std::string_view cell) const;

  const day_format* days_ = nullptr;
  std::vector<column> columns_;
};

}  // namespace callsieve::readers

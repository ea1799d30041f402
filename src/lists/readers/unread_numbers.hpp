// Columns of phone numbers that a reader does not read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "callsieve/base/status.hpp"
#include "callsieve/number/numbering_plan.hpp"

#include "lists/readers/records.hpp"

namespace callsieve::readers {

/// Looks at the first rows with something in them. A cell that says the row's own number again is none. A column is one
/// of numbers when most of its cells are, or any of one that is named for faxes.
/// Cost: a parse() or two for each such cell of 200 rows; then none. Threads: one.
class unread_numbers {
 public:
  unread_numbers() = default;
  /// `read`: the columns of numbers that are read; `ignored`: those that nobody looks at. Without a header `header` has
  /// empty names.
  unread_numbers(std::span<const std::string> header, std::span<const std::size_t> read,
                 std::span<const std::size_t> ignored, region_id region);

  void look(const record& row) {
    if (undecided_ != 0) look_at_cells(row);
  }
  /// Error: there is such a column; it names the column and the way out.
  [[nodiscard]] absl::Status end() const;
  /// `column 2 'Fax'`: the first of them; empty where there is none.
  [[nodiscard]] std::string first() const;

 private:
  static constexpr std::uint64_t cells_wanted = 200;
  struct column {
    std::size_t place = 0;
    std::string name;
    bool is_for_faxes = false;
    std::uint64_t cells = 0, numbers = 0;
  };
  void look_at_cells(const record& row);
  [[nodiscard]] bool is_another_number(const record& row, std::string_view cell) const;

  std::vector<column> columns_;
  std::size_t undecided_ = 0;  ///< of them, those with fewer cells than wanted
  std::vector<std::size_t> read_;
  region_id region_ = region_id::none;
};

}  // namespace callsieve::readers

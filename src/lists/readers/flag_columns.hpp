// Columns that say yes or no of each number: which names such columns have, and what is said where one is not read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "callsieve/base/status.hpp"

#include "lists/readers/records.hpp"

namespace callsieve::readers {

/// Whether a cell of a flag that objects says so in other words than yes: `DNC`, `do not call`, the day since when.
[[nodiscard]] bool objects_in_words(std::string_view cell);

/// The columns of a header that may be flags and that a reader does not read.
class unread_flags {
 public:
  unread_flags() = default;
  unread_flags(std::span<const std::string> header, std::span<const std::size_t> read);

  void look(const record& row);
  /// Which answers in an unread column are lost.
  enum class loss : std::uint8_t {
    any,  ///< every row says something else than what is read
    yes,  ///< rows are no objections
    no,   ///< every row is an objection anyway
  };
  /// Error: a column says yes or no, so that what it says would be lost; it names the column and the way out.
  [[nodiscard]] absl::Status end(loss lost, std::string_view way_out) const;

 private:
  struct column {
    std::size_t place = 0;
    std::string name;
    bool objects = false;  ///< named as one that says who should not be called
    std::uint64_t yes = 0, no = 0, other = 0;
  };
  std::vector<column> columns_;
};

}  // namespace callsieve::readers

// The region in which the numbers of a delimited file are read, row by row: from the columns that --region-column and
// --code-column name.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "callsieve/base/status.hpp"

#include "lists/readers/records.hpp"
#include "number/region_words.hpp"

namespace callsieve::readers {

/// `usual` counts where a row says nothing. Threads: one.
class row_regions {
 public:
  row_regions(const import_options& options, region_id usual) : options_(options), beside_(usual) {}

  /// Finds the columns by the first row; `phones` are those of the numbers. Errors: a named one is not there.
  absl::Status begin(std::span<const std::string> first_row, bool has_header, std::span<const std::size_t> phones);
  /// Of the numbers of a row. Where the options name no column, the usual one, and what a column of the header would
  /// have said is put down for end().
  [[nodiscard]] region_id of(const record& row) {
    if (!unread_.empty()) look(row);
    return region_ || code_ ? said_by(row) : beside_.usual();
  }
  /// Whether it reads that column.
  [[nodiscard]] bool reads(std::size_t place) const noexcept { return region_ == place || code_ == place; }
  /// Error: a column of countries or dial codes, which nobody named, means other regions than the one in which numbers
  /// beside it, written without a plus sign, were read.
  [[nodiscard]] absl::Status end() const;

 private:
  struct unread_column {
    std::size_t place = 0;
    std::string name;
    region_beside means;
    bool is_lost = false;
  };
  void look(const record& row);
  [[nodiscard]] region_id said_by(const record& row);

  const import_options& options_;
  region_beside beside_;
  std::optional<std::size_t> region_, code_;
  std::vector<std::size_t> phones_;
  std::vector<unread_column> unread_;
};

}  // namespace callsieve::readers

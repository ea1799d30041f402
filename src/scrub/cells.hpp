// From the rows of a block to the numbers in their phone cells.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "callsieve/io/csv.hpp"
#include "callsieve/number/parse_batch.hpp"

#include "scrub/columns.hpp"

namespace callsieve::detail {

/// The phone cells of a block in reading order, one a phone column and row; those of rows that are malformed, or that
/// stand before the first row asked for, are empty. The valid numbers among them stand beside, as columns.
class block_cells {
 public:
  block_cells(const job_columns& columns, region_id region)
      : phone_columns_(columns.phones), regions_of_rows_(region, columns.region, columns.code) {}

  /// Takes the cells of the rows from `first` on as text. Lifetime: as the block.
  void find(const csv_block& block, std::size_t first);
  /// Reads all cells found.
  void read();

  [[nodiscard]] std::size_t columns() const noexcept { return phone_columns_.size(); }
  /// Which column of the file phone column `i` is.
  [[nodiscard]] std::size_t place_of_column(std::size_t i) const noexcept { return phone_columns_[i]; }
  [[nodiscard]] std::span<const parsed_number> cells() const noexcept { return std::span(parsed_).first(count_); }

  /// The valid ones, in order.
  [[nodiscard]] std::span<const phone_number> numbers() const noexcept { return std::span(numbers_).first(valid_); }
  [[nodiscard]] std::span<const region_id> regions() const noexcept { return std::span(regions_).first(valid_); }
  [[nodiscard]] std::span<const number_type> types() const noexcept { return std::span(types_).first(valid_); }

 private:
  void read_all(std::size_t from, std::size_t to, region_id region);

  std::vector<std::size_t> phone_columns_;
  row_region regions_of_rows_;
  std::size_t count_ = 0;  ///< of cells; columns by cell only grow
  std::vector<std::string_view> texts_;
  std::deque<std::string> decoded_;  ///< what texts_ views where it is not the block: cells with doubled quotes
  std::string scratch_;
  std::vector<region_id> regions_of_cells_;  ///< where rows say their region
  std::vector<parsed_number> parsed_;
  std::vector<phone_number> numbers_;
  std::vector<region_id> regions_;
  std::vector<number_type> types_;
  std::size_t valid_ = 0;
};

}  // namespace callsieve::detail

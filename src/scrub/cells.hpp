// From the rows of a block to the numbers in their phone cells.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "callsieve/io/csv.hpp"
#include "callsieve/number/parse_batch.hpp"

#include "scrub/columns.hpp"

namespace callsieve::detail {

/// The phone cells of a block in reading order, one a phone column and row; those of rows that are malformed, or that
/// stand before the first row asked for, are empty or none. Where cells hold several numbers, or a column has
/// alternates, a row has those behind: a cell for each. The valid numbers among them stand beside, as columns.
class block_cells {
 public:
  block_cells(const job_columns& columns, region_id region, plus_lost lost)
      : phone_columns_(columns.phones),
        alternates_(columns.alternates),
        joined_(columns.joined),
        doubtful_(columns.doubtful ? std::find(phone_columns_.begin(), phone_columns_.end(), *columns.doubtful) -
                                         phone_columns_.begin()
                                   : -1),
        regions_of_rows_(region, columns.region, columns.code),
        lost_(lost) {}

  /// Takes the cells of the rows from `first` on as text. Lifetime: as the block.
  void find(const csv_block& block, std::size_t first);
  /// Reads all cells found.
  void read();

  [[nodiscard]] std::size_t columns() const noexcept { return phone_columns_.size(); }
  /// The cells of a row are those from first_of(row) to first_of(row + 1).
  [[nodiscard]] std::size_t first_of(std::size_t row) const noexcept {
    return cells_vary() ? starts_[row] : row * columns();
  }
  /// Whether every row has one cell.
  [[nodiscard]] bool one_a_row() const noexcept { return columns() == 1 && !cells_vary(); }
  /// Whether cells may hold several numbers. The first one is that of the column; behind the columns stand the others,
  /// column by column, and behind these the alternates.
  [[nodiscard]] bool joined() const noexcept { return joined_; }
  /// The column of alternates; nothing where there is none.
  [[nodiscard]] std::optional<std::size_t> alternates() const noexcept { return alternates_; }
  /// Which column of the file phone column `i` is.
  [[nodiscard]] std::size_t place_of_column(std::size_t i) const noexcept { return phone_columns_[i]; }
  /// Whether phone column `i` may hold something else than a number. Such a cell that is no number is empty here.
  [[nodiscard]] bool is_doubtful(std::size_t i) const noexcept { return static_cast<std::ptrdiff_t>(i) == doubtful_; }
  /// Whether phone cells may hold more than is seen here: something else than a number, or notes beside numbers.
  [[nodiscard]] bool may_hold_more() const noexcept { return doubtful_ >= 0 || alternates_; }
  /// The region in which national numbers of a cell were read.
  [[nodiscard]] region_id region_of(std::size_t cell) const noexcept {
    return regions_vary() ? regions_of_cells_[cell] : regions_of_rows_.usual();
  }
  /// What stands in a cell, without quotes. Lifetime: as the block, until the next find().
  [[nodiscard]] std::string_view text_of(std::size_t cell) const noexcept { return texts_[cell]; }
  [[nodiscard]] region_id usual_region() const noexcept { return regions_of_rows_.usual(); }
  [[nodiscard]] std::span<const parsed_number> cells() const noexcept { return std::span(parsed_).first(count_); }

  /// The valid ones, in order.
  [[nodiscard]] std::span<const phone_number> numbers() const noexcept { return std::span(numbers_).first(valid_); }
  [[nodiscard]] std::span<const region_id> regions() const noexcept { return std::span(regions_).first(valid_); }
  [[nodiscard]] std::span<const number_type> types() const noexcept { return std::span(types_).first(valid_); }

 private:
  void find_varying(const csv_block& block, std::size_t first);
  void take_apart(std::size_t first_cell, region_id region);
  void empty_what_is_no_number(std::size_t cell);
  [[nodiscard]] std::string_view decoded(std::string_view cell);
  /// Whether rows have different numbers of cells.
  [[nodiscard]] bool cells_vary() const noexcept { return joined_ || alternates_; }
  [[nodiscard]] bool regions_vary() const noexcept { return regions_of_rows_.varies() || cells_vary(); }
  void read_all(std::size_t from, std::size_t to, region_id region);

  std::vector<std::size_t> phone_columns_;
  std::optional<std::size_t> alternates_;
  bool joined_;
  std::ptrdiff_t doubtful_;          ///< which phone column holds a number or something else; -1: none
  std::vector<std::size_t> starts_;  ///< by row, where cells vary: its first cell; and the end
  row_region regions_of_rows_;
  plus_lost lost_;
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

// What a row's other columns say, beside each of its numbers: for rules that read columns of the call list.
#pragma once

#include <cstddef>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "callsieve/batch/batch.hpp"
#include "callsieve/io/csv.hpp"

#include "scrub/cells.hpp"

namespace callsieve::detail {

class row_texts {
 public:
  /// `columns` are places in the file, `names` what the rules call them.
  row_texts(std::span<const std::size_t> columns, std::span<const std::string> names);

  /// Takes the texts beside all numbers of the cells, which were read from the block. Lifetime: as both.
  void find(const csv_block& block, const block_cells& cells);

  /// Takes the texts of one row, for so many numbers of it, in place of those above.
  void repeat(const csv_block& block, std::size_t row, std::size_t count);

  /// Takes the texts of these rows, one number each, in place of those above. Requires well-formed rows.
  void of_rows(const csv_block& block, std::span<const std::size_t> rows);

  /// The columns of the numbers from `from` on. Lifetime: until the next call of a member.
  [[nodiscard]] std::span<const text_column> slice(std::size_t from, std::size_t count);

 private:
  [[nodiscard]] std::string_view text_of(const csv_block& block, const csv_row& row, std::size_t column);

  std::vector<std::size_t> columns_;
  std::vector<std::vector<std::string_view>> texts_;  ///< by column, a text a number
  std::vector<text_column> sliced_;
  std::deque<std::string> decoded_;  ///< what texts_ views, where it is not the block
  std::string scratch_;
};

}  // namespace callsieve::detail

// From the rows of a block to decisions on their cells, a batch of numbers at a time.
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
#include "callsieve/policy/policy.hpp"
#include "callsieve/scrub/scrub.hpp"

#include "absl/container/flat_hash_set.h"
#include "scrub/columns.hpp"

namespace callsieve::detail {

/// One phone cell of a row.
struct judged_cell {
  decision answer;
  parse_error error = parse_error::empty;
  std::uint32_t number = 0;  ///< its place among the block's numbers, when it is valid

  [[nodiscard]] bool empty() const noexcept { return error == parse_error::empty; }
  [[nodiscard]] bool callable() const noexcept { return !empty() && answer.outcome == verdict::allow; }
};

/// The verdict on a row: the decision of the cell that settled it.
[[nodiscard]] decision verdict_of_row(std::span<const judged_cell> cells,
                                      std::span<const std::uint8_t> row_scoped) noexcept;

/// Holds the numbers met so far when the policy asks for duplicates: one judge a job, across its inputs.
class block_judge {
 public:
  block_judge(const bound_policy& policy, const scrub_options& options, const job_columns& columns, region_id region);

  /// Judges the phone cells of all well-formed rows of the reader's block, from row `first` on.
  void judge(const csv_reader& reader, std::size_t first);

  /// The cells of row `row` of the block, a phone column each. Requires a well-formed row that was judged.
  [[nodiscard]] std::span<const judged_cell> cells(std::size_t row) const noexcept {
    return std::span(cells_).subspan(row * columns_, columns_);
  }
  [[nodiscard]] decision verdict_of(std::size_t row) const noexcept { return verdict_of_row(cells(row), row_scoped_); }
  /// What stands in the detail column of a rejected row.
  void describe(std::size_t row, const decision& verdict_of_row, std::string& detail) const;

  /// Adds what was done to numbers so far to the report: numbers, invalid, rules, unknown_passed.
  void report_to(scrub_report& report) const;

 private:
  void collect(const csv_reader& reader, std::size_t first);
  /// Reads the cells gathered so far, all of one region, and forgets them.
  void read_gathered(const csv_reader& reader, region_id region);
  /// Adds what the row's other columns say beside a number of it.
  void add_row_texts(const csv_reader& reader, std::size_t row);
  void decide();
  void describe_all(std::span<const judged_cell> cells, std::string& detail) const;
  [[nodiscard]] batch slice(std::size_t from, std::size_t count) noexcept;

  const pipeline* rules_;
  as_of when_;
  bool all_reasons_, wants_duplicates_;
  std::vector<std::size_t> phone_columns_;
  std::size_t columns_;
  row_region regions_of_rows_;
  std::vector<std::uint8_t> row_scoped_;  ///< by rule, and for what happens otherwise
  std::string scratch_;

  // Cells of rows of one region, gathered to be read together.
  std::vector<std::string_view> texts_;
  std::vector<std::size_t> places_;  ///< in cells_
  std::deque<std::string> decoded_;  ///< what texts_ views, where it is not the block
  std::vector<parsed_number> parsed_;

  std::vector<judged_cell> cells_;
  std::vector<phone_number> numbers_;  ///< the valid ones of the block, and their columns
  std::vector<region_id> regions_;
  std::vector<number_type> types_;
  std::vector<std::uint8_t> duplicates_;
  std::vector<std::size_t> text_columns_;                 ///< places in the input of the columns that rules read
  std::vector<std::vector<std::string_view>> row_texts_;  ///< by column, a text a number
  std::vector<text_column> sliced_;                       ///< the same, of one batch
  std::deque<std::string> decoded_texts_;                 ///< what row_texts_ views, where it is not the block
  std::vector<decision> decisions_;
  std::vector<std::vector<truth>> said_;  ///< by rule in force: for all_reasons
  absl::flat_hash_set<std::uint64_t> seen_;

  std::vector<std::uint64_t> decided_, unknown_, passed_;  ///< by rule, and for what happens otherwise
  std::vector<std::uint64_t> invalid_;                     ///< by parse_error
  std::uint64_t read_ = 0, allowed_ = 0, blocked_ = 0, unknown_numbers_ = 0;
};

}  // namespace callsieve::detail

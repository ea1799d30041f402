// From the numbers of a block to verdicts on its cells and rows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "callsieve/rules/pipeline.hpp"
#include "callsieve/scrub/scrub.hpp"

#include "scrub/cells.hpp"
#include "scrub/row_texts.hpp"
#include "scrub/tallies.hpp"
#include "scrub/unread_cells.hpp"
#include "scrub/watch_objections.hpp"

namespace callsieve::detail {

/// Threads: one at a time; the pipeline may be shared.
class block_judge {
 public:
  block_judge(const pipeline& rules, const scrub_options& options, const job_columns& columns);

  /// Decides on every cell and every well-formed row from `first` on, and counts them. `duplicates` is a column beside
  /// cells.numbers(), or empty; `watched` are numbers beside the cells. Lifetime: until the next call the judge refers
  /// to the cells.
  void judge(const csv_block& block, std::size_t first, const block_cells& cells,
             std::span<const std::uint8_t> duplicates, std::span<const watched_number> watched, tallies& books);

  /// Requires a well-formed row that was judged.
  [[nodiscard]] const decision& verdict_of(std::size_t row) const noexcept { return verdicts_[row]; }
  /// By row from 0 on: 1 when it is well formed and allowed.
  [[nodiscard]] std::span<const std::uint8_t> kept() const noexcept { return kept_; }
  /// Of a row that is kept: whether its cell `i` (phone columns, then alternates) may not stand in the output. That is
  /// what holds a number that may not be called, where such are not kept; and always what is no number.
  [[nodiscard]] bool must_blank(std::size_t row, std::size_t i) const noexcept {
    const std::size_t cell = cells_->first_of(row) + i;
    if (is_empty(cell)) return cells_->is_doubtful(i) && has_number_in_doubt(row);
    return cells_->cells()[cell].valid() ? blank_ && answers_[cell].outcome != verdict::allow : true;
  }
  /// Whether some row that is kept has a cell that must be blanked though numbers are kept.
  [[nodiscard]] bool kept_unread() const noexcept { return kept_unread_; }
  /// Of a row that is not kept for a number inside a cell that is none, or in a column that nobody asked: where, for
  /// people. Else empty.
  [[nodiscard]] std::string_view found_in(std::size_t row) const noexcept;
  /// The first error among a row's cells that are not empty; `empty` when all are.
  [[nodiscard]] parse_error first_error(std::size_t row) const noexcept;
  /// The same for people, with what it is about. Cost: reads that cell again.
  [[nodiscard]] std::string first_error_detail(std::size_t row) const;
  /// With scrub_options::all_reasons: every rule in force that matched or was unknown on the row, and its errors.
  [[nodiscard]] std::string all_reasons(std::size_t row) const;

 private:
  void decide(std::span<const std::uint8_t> duplicates, tallies& books);
  [[nodiscard]] std::span<const decision> spread(tallies& books);
  void judge_cells_alone(const csv_block& block, std::size_t first, tallies& books);
  void judge_cells_together(const csv_block& block, std::size_t first, tallies& books);
  [[nodiscard]] std::size_t first_cell(std::size_t row) const noexcept;
  [[nodiscard]] decision verdict_of_cells(std::size_t row, bool& unread) const noexcept;
  void ask_unread(const csv_block& block, std::size_t row, decision& answer);
  void add_decided_before(std::size_t row);
  void ask_watched(const csv_block& block, std::span<const watched_number> watched, tallies& books);
  [[nodiscard]] bool has_number_in_doubt(std::size_t row) const noexcept;
  [[nodiscard]] bool is_empty(std::size_t cell) const noexcept {
    return cells_->cells()[cell].error == parse_error::empty;
  }
  [[nodiscard]] batch slice(std::size_t from, std::size_t count, std::span<const std::uint8_t> duplicates);

  const pipeline* rules_;
  as_of when_;
  std::vector<std::uint8_t> row_scoped_;  ///< by rule, and for what happens otherwise
  const block_cells* cells_ = nullptr;
  bool blank_;
  row_texts texts_;
  unread_cells unread_;
  const job_columns* columns_;
  watch_objections beside_;
  std::size_t last_row_rule_ = 0;  ///< the place behind the last rule on whole rows; 0: there is none
  bool kept_unread_ = false;
  std::vector<watched_number> beside_numbers_;  ///< of rows kept, those that no rule on whole rows was asked about
  std::vector<std::size_t> in_doubt_;  ///< rows kept, ascending, whose doubtful cell has a number among other things
  struct row_objection {
    std::size_t row;
    std::string where;
  };
  std::vector<row_objection> objections_;      ///< by row, ascending
  std::vector<decision> decisions_;            ///< by number
  std::vector<decision> spread_;               ///< by cell, where some cells are no numbers
  std::vector<decision> together_;             ///< by row, where its answer may not be that of its one cell
  std::span<const decision> answers_;          ///< by cell: the first or the second of these
  std::span<const decision> verdicts_;         ///< by row: one of the three
  std::vector<std::uint8_t> kept_;             ///< by row
  std::vector<std::vector<truth>> said_;       ///< by rule, by number: for all_reasons
  std::vector<std::uint32_t> number_of_cell_;  ///< the place among the numbers: for all_reasons
};

}  // namespace callsieve::detail

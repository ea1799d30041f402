// The books: counted as verdicts fall, added up over threads, written up by reason, and checked.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "callsieve/number/parse.hpp"
#include "callsieve/rules/pipeline.hpp"
#include "callsieve/scrub/scrub.hpp"

#include "absl/status/status.h"

namespace callsieve::detail {

/// Threads: one at a time. Sums do not depend on their order: neither do the books.
class tallies {
 public:
  explicit tallies(const pipeline& rules);

  void read_rows(std::uint64_t rows) noexcept { rows_read_ += rows; }
  /// Cells that are not empty, of rows that are well formed.
  void read_numbers(std::uint64_t numbers) noexcept { numbers_read_ += numbers; }
  void malformed_rows(std::uint64_t rows) noexcept { malformed_ += rows; }
  /// Rows that were read with another number of fields.
  void ragged_rows(std::uint64_t rows) noexcept { ragged_ += rows; }
  /// Rows of one verdict.
  void rows(const decision& answer, std::uint64_t count) noexcept { rows_[slot(answer)] += count; }
  /// Valid numbers, fewer than 2^32. `alone`: the verdict on each is that on its row, which is counted as well.
  void numbers(std::span<const decision> answers, bool alone) noexcept;
  /// A cell without a valid number.
  void no_number(parse_error why) noexcept { ++errors_[static_cast<std::size_t>(why)]; }
  /// By rule: numbers on which it was unknown, and passed on.
  [[nodiscard]] std::span<std::uint64_t> passed() noexcept { return passed_; }

  /// What the lines of a piece are.
  void lines(const line_tally& counts) noexcept;
  /// A malformed record that spans several lines; in the order of each thread's pieces.
  void long_malformed(const long_record& record);

  [[nodiscard]] std::uint64_t rows() const noexcept { return rows_read_; }
  /// Requires the same rules.
  void add(const tallies& other);
  /// Fills rows, lines, numbers, reasons, by_verdict, invalid, unknown_passed, rules.
  void report_to(scrub_report& report) const;

 private:
  static constexpr std::size_t truths = truth_count;
  /// Decisions have a cause other than `yes` only where they are unknown.
  [[nodiscard]] std::size_t slot(const decision& answer) const noexcept {
    const std::size_t rule = answer.rule == invalid_rule ? rules_->size() + 1 : answer.rule;
    return rule * truths + static_cast<std::size_t>(answer.cause);
  }
  static constexpr std::size_t counters_a_slot = 4;
  [[nodiscard]] verdict outcome_of(std::size_t rule) const;
  void report_rows(scrub_report& report) const;
  void report_numbers(scrub_report& report) const;

  const pipeline* rules_;
  std::uint64_t rows_read_ = 0, numbers_read_ = 0, malformed_ = 0, ragged_ = 0;
  line_tally lines_;
  std::vector<long_record> long_malformed_;    ///< the first ones
  std::vector<std::uint64_t> rows_, numbers_;  ///< by rule, then what happens otherwise, then invalid; each by cause
  std::vector<std::uint64_t> errors_;          ///< by parse_error
  std::vector<std::uint64_t> passed_;
  std::vector<std::uint32_t> counters_;  ///< what numbers() counts with
};

/// Whether every row and number read has one verdict and one reason, and every line belongs to a row, or to none that
/// is counted. Errors: Internal, with the sums that differ.
[[nodiscard]] absl::Status check_books(const scrub_report& report);

}  // namespace callsieve::detail

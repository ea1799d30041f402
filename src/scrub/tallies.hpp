// The books of rows: counted as verdicts fall, written up by reason, and checked.
#pragma once

#include <cstdint>
#include <vector>

#include "callsieve/rules/pipeline.hpp"
#include "callsieve/scrub/scrub.hpp"

#include "absl/status/status.h"

namespace callsieve::detail {

class row_tallies {
 public:
  explicit row_tallies(const pipeline& rules);

  void read(std::uint64_t rows) noexcept { read_ += rows; }
  void malformed() noexcept { ++malformed_; }
  void count(const decision& answer) noexcept { ++counts_[slot(answer)]; }
  [[nodiscard]] std::uint64_t rows() const noexcept { return read_; }

  /// Fills rows, reasons and by_verdict.
  void report_to(scrub_report& report) const;

 private:
  static constexpr std::size_t truths = truth_count;
  [[nodiscard]] std::size_t slot(const decision& answer) const noexcept {
    const std::size_t rule = answer.rule == invalid_rule ? rules_->size() + 1 : answer.rule;
    return rule * truths + static_cast<std::size_t>(answer.outcome == verdict::unknown ? answer.cause : truth::yes);
  }

  const pipeline* rules_;
  std::uint64_t read_ = 0, malformed_ = 0;
  std::vector<std::uint64_t> counts_;  ///< by rule, then what happens otherwise, then invalid; each by cause
};

/// Whether every row and number read has one verdict and one reason. Errors: Internal, with the sums that differ.
[[nodiscard]] absl::Status check_books(const scrub_report& report);

/// Says that the job was stopped from outside.
[[nodiscard]] absl::Status cancelled_status();

}  // namespace callsieve::detail

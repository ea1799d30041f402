#include "scrub/tallies.hpp"

#include <algorithm>
#include <functional>
#include <numeric>
#include <string>
#include <utility>

#include "callsieve/base/status.hpp"

namespace callsieve::detail {
namespace {

constexpr std::size_t long_records_named = 10;

void add_to(tally& counts, verdict outcome, std::uint64_t count) {
  switch (outcome) {
    case verdict::allow: counts.allowed += count; break;
    case verdict::block: counts.blocked += count; break;
    case verdict::unknown: counts.unknown += count; break;
  }
}

void add_all(std::vector<std::uint64_t>& to, const std::vector<std::uint64_t>& from) {
  std::transform(to.begin(), to.end(), from.begin(), to.begin(), std::plus<>());
}

absl::Status check_sum(std::string_view what, std::uint64_t read, std::uint64_t sum) {
  if (read == sum) return absl::OkStatus();
  return absl::InternalError(av("the books do not balance: " + std::to_string(read) + ' ' + std::string(what) +
                                ", but " + std::to_string(sum) + " in the book" +
                                "; nothing was written; please report it"));
}

}  // namespace

tallies::tallies(const pipeline& rules)
    : rules_(&rules),
      rows_((rules.size() + 2) * truths),
      numbers_(rows_.size()),
      errors_(parse_error_count),
      passed_(rules.size()),
      counters_(numbers_.size() * counters_a_slot) {}

void tallies::numbers(std::span<const decision> answers, bool alone) noexcept {
  // In turn with several counters: one that was just written must not be waited for.
  std::fill(counters_.begin(), counters_.end(), 0U);
  std::uint32_t* const counters = counters_.data();
  const std::size_t whole = answers.size() / counters_a_slot * counters_a_slot;
  for (std::size_t i = 0; i < whole; i += counters_a_slot) {
    for (std::size_t k = 0; k < counters_a_slot; ++k) ++counters[slot(answers[i + k]) * counters_a_slot + k];
  }
  for (std::size_t i = whole; i < answers.size(); ++i) ++counters[slot(answers[i]) * counters_a_slot];
  for (std::size_t s = 0; s < numbers_.size(); ++s) {
    const std::uint32_t* const of = counters + s * counters_a_slot;
    const std::uint64_t count = std::accumulate(of, of + counters_a_slot, std::uint64_t{0});
    numbers_[s] += count;
    rows_[s] += alone ? count : 0;
  }
}

void tallies::lines(const line_tally& counts) noexcept {
  lines_.read += counts.read;
  lines_.rows += counts.rows;
  lines_.malformed += counts.malformed;
  lines_.headers += counts.headers;
  lines_.separators += counts.separators;
  lines_.empty += counts.empty;
}

void tallies::long_malformed(const long_record& record) {
  if (long_malformed_.size() < long_records_named) long_malformed_.push_back(record);
}

void tallies::add(const tallies& other) {
  lines(other.lines_);
  // The first ones of all are among the first ones of each.
  long_malformed_.insert(long_malformed_.end(), other.long_malformed_.begin(), other.long_malformed_.end());
  std::sort(long_malformed_.begin(), long_malformed_.end(), [](const long_record& a, const long_record& b) {
    return std::pair(a.input, a.line) < std::pair(b.input, b.line);
  });
  long_malformed_.resize(std::min(long_malformed_.size(), long_records_named));
  rows_read_ += other.rows_read_;
  numbers_read_ += other.numbers_read_;
  malformed_ += other.malformed_;
  ragged_ += other.ragged_;
  add_all(rows_, other.rows_);
  add_all(numbers_, other.numbers_);
  add_all(errors_, other.errors_);
  add_all(passed_, other.passed_);
}

/// Of `rules_->size()` what happens otherwise, of one more what is done to what is no number.
verdict tallies::outcome_of(std::size_t rule) const {
  if (rule > rules_->size()) return verdict::block;
  return rule == rules_->size() ? rules_->otherwise() : rules_->rule(rule).outcome;
}

void tallies::report_to(scrub_report& report) const {
  report_rows(report);
  report_numbers(report);
}

void tallies::report_rows(scrub_report& report) const {
  report.rows.read = rows_read_;
  report.rows.malformed = malformed_;
  report.ragged = ragged_;
  report.lines = lines_;
  report.long_malformed = long_malformed_;
  const auto book = [&](verdict outcome, const std::string& reason, std::uint64_t count) {
    if (count == 0) return;
    add_to(report.rows, outcome, count);
    report.reasons[reason] += count;
    const auto same = std::find_if(report.by_verdict.begin(), report.by_verdict.end(), [&](const reason_tally& line) {
      return line.outcome == outcome && line.reason == reason;
    });
    if (same == report.by_verdict.end()) {
      report.by_verdict.push_back({outcome, reason, count});
    } else {
      same->rows += count;
    }
  };
  for (std::size_t r = 0; r <= rules_->size() + 1; ++r) {
    const std::string& reason = rules_->reason(r > rules_->size() ? invalid_rule : r);
    book(outcome_of(r), reason, rows_[r * truths + static_cast<std::size_t>(truth::yes)]);
    for (auto cause = static_cast<std::size_t>(truth::stale); cause < truth_count; ++cause) {
      book(verdict::unknown, reason + ": " + std::string(to_string(static_cast<truth>(cause))),
           rows_[r * truths + cause]);
    }
  }
  std::stable_sort(report.by_verdict.begin(), report.by_verdict.end(),
                   [](const reason_tally& a, const reason_tally& b) {
                     return a.outcome != b.outcome ? a.outcome < b.outcome : a.rows > b.rows;
                   });
}

void tallies::report_numbers(scrub_report& report) const {
  report.numbers.read = numbers_read_;
  for (std::size_t r = 0; r <= rules_->size(); ++r) {
    const std::uint64_t* const by_cause = numbers_.data() + r * truths;
    const std::uint64_t decided = by_cause[static_cast<std::size_t>(truth::yes)];
    const std::uint64_t unknown =
        std::accumulate(by_cause + static_cast<std::size_t>(truth::stale), by_cause + truth_count, std::uint64_t{0});
    const std::uint64_t passed = r < passed_.size() ? passed_[r] : 0;
    add_to(report.numbers, outcome_of(r), decided);
    report.numbers.unknown += unknown;
    report.rules.push_back({rules_->reason(r), decided, unknown, passed});
    const bool passes = r < rules_->size() && rules_->rule(r).pass_unknown;
    if (passes || passed != 0) report.unknown_passed[rules_->reason(r)] += passed;
  }
  for (std::size_t e = 0; e < errors_.size(); ++e) {
    const auto error = static_cast<parse_error>(e);
    if (error == parse_error::none || error == parse_error::empty || errors_[e] == 0) continue;
    report.invalid[std::string(to_string(error))] = errors_[e];
    if (error == parse_error::ambiguous) report.ambiguous = errors_[e];
    report.numbers.blocked += errors_[e];
  }
}

absl::Status check_books(const scrub_report& report) {
  const tally& rows = report.rows;
  const std::uint64_t judged = rows.allowed + rows.blocked + rows.unknown;
  if (absl::Status status = check_sum("rows", rows.read, judged + rows.malformed); !status.ok()) return status;
  std::uint64_t by_reason = 0;
  for (const auto& [reason, count] : report.reasons) by_reason += count;
  if (absl::Status status = check_sum("rows with a verdict", judged, by_reason); !status.ok()) return status;
  const line_tally& lines = report.lines;
  const std::uint64_t told = lines.rows + lines.malformed + lines.headers + lines.separators + lines.empty;
  if (absl::Status status = check_sum("lines", lines.read, told); !status.ok()) return status;
  const tally& numbers = report.numbers;
  return check_sum("numbers", numbers.read, numbers.allowed + numbers.blocked + numbers.unknown + numbers.malformed);
}

}  // namespace callsieve::detail

#include "scrub/tallies.hpp"

#include <algorithm>
#include <string>

#include "callsieve/base/status.hpp"

namespace callsieve::detail {
namespace {

void add_to(tally& rows, verdict outcome, std::uint64_t count) {
  switch (outcome) {
    case verdict::allow: rows.allowed += count; break;
    case verdict::block: rows.blocked += count; break;
    case verdict::unknown: rows.unknown += count; break;
  }
}

absl::Status check_sum(std::string_view what, std::uint64_t read, std::uint64_t sum) {
  if (read == sum) return absl::OkStatus();
  return absl::InternalError(av("the books do not balance: " + std::to_string(read) + ' ' + std::string(what) +
                                ", but verdicts on " + std::to_string(sum) +
                                "; nothing was written; please report it"));
}

}  // namespace

row_tallies::row_tallies(const pipeline& rules) : rules_(&rules), counts_((rules.size() + 2) * truths) {}

void row_tallies::report_to(scrub_report& report) const {
  report.rows.read = read_;
  report.rows.malformed = malformed_;
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
    const std::uint16_t rule = r > rules_->size() ? invalid_rule : static_cast<std::uint16_t>(r);
    const verdict decided = rule == invalid_rule  ? verdict::block
                            : r == rules_->size() ? rules_->otherwise()
                                                  : rules_->rule(r).outcome;
    book(decided, rules_->reason(rule), counts_[r * truths + static_cast<std::size_t>(truth::yes)]);
    for (auto cause = static_cast<std::size_t>(truth::stale); cause < truth_count; ++cause) {
      book(verdict::unknown, rules_->reason(rule) + ": " + std::string(to_string(static_cast<truth>(cause))),
           counts_[r * truths + cause]);
    }
  }
  std::stable_sort(report.by_verdict.begin(), report.by_verdict.end(),
                   [](const reason_tally& a, const reason_tally& b) {
                     return a.outcome != b.outcome ? a.outcome < b.outcome : a.rows > b.rows;
                   });
}

absl::Status check_books(const scrub_report& report) {
  const tally& rows = report.rows;
  const std::uint64_t judged = rows.allowed + rows.blocked + rows.unknown;
  if (absl::Status status = check_sum("rows", rows.read, judged + rows.malformed); !status.ok()) return status;
  std::uint64_t by_reason = 0;
  for (const auto& [reason, count] : report.reasons) by_reason += count;
  if (absl::Status status = check_sum("rows with a verdict", judged, by_reason); !status.ok()) return status;
  const tally& numbers = report.numbers;
  return check_sum("numbers", numbers.read, numbers.allowed + numbers.blocked + numbers.unknown + numbers.malformed);
}

absl::Status cancelled_status() { return absl::CancelledError("interrupted; nothing was written"); }

}  // namespace callsieve::detail

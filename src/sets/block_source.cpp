#include "callsieve/sets/block_source.hpp"

#include <algorithm>
#include <limits>
#include <optional>

namespace callsieve {
namespace {

/// What the columns of a list must hold.
class column_needs {
 public:
  void see(const block_entries& entries) {
    // The days of attempts stand in them.
    for (const std::int32_t when : entries.attempts.empty() ? entries.days : std::span<const std::int32_t>()) {
      columns_.days = columns_.days || when != 0;
      see_day(when);
    }
    if (entries.attempts.empty() && entries.days.empty()) see_day(0);  // beside others that have days
    for (const attempt_days& days : entries.attempts) {
      for (const std::int32_t when : days) {
        if (when != no_attempt) see_day(when);
      }
    }
    if (entries.states.empty()) see_state(entries.state);
    for (const record_state state : entries.states) see_state(state);
    for (const std::uint32_t flags : entries.flags) columns_.flags = columns_.flags || flags != 0;
  }
  void see(const number_interval& interval) {
    if (interval.day_number != 0) {
      columns_.days = true;
      see_day(interval.day_number);
    }
    columns_.flags = columns_.flags || interval.flags != 0;
  }
  /// Numbers alone, beside intervals: where these have days, the numbers' is 0.
  void see_numbers_alone() {
    if (columns_.days) see_day(0);
  }
  [[nodiscard]] snapshot_columns columns(list_kind kind) const {
    snapshot_columns needed = columns_;
    needed.references = kind == list_kind::consent;
    needed.days = needed.days || kind != list_kind::set;
    if (first_ <= last_) {
      needed.first_day = first_;
      needed.last_day = last_;
    }
    switch (kind) {
      case list_kind::set: needed.state = record_state::listed; break;
      case list_kind::attempts: needed.state = record_state::attempted; break;
      case list_kind::dated: needed.state = record_state::purchase; break;
      case list_kind::consent: needed.state = record_state::given; break;
    }
    if (!one_state_) {
      needed.state.reset();
    } else if (state_) {
      needed.state = state_;
    }
    return needed;
  }

 private:
  void see_state(record_state state) {
    one_state_ = one_state_ && (!state_ || *state_ == state);
    state_ = state;
  }
  void see_day(std::int32_t when) {
    if (when == open_contract) return;
    first_ = std::min(first_, when);
    last_ = std::max(last_, when);
  }

  snapshot_columns columns_;
  std::optional<record_state> state_;
  bool one_state_ = true;
  std::int32_t first_ = std::numeric_limits<std::int32_t>::max();
  std::int32_t last_ = std::numeric_limits<std::int32_t>::min();
};

}  // namespace

absl::StatusOr<snapshot_writer::written> write_snapshot(block_source& entries, list_kind kind,
                                                        const snapshot_info& info, const snapshot_writer::sink& to) {
  column_needs needs;
  for (const number_interval& interval : entries.intervals()) needs.see(interval);
  if (entries.is_plain()) {
    needs.see_numbers_alone();
  } else {
    for (;;) {
      const auto block = entries.next();
      if (!block.ok()) return block.status();
      if (*block == nullptr) break;
      needs.see(**block);
    }
    if (absl::Status status = entries.rewind(); !status.ok()) return status;
  }
  const snapshot_columns columns = needs.columns(kind);
  snapshot_writer writer(kind, columns, info.tuning, to);
  for (const number_interval& interval : entries.intervals()) {
    if (absl::Status status = writer.add_interval(interval); !status.ok()) return status;
  }
  for (;;) {
    const auto block = entries.next_held();
    if (!block.ok()) return block.status();
    if (block->bits != nullptr) {
      if (absl::Status status = writer.add_block(*block->bits); !status.ok()) return status;
      continue;
    }
    if (block->entries == nullptr) break;
    block_entries kept = *block->entries;
    if (!columns.days) kept.days = {};  // all of them 0
    if (!columns.flags) kept.flags = {};
    if (absl::Status status = writer.add_block(kept); !status.ok()) return status;
  }
  return writer.finish(info);
}

}  // namespace callsieve

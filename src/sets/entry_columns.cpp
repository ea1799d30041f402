#include "sets/entry_columns.hpp"

#include <algorithm>
#include <array>
#include <functional>

namespace callsieve {

attempt_days latest_of(const attempt_days& a, const attempt_days& b) noexcept {
  std::array<std::int32_t, 2 * attempt_days{}.size()> both;
  std::merge(a.begin(), a.end(), b.begin(), b.end(), both.begin(), std::greater<>());
  attempt_days latest;
  std::copy_n(both.begin(), latest.size(), latest.begin());
  return latest;
}

attempt_days latest_of_same(const attempt_days& a, const attempt_days& b) noexcept {
  std::array<std::int32_t, 2 * attempt_days{}.size()> both;
  const auto end = std::set_union(a.begin(), a.end(), b.begin(), b.end(), both.begin(), std::greater<>());
  attempt_days latest;
  latest.fill(no_attempt);
  std::copy_n(both.begin(), std::min<std::size_t>(latest.size(), static_cast<std::size_t>(end - both.begin())),
              latest.begin());
  return latest;
}

void entry_columns::begin(const block_entries& a, const block_entries& b) {
  days_kept_ = !a.days.empty() || !b.days.empty();
  states_kept_ = !a.states.empty() || !b.states.empty() || a.state != b.state;
  flags_kept_ = !a.flags.empty() || !b.flags.empty();
  references_kept_ = !a.references.empty() || !b.references.empty();
  attempts_kept_ = !a.attempts.empty() || !b.attempts.empty();
  made_ = {};
  made_.block = a.block;
  made_.state = a.state;
  offsets_.clear();
  days_.clear();
  states_.clear();
  flags_.clear();
  references_.clear();
  attempts_.clear();
}

void entry_columns::append(std::uint32_t offset, const entry_place& from) {
  offsets_.push_back(offset);
  if (days_kept_) days_.push_back(from.record().day_number);
  if (states_kept_) states_.push_back(from.record().state);
  if (flags_kept_) flags_.push_back(from.flags());
  if (references_kept_) references_.push_back(from.reference());
  if (attempts_kept_) attempts_.push_back(from.attempts());
}

void entry_columns::append_combined(std::uint32_t offset, const entry_place& a, const entry_place& b,
                                    const combination& how) {
  const list_record first = a.record(), second = b.record();
  if (attempts_kept_) {
    append(offset, a);
    attempts_.back() = (how.same_calls ? latest_of_same : latest_of)(a.attempts(), b.attempts());
  } else if (first.state == record_state::listed) {
    append(offset, a);
    if (days_kept_) days_.back() = combined(first, second, how.days).day_number;
    if (flags_kept_) flags_.back() = united_flags(a.flags(), b.flags());
  } else if (first == second) {
    append(offset, a.reference() >= b.reference() ? a : b);
  } else {
    append(offset, supersedes(first, second) ? a : b);
  }
}

const block_entries& entry_columns::entries() {
  made_.offsets = offsets_;
  made_.days = days_;
  made_.states = states_;
  made_.flags = flags_;
  made_.references = references_;
  made_.attempts = attempts_;
  return made_;
}

}  // namespace callsieve

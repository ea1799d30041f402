// Which records and columns a kind of list can hold: asked by the writer and by the reader of snapshots.
#pragma once

#include "callsieve/base/date.hpp"
#include "callsieve/sets/record.hpp"
#include "callsieve/sets/snapshot_format.hpp"

namespace callsieve {

[[nodiscard]] constexpr bool is_storable_day(std::int64_t number) noexcept {
  constexpr std::int32_t first = day_number(std::chrono::year{1900} / 1 / 1);
  constexpr std::int32_t last = day_number(std::chrono::year{9999} / 12 / 31);
  return number >= first && number <= last;
}

[[nodiscard]] constexpr bool is_state_of(list_kind kind, record_state state) noexcept {
  switch (kind) {
    case list_kind::set: return state == record_state::listed;
    case list_kind::dated: return state == record_state::purchase || state == record_state::contract_end;
    case list_kind::consent: return state == record_state::given || state == record_state::withdrawn;
    case list_kind::attempts: return state == record_state::attempted;
  }
  return false;
}

[[nodiscard]] constexpr bool can_hold(list_kind kind, const list_record& record) noexcept {
  if (record.state == record_state::contract_end && record.day_number == open_contract) return kind == list_kind::dated;
  return is_state_of(kind, record.state) && is_storable_day(record.day_number);
}

/// Eight days of calls: at least one, the latest first.
[[nodiscard]] constexpr bool can_hold(const attempt_days& attempts) noexcept {
  for (std::size_t i = 0; i < attempts.size(); ++i) {
    if (i != 0 && attempts[i] == no_attempt) continue;
    if (!is_storable_day(attempts[i]) || (i != 0 && attempts[i] > attempts[i - 1])) return false;
  }
  return true;
}

/// Sets may have days and flags; the other kinds have days and may have flags, and consent may have references. Only
/// dated and consent lists have states that differ.
[[nodiscard]] constexpr bool can_have(list_kind kind, const snapshot_format::column_plan& plan) noexcept {
  const bool may_differ = kind == list_kind::dated || kind == list_kind::consent;
  return (plan.state == record_state::absent ? may_differ : is_state_of(kind, plan.state)) &&
         (plan.day_bytes != 0 || kind == list_kind::set) && (!plan.references || kind == list_kind::consent) &&
         plan.attempts == (kind == list_kind::attempts);
}

}  // namespace callsieve

// Which records a kind of list can hold: asked by the writer and by the reader of snapshots.
#pragma once

#include "callsieve/base/date.hpp"
#include "callsieve/sets/record.hpp"

namespace callsieve {

[[nodiscard]] constexpr bool is_storable_day(std::int32_t number) noexcept {
  constexpr std::int32_t first = day_number(std::chrono::year{1900} / 1 / 1);
  constexpr std::int32_t last = day_number(std::chrono::year{9999} / 12 / 31);
  return number >= first && number <= last;
}

[[nodiscard]] constexpr bool can_hold(list_kind kind, const list_record& record) noexcept {
  switch (kind) {
    case list_kind::set: return record == list_record{0, record_state::listed};
    case list_kind::dated:
      if (record.state == record_state::contract_end && record.day_number == open_contract) return true;
      return (record.state == record_state::purchase || record.state == record_state::contract_end) &&
             is_storable_day(record.day_number);
    case list_kind::consent:
      return (record.state == record_state::given || record.state == record_state::withdrawn) &&
             is_storable_day(record.day_number);
    case list_kind::attempts: return record.state == record_state::attempted && is_storable_day(record.day_number);
  }
  return false;
}

}  // namespace callsieve

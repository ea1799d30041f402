// What a snapshot holds of one number, and what it says of itself.
#pragma once

#include <cstdint>
#include <string>

#include "callsieve/number/phone_number.hpp"
#include "callsieve/sets/coverage.hpp"
#include "callsieve/sets/record.hpp"

namespace callsieve {

/// One entry of a list, whole. For tests and small lists; large ones go through snapshot_builder::add.
struct list_entry {
  phone_number number;
  list_record record{0, record_state::listed};
  std::string reference{};  ///< consent: where the evidence is; empty otherwise
};

/// Names a list wherever its folder is copied to: random, made with the list. Zero: none.
struct list_id {
  std::uint64_t high = 0, low = 0;
  friend constexpr bool operator==(const list_id&, const list_id&) = default;
};

/// What a snapshot says of itself.
struct snapshot_info {
  list_id id{};
  list_kind kind = list_kind::set;
  list_tuning tuning = list_tuning::speed;
  day_meaning days = day_meaning::none;
  std::uint64_t count = 0;        ///< numbers that stand singly
  std::uint64_t intervals = 0;    ///< beside them
  std::uint64_t not_in_plan = 0;  ///< of the numbers, outside the numbering plan of the day of import
  std::uint64_t bad_lines = 0;    ///< lines that could not be read and were left out on request (--allow-bad)
  std::string version{};          ///< what the list's source calls this copy; up to 255 bytes, often empty
  coverage covers;
};

}  // namespace callsieve

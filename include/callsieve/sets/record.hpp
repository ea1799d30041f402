// What a list holds of one number.
#pragma once

#include <concepts>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

#include "callsieve/number/phone_number.hpp"

namespace callsieve {

class coverage;

enum class list_kind : std::uint8_t { set = 0, dated = 1, consent = 2 };  ///< frozen: stored in snapshots

[[nodiscard]] constexpr std::string_view to_string(list_kind kind) noexcept {
  return kind == list_kind::set ? "set" : kind == list_kind::dated ? "dated" : "consent";
}

enum class record_state : std::uint8_t {  // frozen: stored in snapshots
  absent = 0,
  listed = 1,        ///< set: on the list
  purchase = 2,      ///< dated: `day` is the day of the last purchase
  contract_end = 3,  ///< dated: `day` is the contract's end, maybe in the future; open_contract while it runs
  given = 4,         ///< consent: given on `day`
  withdrawn = 5,     ///< consent: withdrawn on `day`
};

/// The day number of a contract that is still running.
inline constexpr std::int32_t open_contract = std::numeric_limits<std::int32_t>::max();

/// The answer of a list on one number. 8 bytes. `day_number` counts days since 1970-01-01 and is 0 for sets.
struct list_record {
  std::int32_t day_number = 0;
  record_state state = record_state::absent;
  friend constexpr bool operator==(const list_record&, const list_record&) = default;
};

/// Whether record `a` supersedes `b` for one number: a later day; on the same day withdrawn beats given, and a
/// contract's end a purchase. File order never matters.
[[nodiscard]] constexpr bool supersedes(const list_record& a, const list_record& b) noexcept {
  return a.day_number != b.day_number ? a.day_number > b.day_number : a.state > b.state;
}

/// What rules ask of a list: answers for many numbers at once, and the numbers it speaks for.
/// `find` writes one record a number (absent when it holds none); no allocation, no lock.
template <class L>
concept number_list = requires(const L& list, std::span<const phone_number> numbers, std::span<list_record> records) {
  list.find(numbers, records);
  { list.speaks_for() } -> std::convertible_to<const coverage&>;
};

}  // namespace callsieve

// What a list holds of one number.
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

#include "callsieve/number/phone_number.hpp"

namespace callsieve {

class coverage;

enum class list_kind : std::uint8_t { set = 0, dated = 1, consent = 2, attempts = 3 };  ///< frozen: stored

[[nodiscard]] constexpr std::string_view to_string(list_kind kind) noexcept {
  switch (kind) {
    case list_kind::set: return "set";
    case list_kind::dated: return "dated";
    case list_kind::consent: return "consent";
    case list_kind::attempts: return "attempts";
  }
  return "unknown";
}

/// What a list's bytes are chosen for. Answers are the same.
enum class list_tuning : std::uint8_t { memory = 0, speed = 1 };  ///< frozen: stored

[[nodiscard]] constexpr std::string_view to_string(list_tuning tuning) noexcept {
  return tuning == list_tuning::memory ? "memory" : "speed";
}

/// The clock of a list's days.
enum class day_meaning : std::uint8_t {  // frozen: stored
  none = 0,                              ///< no days
  registered = 1,                        ///< set: the day since which the number is listed
  last_valid = 2,                        ///< set: the last day on which it is
  relation = 3,                          ///< dated
  consent = 4,                           ///< consent
  attempt = 5,                           ///< attempts: the last one
};

enum class record_state : std::uint8_t {  // frozen: stored in snapshots
  absent = 0,
  listed = 1,        ///< set: on the list
  purchase = 2,      ///< dated: `day` is the day of the last purchase
  contract_end = 3,  ///< dated: `day` is the contract's end, maybe in the future; open_contract while it runs
  given = 4,         ///< consent: given on `day`
  withdrawn = 5,     ///< consent: withdrawn on `day`
  attempted = 6,     ///< attempts: last called on `day`
};

/// The day number of a contract that is still running.
inline constexpr std::int32_t open_contract = std::numeric_limits<std::int32_t>::max();

/// The answer of a list on one number. 8 bytes. `day_number` counts days since 1970-01-01 and is 0 for what has no
/// day.
struct list_record {
  std::int32_t day_number = 0;
  record_state state = record_state::absent;
  friend constexpr bool operator==(const list_record&, const list_record&) = default;
};

/// Whether record `a` of a customer or a consent supersedes `b`: a later day; on one day what blocks more: withdrawn
/// before given, and a purchase before a contract's end (a contract that ends later is a customer's, a purchase that
/// is still to come is none). File order never matters.
[[nodiscard]] constexpr bool supersedes(const list_record& a, const list_record& b) noexcept {
  if (a.day_number != b.day_number) return a.day_number > b.day_number;
  const bool of_customers = a.state == record_state::purchase || a.state == record_state::contract_end;
  return of_customers ? a.state < b.state : a.state > b.state;
}

/// What two records of one number come to; docs/lists.md has the table. Sets: what blocks more, so no day (listed for
/// good, or since nobody knows when) before any, else the later last valid day, or the earlier day of registration.
/// Customers and consents: the one that supersedes. Commutative, associative, idempotent.
[[nodiscard]] constexpr list_record combined(const list_record& a, const list_record& b, day_meaning days) noexcept {
  if (a.state != record_state::listed) return supersedes(a, b) ? a : b;
  if (a.day_number == 0 || b.day_number == 0) return {0, record_state::listed};
  const bool first_is_later = a.day_number > b.day_number;
  return first_is_later == (days != day_meaning::registered) ? a : b;
}

/// The categories of two entries for one number; none is every one.
[[nodiscard]] constexpr std::uint32_t united_flags(std::uint32_t a, std::uint32_t b) noexcept {
  return a == 0 || b == 0 ? 0 : a | b;
}

/// Whether an entry of a set blocks on every day and for every category that another one blocks on.
[[nodiscard]] constexpr bool blocks_as_much(const list_record& entry, std::uint32_t flags, const list_record& other,
                                            std::uint32_t other_flags, day_meaning days) noexcept {
  return combined(entry, other, days) == entry && united_flags(flags, other_flags) == flags;
}

/// The days of the last calls to one number, the latest first; no_attempt where there were fewer than eight.
using attempt_days = std::array<std::int32_t, 8>;
inline constexpr std::int32_t no_attempt = std::numeric_limits<std::int32_t>::min();

/// What rules ask of a list: answers for many numbers at once, and the numbers it speaks for.
/// `find` writes one record a number (absent when it holds none); no allocation, no lock.
template <class L>
concept number_list = requires(const L& list, std::span<const phone_number> numbers, std::span<list_record> records) {
  list.find(numbers, records);
  { list.speaks_for() } -> std::convertible_to<const coverage&>;
};

}  // namespace callsieve

// Under which number is the subscriber of an old number called today?
//
// What: the renumberings of countries that we found documented; src/number/renumbering.cpp holds them with their
// sources, and docs/numbers.md shows them. Lists keep numbers in the spelling of the day on which somebody objected:
// after a renumbering the old digits reach nobody, and the new ones reach the person. Applied only where the plan calls
// the old digits no number and the new ones a number: what is valid today is never another number's old form. A form
// that means two things, or whose meaning we found nowhere, is left alone. Cost: for a number of today's plan, one
// classify; else a walk over some 160 rows, about 0.1 us: for numbers outside the plan only. No allocation.
// Threads: constant data, any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "callsieve/number/phone_number.hpp"

namespace callsieve {

/// A renumbering that is known here, for messages and documents.
struct renumbering {
  std::string_view name;  ///< `Mexico 2019: the 1 after +52 is no longer dialled`
  std::string_view day;  ///< the day on which the new numbers came, `2019-08-03`; the last one where they came in steps
  std::string_view source;  ///< who announced it, where
};
/// All of them, by name in ascending order.
[[nodiscard]] std::span<const renumbering> renumberings() noexcept;

/// The number under which a renumbered subscriber is called today; none when no known renumbering applies.
[[nodiscard]] phone_number renumbered(phone_number old) noexcept;
/// The same for E.164 digits that need not be a number of any plan, such as those that parse refused as too short or
/// too long; none also for zero and for more than 15 digits.
[[nodiscard]] phone_number renumbered_digits(std::uint64_t e164_digits) noexcept;
/// Whether a number from first to last may be an old one; false is certain, of all of them.
[[nodiscard]] bool may_be_renumbered(phone_number first, phone_number last) noexcept;
/// The name of the renumbering that renumbered applies; empty when it gives none.
[[nodiscard]] std::string_view renumbering_of(phone_number old) noexcept;

}  // namespace callsieve

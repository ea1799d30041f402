// A telephone number as an 8-byte value.
//
// What: the digits of an E.164 number (country calling code and national number, at most 15 digits), read as a decimal
// integer. A calling code never begins with zero, so digits and integer determine each other; the zero value is "none".
// Cost: 8 bytes, trivially copyable, ordered by its digits as an integer, hashable by std and Abseil.
// Errors: a phone_number says nothing about validity; ask numbering_plan.hpp. Make one from text with parse.hpp.
// Threads: a value; no state.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>

namespace callsieve {

class phone_number {
 public:
  /// The largest E.164 value: 15 digits (ITU-T E.164, 6.1).
  static constexpr std::uint64_t max_value = 999'999'999'999'999;

  constexpr phone_number() noexcept = default;

  /// The number whose E.164 digits are `digits`. Requires digits <= max_value; zero makes "none".
  [[nodiscard]] static constexpr phone_number from_digits_unchecked(std::uint64_t digits) noexcept {
    return phone_number(digits);
  }
  /// As above, checked: nothing for zero or more than 15 digits.
  [[nodiscard]] static constexpr std::optional<phone_number> from_digits(std::uint64_t digits) noexcept {
    if (digits == 0 || digits > max_value) return std::nullopt;
    return phone_number(digits);
  }

  /// The E.164 digits as an integer: +31 6 12345678 is 31612345678. Zero for none.
  [[nodiscard]] constexpr std::uint64_t value() const noexcept { return digits_; }
  [[nodiscard]] constexpr explicit operator bool() const noexcept { return digits_ != 0; }

  friend constexpr auto operator<=>(phone_number, phone_number) noexcept = default;

  template <class Hash>
  friend Hash AbslHashValue(Hash state, phone_number number) {
    return Hash::combine(std::move(state), number.digits_);
  }

 private:
  constexpr explicit phone_number(std::uint64_t digits) noexcept : digits_(digits) {}
  std::uint64_t digits_ = 0;
};

static_assert(sizeof(phone_number) == 8);

/// E.164 with its plus sign: `+31612345678`; empty for none. Allocates only past the small-string size.
[[nodiscard]] inline std::string to_string(phone_number number) {
  return number ? '+' + std::to_string(number.value()) : std::string();
}

}  // namespace callsieve

template <>
struct std::hash<callsieve::phone_number> {
  std::size_t operator()(callsieve::phone_number number) const noexcept {
    return std::hash<std::uint64_t>{}(number.value());
  }
};

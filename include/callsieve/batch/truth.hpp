// Three-valued truth, with the cause when it is unknown; verdicts and the decision on one number.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace callsieve {

/// What a predicate says of a number. Every value from `stale` on is unknown, for that cause.
enum class truth : std::uint8_t {
  no = 0,
  yes = 1,
  stale = 2,        ///< the list's copy is older than the rule allows
  not_covered = 3,  ///< the list does not speak for this number
  no_time = 4,      ///< calling hours are asked, and the moment asked for has no time of day
  no_zone = 5,      ///< nobody knows in which time zone the called party is
  no_holidays = 6,  ///< the file of public holidays has no day of that year
  no_column = 7,    ///< the input has no such column
  no_value = 8,     ///< the row's cell is empty
  no_date = 9,      ///< the list holds the number without the day that the rule asks for
  no_person = 10,   ///< the list holds the consent without saying whose it is
  no_type = 11,     ///< the plan does not tell the types asked for from others: fixed line or mobile
  no_region = 12,   ///< the plan does not say which of its calling code's regions the number is of
};

/// Values of truth: `stale` up to `truth_count - 1` are the causes of unknown.
inline constexpr std::size_t truth_count = 13;

[[nodiscard]] constexpr bool is_unknown(truth t) noexcept { return t >= truth::stale; }

/// Whether both are true, by Kleene's logic. Of two unknowns the first one's cause is kept.
[[nodiscard]] constexpr truth operator&(truth a, truth b) noexcept {
  if (a == truth::no || b == truth::no) return truth::no;
  return is_unknown(a) ? a : b;  // a is yes: b decides
}

/// `no`, `yes`, `stale`, `not covered`, ...: the words of reports and traces.
[[nodiscard]] constexpr std::string_view to_string(truth t) noexcept {
  switch (t) {
    case truth::no: return "no";
    case truth::yes: return "yes";
    case truth::stale: return "stale";
    case truth::not_covered: return "not covered";
    case truth::no_time: return "no time";
    case truth::no_zone: return "no time zone";
    case truth::no_holidays: return "no holidays";
    case truth::no_column: return "no column";
    case truth::no_value: return "no value";
    case truth::no_date: return "no date";
    case truth::no_person: return "no person";
    case truth::no_type: return "no finer type";
    case truth::no_region: return "no region";
  }
  return "unknown";
}

enum class verdict : std::uint8_t { allow, block, unknown };

[[nodiscard]] constexpr std::string_view to_string(verdict v) noexcept {
  return v == verdict::allow ? "allow" : v == verdict::block ? "block" : "unknown";
}

/// In place of a rule's index: blocked because it is not a valid number. No rule was asked.
inline constexpr std::uint16_t invalid_rule = 0xffff;

/// The answer for one number: the verdict, the rule that decided (the number of rules: what happens otherwise) and,
/// when the verdict is unknown, the cause; otherwise the cause is `yes`. 4 bytes.
struct decision {
  std::uint16_t rule = 0;
  verdict outcome = verdict::unknown;
  truth cause = truth::yes;
  friend constexpr bool operator==(const decision&, const decision&) = default;
};

}  // namespace callsieve

// What must hold for any cell: one body for the fuzzer, its replay and the vectors.
#pragma once

#include <cstdint>
#include <string_view>

#include "callsieve/number/parse.hpp"

namespace callsieve::fuzz {

/// libphonenumber reads +375 810 and seven digits, valid in Belarus, as a national prefix 8 and other digits: the one
/// valid kind of number that its own E.164 text does not give back (docs/numbers.md).
inline bool is_unreadable_kind(phone_number number) {
  constexpr std::uint64_t prefix = 375'810;
  return number.value() / 10'000'000 == prefix;
}

/// Is the result of parsing this cell consistent with itself and the plan, and a valid number read back from its E.164
/// text as itself?
inline bool parse_holds(std::string_view cell, region_id region) {
  const parsed_number parsed = parse(cell, region);
  if ((parsed.readable() || parsed.in_plan()) != (parsed.number != phone_number())) return false;
  if (!parsed.readable()) return true;

  const plan_entry entry = classify(parsed.number);
  if (parsed.number.value() > phone_number::max_value || calling_code_length(parsed.number) == 0) return false;
  if (entry.region != parsed.region || entry.type != parsed.type || entry.valid != parsed.valid()) return false;
  if (!parsed.valid() || is_unreadable_kind(parsed.number)) return true;

  for (const region_id reader : {region_id::none, region_id::e164, region}) {
    const parsed_number again = parse(to_string(parsed.number), reader);
    if (!again.valid() || again.number != parsed.number) return false;
  }
  return true;
}

}  // namespace callsieve::fuzz

// What a list holds of a number, in words for traces. Not a hot path.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "callsieve/base/date.hpp"
#include "callsieve/sets/coverage.hpp"
#include "callsieve/sets/record.hpp"

namespace callsieve::detail {

template <class List>
std::string list_name(const List& list) {
  if constexpr (requires { std::string(list.name()); }) {
    return std::string(list.name());
  } else {
    return "the list";
  }
}

/// `not on ftc`, `not on ftc, which does not cover this number`.
inline std::string absent_words(std::string_view preposition, std::string_view name, const coverage& covers,
                                phone_number number) {
  std::string text = "not ";
  text.append(preposition).append(" ").append(name);
  if (!covers.obtained_for(number)) text += ", which does not cover this number";
  return text;
}

/// `; obtained 2026-11-01, 23 days old`, and `, older than 31 days: refresh it with callsieve import ftc FILE` when it
/// is; empty where the list does not cover the number. `name` is the list's, for the command.
inline std::string age_words(const coverage& covers, phone_number number, day today,
                             const std::optional<period>& max_age, std::string_view name) {
  const std::optional<day> obtained = covers.obtained_for(number);
  if (!obtained) return {};
  const std::int32_t age = day_number(today) - day_number(*obtained);
  std::string text = "; obtained " + to_string(*obtained);
  for (const coverage_entry& entry : covers.entries()) {  // the longest prefix comes first
    if (!entry.prefix.covers(number)) continue;
    if (entry.prefix.length != 0) text += " for " + to_string(entry.prefix);
    break;
  }
  if (age < 0) return text + ", after the day asked for";
  text += ", " + to_string(days(age)) + " old";
  if (max_age && add(*obtained, *max_age) < today) {
    text +=
        ", older than " + to_string(*max_age) + ": refresh it with `callsieve import " + std::string(name) + " FILE`";
  }
  return text;
}

/// `listed`, `purchase 2024-03-01`, `contract ended 2024-03-01`, `given 2025-01-02`. Days of hostile files that no
/// calendar has are shown as numbers.
inline std::string record_words(const list_record& record, day today) {
  constexpr std::int32_t last_day = 2'932'896;  // 9999-12-31
  const bool in_calendar = record.day_number > -last_day && record.day_number <= last_day;
  const std::string date =
      in_calendar ? to_string(day_from_number(record.day_number)) : "day " + std::to_string(record.day_number);
  switch (record.state) {
    case record_state::absent: return "absent";
    case record_state::listed: return "listed";
    case record_state::purchase: return "purchase " + date;
    case record_state::contract_end:
      if (record.day_number == open_contract) return "contract runs";
      return (record.day_number > day_number(today) ? "contract ends " : "contract ended ") + date;
    case record_state::given: return "given " + date;
    case record_state::withdrawn: return "withdrawn " + date;
    case record_state::attempted: return "called " + date;
  }
  return "a record of state " + std::to_string(static_cast<int>(record.state));
}

}  // namespace callsieve::detail

// Lists as a policy is bound to them, with what a test says of them: of a snapshot in memory, and mapped from a store.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "callsieve/lists/store.hpp"
#include "callsieve/sets/snapshot_builder.hpp"

#include "rules/memory_list.hpp"
#include "support/catch.hpp"

namespace callsieve_test {

inline std::vector<callsieve::coverage_entry> covers_of(const list_facts& facts) {
  std::vector<callsieve::coverage_entry> covers;
  for (const auto& [digits, obtained] : facts.covers) {
    const std::uint64_t value = digits.empty() ? 0 : std::stoull(digits);
    covers.push_back({{value, static_cast<std::uint8_t>(digits.size())}, obtained});
  }
  return covers;
}

inline callsieve::snapshot_builder entries_of(const list_facts& facts) {
  using callsieve::phone_number;
  callsieve::snapshot_builder entries(facts.kind, {.days = facts.days});
  for (const auto& [digits, record] : facts.records) {
    const phone_number number = phone_number::from_digits_unchecked(digits);
    const auto called = facts.attempts.find(digits);
    if (called != facts.attempts.end()) {
      for (const callsieve::day on : called->second) entries.add(number, {callsieve::day_number(on), record.state});
      continue;
    }
    const auto reference = facts.references.find(digits);
    const auto flags = facts.flags.find(digits);
    entries.add(number, record, reference == facts.references.end() ? std::string_view() : reference->second,
                flags == facts.flags.end() ? 0 : flags->second);
  }
  return entries;
}

/// A list in memory. It has no settings, so no default age.
inline callsieve::list in_memory(const list_facts& facts, callsieve::list_tuning tuning) {
  callsieve::snapshot_info info;
  info.covers = callsieve::coverage(covers_of(facts));
  info.days = facts.days;
  info.version = facts.version;
  info.tuning = tuning;
  auto bytes = entries_of(facts).bytes(info);
  REQUIRE(callsieve::message_of(bytes.status()) == "");
  auto opened = callsieve::list::from_snapshot(facts.name, *std::move(bytes));
  REQUIRE(callsieve::message_of(opened.status()) == "");
  return *std::move(opened);
}

/// Imports a list. Requires that it speaks for something.
inline void put(callsieve::store& in, const list_facts& facts) {
  callsieve::list_import import{facts.name, entries_of(facts), covers_of(facts)};
  import.days = facts.days;
  import.version = facts.version;
  const auto counts = in.apply_import(std::move(import));
  REQUIRE(callsieve::message_of(counts.status()) == "");
}

}  // namespace callsieve_test

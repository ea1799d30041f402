// Random policies, lists and numbers, small enough that everything meets everything.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "callsieve/policy/document.hpp"

#include "memory_list.hpp"

namespace callsieve_test {

using random_source = std::mt19937_64;

inline std::size_t below(random_source& random, std::size_t n) { return static_cast<std::size_t>(random() % n); }
inline bool one_in(random_source& random, std::size_t n) { return below(random, n) == 0; }
template <class T>
const T& pick(random_source& random, const std::vector<T>& items) {
  return items[below(random, items.size())];
}

inline callsieve::day around(random_source& random, callsieve::day middle, std::size_t spread) {
  return middle + std::chrono::days{below(random, 2 * spread + 1)} - std::chrono::days{spread};
}

/// Mostly periods that reach the edges of the days in play.
inline callsieve::period random_period(random_source& random) {
  using callsieve::period_unit;
  switch (below(random, 4)) {
    case 0: return {static_cast<int>(below(random, 60)) + 1, period_unit::days};
    case 1: return {static_cast<int>(below(random, 8)) + 1, period_unit::weeks};
    case 2: return {static_cast<int>(below(random, 24)) + 1, period_unit::months};
    default: return {static_cast<int>(below(random, 4)) + 1, period_unit::years};
  }
}

/// Numbers reserved for fiction, of several plans.
inline std::uint64_t random_number(random_source& random) {
  static const std::vector<std::uint64_t> blocks{1'202'555'0100,  1'415'555'0100, 442'079'460'100,
                                                 441'614'960'100, 61'491'570'100, 493'023'125'100};
  return pick(random, blocks) + below(random, 12);
}

/// "1202", "44", ... or the world.
inline std::string random_prefix(random_source& random, bool may_be_world) {
  static const std::vector<std::string> prefixes{"1",      "1202", "1202555", "1415",   "44",
                                                 "442079", "4416", "61",      "614915", "49"};
  return may_be_world && one_in(random, 4) ? std::string() : pick(random, prefixes);
}

/// Cells of the column `state`, and texts that rules compare them with.
inline const std::vector<std::string>& test_states() {
  static const std::vector<std::string> states{"FL",
                                               "Y",
                                               "\u00a0no ",
                                               "1",
                                               "fl",
                                               "OK",
                                               "",
                                               "Florida",
                                               "\u00e9",
                                               "\u00a0FL",
                                               "F\u200bL\u202f",
                                               "\ufefffl\t",
                                               "New York",
                                               "new\u00a0york",
                                               "New  York",
                                               "\u2060",
                                               " \t\u2007",
                                               "\u00a9FL",
                                               "FL\u00e0"};
  return states;
}

inline list_facts random_list(random_source& random, std::string name, callsieve::list_kind kind,
                              callsieve::day today) {
  using callsieve::record_state;
  list_facts facts{.name = std::move(name), .kind = kind};
  if (one_in(random, 2)) {
    facts.covers.emplace_back("", around(random, today, 60));
  } else {
    std::map<std::string, callsieve::day> covers;
    for (std::size_t n = below(random, 5); n > 0; --n) covers[random_prefix(random, true)] = around(random, today, 60);
    facts.covers.assign(covers.begin(), covers.end());
  }
  if (one_in(random, 3)) facts.default_max_age = random_period(random);
  if (kind == callsieve::list_kind::set) facts.days = static_cast<callsieve::day_meaning>(below(random, 3));
  if (one_in(random, 2)) facts.version = callsieve::to_string(around(random, today, 60));
  for (std::size_t n = below(random, 60); n > 0; --n) {
    const std::uint64_t number = random_number(random);
    callsieve::list_record record{0, record_state::listed};
    if (kind != callsieve::list_kind::set || (facts.days != callsieve::day_meaning::none && !one_in(random, 8))) {
      record.day_number = callsieve::day_number(around(random, today, one_in(random, 2) ? 40 : 1'000));
    }
    if (kind == callsieve::list_kind::dated) {
      record.state = one_in(random, 2) ? record_state::purchase : record_state::contract_end;
      if (record.state == record_state::contract_end && one_in(random, 4)) record.day_number = callsieve::open_contract;
    }
    if (kind == callsieve::list_kind::consent)
      record.state = one_in(random, 3) ? record_state::withdrawn : record_state::given;
    if (kind == callsieve::list_kind::consent && !one_in(random, 4)) {
      facts.references[number] = pick(random, test_states());
    }
    if (kind == callsieve::list_kind::attempts) record.state = record_state::attempted;
    facts.records[number] = record;
    if (kind == callsieve::list_kind::set && one_in(random, 2)) {
      facts.flags[number] = static_cast<std::uint32_t>(below(random, 16));
    }
    if (kind != callsieve::list_kind::attempts) continue;
    facts.attempts[number].clear();
    for (std::size_t a = below(random, 8) + 1; a > 0; --a) facts.attempts[number].push_back(around(random, today, 30));
  }
  return facts;
}

/// Two lists of each kind: set0, set1, dated0, ...
inline std::map<std::string, list_facts> random_lists(random_source& random, callsieve::day today) {
  std::map<std::string, list_facts> lists;
  for (const auto kind : {callsieve::list_kind::set, callsieve::list_kind::dated, callsieve::list_kind::consent,
                          callsieve::list_kind::attempts}) {
    for (const char* n : {"0", "1"}) {
      std::string name = std::string(callsieve::to_string(kind)) + n;
      lists.emplace(name, random_list(random, name, kind, today));
    }
  }
  return lists;
}

inline const std::vector<std::string>& test_regions() {
  static const std::vector<std::string> names{"US", "GB", "AU", "DE"};
  return names;
}

inline const std::vector<std::string>& test_zones() {
  static const std::vector<std::string> zones{
      "America/New_York", "Europe/Amsterdam", "Australia/Lord_Howe", "Asia/Kolkata", "UTC", "America/Los_Angeles"};
  return zones;
}

inline std::vector<callsieve::minute_range> random_ranges(random_source& random) {
  std::vector<callsieve::minute_range> ranges;
  std::uint16_t begin = 0;
  for (std::size_t n = below(random, 3); n > 0 && begin < 1'400; --n) {
    begin = static_cast<std::uint16_t>(begin + below(random, 1'440u - begin));
    const auto end = static_cast<std::uint16_t>(begin + 1 + below(random, 1'440u - begin));
    ranges.push_back({begin, end});
    begin = end;
  }
  if (one_in(random, 3)) ranges = {{0, 1'440}};
  return ranges;
}

inline callsieve::hours_document random_hours(random_source& random, std::string name, callsieve::day today) {
  callsieve::hours_document hours;
  hours.table.name = std::move(name);
  for (auto& ranges : hours.table.weekdays) ranges = random_ranges(random);
  if (one_in(random, 2)) {
    hours.table.observes_holidays = true;
    for (std::size_t n = below(random, 4) + 1; n > 0; --n) {
      hours.table.holidays.push_back(around(random, today, one_in(random, 2) ? 2 : 400));
    }
    std::sort(hours.table.holidays.begin(), hours.table.holidays.end());
    hours.table.on_holidays = random_ranges(random);
    if (one_in(random, 2)) hours.table.on_eves = random_ranges(random);
  }
  if (one_in(random, 4)) {
    hours.table.zone = pick(random, test_zones());
  } else if (one_in(random, 2)) {
    hours.table.zone_column = "zone";
  }
  return hours;
}

inline std::vector<callsieve::predicate_document> random_parts(random_source& random, int depth);

inline callsieve::predicate_document random_predicate(random_source& random, int depth) {
  using namespace callsieve;
  predicate_document out;
  const auto name = [&random](const char* kind) { return std::string(kind) + (one_in(random, 2) ? "0" : "1"); };
  switch (below(random, depth > 0 ? 14 : 11)) {
    case 0: out.what = always_document{}; break;
    case 1: out.what = duplicate_document{}; break;
    case 2: {
      listed_document d{.list = one_in(random, 3) ? name("dated") : name("set")};
      if (one_in(random, 2)) d.max_age = random_period(random);
      d.from_version = d.max_age && one_in(random, 3);
      if (one_in(random, 3)) d.grace = random_period(random);
      if (one_in(random, 4)) d.categories = {static_cast<int>(below(random, 5)), static_cast<int>(below(random, 5))};
      out.what = d;
      break;
    }
    case 3: out.what = related_document{name("dated"), random_period(random)}; break;
    case 4: {
      consent_document d{.given = one_in(random, 2), .list = name("consent")};
      if (d.given && one_in(random, 2)) d.not_older_than = random_period(random);
      if (d.given && one_in(random, 3)) d.after = name("set");
      if (d.after && one_in(random, 2)) d.max_age = random_period(random);
      if (d.given && one_in(random, 3)) d.person = one_in(random, 9) ? "none" : "state";
      out.what = d;
      break;
    }
    case 5: {
      type_document d;
      for (std::size_t n = below(random, 3) + 1; n > 0; --n) {
        const std::size_t most = one_in(random, 2) ? 3 : static_cast<std::size_t>(number_type_count);  // the hard ones
        d.types.push_back(static_cast<number_type>(below(random, most)));
      }
      out.what = d;
      break;
    }
    case 6: out.what = region_document{{pick(random, test_regions()), pick(random, test_regions())}}; break;
    case 7: {
      const std::string digits = random_prefix(random, false);
      out.what = prefix_document{{{std::stoull(digits), static_cast<std::uint8_t>(digits.size())}}};
      break;
    }
    case 8: {
      column_document d{one_in(random, 4) ? "zone" : one_in(random, 9) ? "none" : "state", {}};
      if (one_in(random, 3)) d.says = one_in(random, 2);
      for (std::size_t n = d.says ? 0 : below(random, 3) + 1; n > 0; --n)
        d.equals.push_back(pick(random, test_states()));
      out.what = d;
      break;
    }
    case 9: out.what = calling_hours_document{one_in(random, 2) ? "hours0" : "hours1"}; break;
    case 10:
      out.what = attempted_document{name("attempts"), static_cast<int>(below(random, 8)) + 1, random_period(random)};
      break;
    case 11: out.what = all_document{random_parts(random, depth)}; break;
    case 12: out.what = any_document{random_parts(random, depth)}; break;
    default: out.what = not_document{{random_predicate(random, depth - 1)}}; break;
  }
  return out;
}

inline std::vector<callsieve::predicate_document> random_parts(random_source& random, int depth) {
  std::vector<callsieve::predicate_document> parts;
  for (std::size_t n = below(random, 3) + 1; n > 0; --n) parts.push_back(random_predicate(random, depth - 1));
  return parts;
}

inline callsieve::rule_document random_rule(random_source& random, callsieve::day today) {
  callsieve::rule_document rule;
  rule.outcome = one_in(random, 2) ? callsieve::verdict::block : callsieve::verdict::allow;
  rule.reason = "reason-" + std::to_string(below(random, 100));
  rule.when = random_predicate(random, 3);
  rule.pass_unknown = one_in(random, 3);
  // Only rules that ask for hours may leave them to the dialer.
  rule.pass_no_time = to_string(rule.when).find("calling_hours") != std::string::npos && one_in(random, 2);
  if (one_in(random, 5)) rule.from = around(random, today, 2);
  if (one_in(random, 5)) rule.until = (rule.from ? *rule.from : around(random, today, 2)) + std::chrono::days{1};
  return rule;
}

inline callsieve::policy_document random_policy(random_source& random, callsieve::day today) {
  callsieve::policy_document policy;
  policy.otherwise = one_in(random, 2) ? callsieve::verdict::block : callsieve::verdict::allow;
  policy.otherwise_reason = "otherwise";
  policy.time_zone = pick(random, test_zones());
  policy.hours = {random_hours(random, "hours0", today), random_hours(random, "hours1", today)};
  for (std::size_t n = below(random, 9); n > 0; --n) policy.rules.push_back(random_rule(random, today));
  return policy;
}

}  // namespace callsieve_test

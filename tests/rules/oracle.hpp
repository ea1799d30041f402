// The oracle: what a policy says of one number, worked out slowly and plainly from the policy's document.
//
// It restates design section 3 a second time and shares no evaluation code with the product: its own calendar, its own
// coverage (by text), its own logic, one row after another.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "callsieve/number/time_zones.hpp"
#include "callsieve/policy/document.hpp"

#include "hours_oracle.hpp"
#include "memory_list.hpp"

namespace callsieve_test {

/// One row of a batch.
struct oracle_row {
  std::uint64_t number;
  std::string region;
  callsieve::number_type type;
  bool duplicate;
  std::string state{}, zone{};  ///< the columns `state` and `zone`, when the input has them
};

struct oracle_decision {
  callsieve::verdict verdict = callsieve::verdict::unknown;
  std::size_t rule = 0;
  std::string cause{};
};

class oracle {
 public:
  oracle(const callsieve::policy_document& policy, const std::map<std::string, list_facts>& lists, callsieve::as_of now,
         bool has_columns = true)
      : policy_(policy), lists_(lists), now_(now), today_(now.date), has_columns_(has_columns) {}

  /// `passed[r]` counts as the product's does.
  oracle_decision decide(const oracle_row& row, std::vector<std::uint64_t>& passed) const {
    for (std::size_t r = 0; r < policy_.rules.size(); ++r) {
      const callsieve::rule_document& rule = policy_.rules[r];
      if (rule.from && today_ < *rule.from) continue;
      if (rule.until && !(today_ < *rule.until)) continue;
      const oracle_answer answer = ask(rule.when, row);
      if (answer.value == oracle_answer::yes) return {rule.outcome, r};
      if (answer.value == oracle_answer::unknown) {
        if (rule.pass_unknown || (rule.pass_no_time && answer.cause == "no time")) {
          ++passed[r];
        } else if (rule.outcome == callsieve::verdict::block) {
          return {callsieve::verdict::unknown, r, answer.cause};
        }
      }
    }
    return {policy_.otherwise, policy_.rules.size()};
  }

  [[nodiscard]] oracle_answer ask(const callsieve::predicate_document& predicate, const oracle_row& row) const {
    return std::visit([&](const auto& d) { return answer(d, row); }, predicate.what);
  }

 private:
  static oracle_answer truth_of(bool b) { return {b ? oracle_answer::yes : oracle_answer::no}; }

  /// The day `length` after `start`, months and years to the same day of the month or the month's last.
  static callsieve::day later(callsieve::day start, callsieve::period length) {
    using callsieve::period_unit;
    if (length.unit == period_unit::days) return start + std::chrono::days{length.count};
    if (length.unit == period_unit::weeks) return start + std::chrono::days{length.count * 7};
    const std::chrono::year_month_day date{start};
    int year = static_cast<int>(date.year());
    int month = static_cast<int>(static_cast<unsigned>(date.month()));
    int day = static_cast<int>(static_cast<unsigned>(date.day()));
    for (int i = 0; i < length.count; ++i) {
      if (length.unit == period_unit::years) {
        ++year;
      } else if (++month == 13) {
        month = 1;
        ++year;
      }
    }
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    const int lengths[] = {31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (day > lengths[month - 1]) day = lengths[month - 1];
    return callsieve::day{std::chrono::year_month_day{std::chrono::year{year},
                                                      std::chrono::month{static_cast<unsigned>(month)},
                                                      std::chrono::day{static_cast<unsigned>(day)}}};
  }

  static callsieve::day date_of(const callsieve::list_record& record) {
    return callsieve::day{std::chrono::days{record.day_number}};
  }

  static bool is_covered(const list_facts& list, const oracle_row& row) {
    const std::string digits = std::to_string(row.number);
    return std::any_of(list.covers.begin(), list.covers.end(),
                       [&](const auto& entry) { return digits.compare(0, entry.first.size(), entry.first) == 0; });
  }

  /// Whether the list can be asked at all about this number; if so, `record` is what it holds.
  oracle_answer consult(const list_facts& list, std::optional<callsieve::period> max_age, const oracle_row& row,
                        callsieve::list_record& record, bool whatever_age = false) const {
    const auto held = list.records.find(row.number);
    if (held != list.records.end()) record = held->second;
    const std::string digits = std::to_string(row.number);
    const std::pair<std::string, callsieve::day>* longest = nullptr;
    for (const auto& entry : list.covers) {
      const bool covers = digits.compare(0, entry.first.size(), entry.first) == 0;
      if (covers && (!longest || entry.first.size() > longest->first.size())) longest = &entry;
    }
    if (!longest) {
      if (held == list.records.end()) return {oracle_answer::unknown, "not covered"};
      return {oracle_answer::yes};
    }
    if (!max_age) max_age = list.default_max_age;
    if (!whatever_age && max_age && later(longest->second, *max_age) < today_) return {oracle_answer::unknown, "stale"};
    return {oracle_answer::yes};
  }

  [[nodiscard]] oracle_answer answer(const callsieve::always_document&, const oracle_row&) const {
    return {oracle_answer::yes};
  }
  [[nodiscard]] oracle_answer answer(const callsieve::duplicate_document&, const oracle_row& row) const {
    return truth_of(row.duplicate);
  }
  [[nodiscard]] oracle_answer answer(const callsieve::listed_document& d, const oracle_row& row) const {
    const list_facts& list = lists_.at(d.list);
    const std::optional<callsieve::period> age = d.max_age ? d.max_age : list.default_max_age;
    if (d.from_version && age) {
      const auto version = callsieve::parse_day(list.version);
      if (!version) return {oracle_answer::unknown, "no date"};
      if (later(*version, *age) < today_) return {oracle_answer::unknown, "stale"};
    }
    callsieve::list_record record;
    oracle_answer can = consult(list, d.max_age, row, record, d.from_version);
    if (can.value == oracle_answer::unknown) return can;
    // An entry that does not count says nothing of a number that the list does not cover.
    const oracle_answer not_listed =
        is_covered(list, row) ? oracle_answer{oracle_answer::no} : oracle_answer{oracle_answer::unknown, "not covered"};
    if (record.state == callsieve::record_state::absent) return {oracle_answer::no};
    const bool has_day = record.day_number != 0;  // a live addition has none
    if (list.days == callsieve::day_meaning::last_valid && has_day && date_of(record) < today_) return not_listed;
    if (d.grace && list.days == callsieve::day_meaning::registered && today_ < later(date_of(record), *d.grace)) {
      return not_listed;
    }
    const auto flags = list.flags.find(row.number);
    if (d.categories.empty() || flags == list.flags.end() || flags->second == 0) return {oracle_answer::yes};
    for (const int category : d.categories) {
      if ((flags->second >> category) % 2 == 1) return {oracle_answer::yes};
    }
    return not_listed;
  }
  [[nodiscard]] oracle_answer answer(const callsieve::attempted_document& d, const oracle_row& row) const {
    callsieve::list_record record;
    oracle_answer can = consult(lists_.at(d.list), std::nullopt, row, record);
    if (can.value == oracle_answer::unknown) return can;
    int count = 0;
    const auto held = lists_.at(d.list).attempts.find(row.number);
    if (held == lists_.at(d.list).attempts.end()) return {oracle_answer::no};
    for (const callsieve::day attempt : held->second) count += today_ < later(attempt, d.within);
    return truth_of(count >= d.at_least);
  }
  [[nodiscard]] oracle_answer answer(const callsieve::related_document& d, const oracle_row& row) const {
    callsieve::list_record record;
    oracle_answer can = consult(lists_.at(d.list), std::nullopt, row, record);
    if (can.value == oracle_answer::unknown) return can;
    switch (record.state) {
      case callsieve::record_state::purchase:
        return truth_of(!(today_ < date_of(record)) && today_ < later(date_of(record), d.within));
      case callsieve::record_state::contract_end:
        if (record.day_number == callsieve::open_contract) return {oracle_answer::yes};
        return truth_of(today_ < later(date_of(record), d.within));
      default: return {oracle_answer::no};
    }
  }
  [[nodiscard]] oracle_answer answer(const callsieve::consent_document& d, const oracle_row& row) const {
    callsieve::list_record record;
    oracle_answer can = consult(lists_.at(d.list), std::nullopt, row, record);
    if (can.value == oracle_answer::unknown) return can;
    if (!d.given) return truth_of(record.state == callsieve::record_state::withdrawn);
    const oracle_answer given = was_given(d, record, row);
    if (given.value != oracle_answer::yes || d.person.empty()) return given;
    if (!has_columns_ || d.person != "state") return {oracle_answer::unknown, "no column"};
    if (seen(row.state).empty()) return {oracle_answer::unknown, "no value"};
    const auto person = lists_.at(d.list).references.find(row.number);
    if (person == lists_.at(d.list).references.end() || seen(person->second).empty()) {
      return {oracle_answer::unknown, "no person"};
    }
    return truth_of(seen(person->second) == seen(row.state));
  }
  [[nodiscard]] oracle_answer was_given(const callsieve::consent_document& d, const callsieve::list_record& record,
                                        const oracle_row& row) const {
    if (record.state != callsieve::record_state::given || today_ < date_of(record)) return {oracle_answer::no};
    if (d.not_older_than && !(today_ < later(date_of(record), *d.not_older_than))) return {oracle_answer::no};
    if (!d.after) return {oracle_answer::yes};
    callsieve::list_record registered;
    const oracle_answer can = consult(lists_.at(*d.after), d.max_age, row, registered);
    if (can.value == oracle_answer::unknown) return can;
    if (registered.state == callsieve::record_state::absent) return {oracle_answer::yes};
    if (lists_.at(*d.after).days != callsieve::day_meaning::registered || registered.day_number == 0) {
      return {oracle_answer::unknown, "no date"};
    }
    return truth_of(date_of(registered) < date_of(record));
  }
  [[nodiscard]] oracle_answer answer(const callsieve::type_document& d, const oracle_row& row) const {
    using callsieve::number_type;
    // What the number may be, as far as its type says, and how many of that are asked for.
    std::vector<number_type> may_be{row.type};
    if (row.type == number_type::fixed_line_or_mobile) may_be = {number_type::fixed_line, number_type::mobile};
    std::size_t asked = 0;
    for (const number_type one : may_be) asked += std::find(d.types.begin(), d.types.end(), one) != d.types.end();
    if (asked == may_be.size() || std::find(d.types.begin(), d.types.end(), row.type) != d.types.end()) {
      return {oracle_answer::yes};
    }
    if (asked > 0 || row.type == number_type::unknown) return {oracle_answer::unknown, "no finer type"};
    return {oracle_answer::no};
  }
  [[nodiscard]] oracle_answer answer(const callsieve::region_document& d, const oracle_row& row) const {
    if (row.region.empty()) return {oracle_answer::unknown, "no region"};
    for (const std::string& region : d.regions) {
      if (region == row.region) return {oracle_answer::yes};
    }
    return {oracle_answer::no};
  }
  [[nodiscard]] oracle_answer answer(const callsieve::prefix_document& d, const oracle_row& row) const {
    for (const auto& prefix : d.prefixes) {
      if (std::to_string(row.number).starts_with(std::to_string(prefix.digits))) return {oracle_answer::yes};
    }
    return {oracle_answer::no};
  }
  [[nodiscard]] oracle_answer answer(const callsieve::column_document& d, const oracle_row& row) const {
    if (!has_columns_ || (d.column != "state" && d.column != "zone")) return {oracle_answer::unknown, "no column"};
    const std::string value = lower(seen(d.column == "state" ? row.state : row.zone));
    if (d.says) {
      const bool yes = value == "y" || value == "true" || value == "1" || value == "ja";
      const bool no = value == "n" || value == "no" || value == "0";
      if (!yes && !no) return {oracle_answer::unknown, "no value"};
      return {yes == *d.says ? oracle_answer::yes : oracle_answer::no};
    }
    for (const std::string& text : d.equals) {
      if (lower(seen(text)) == value) return {oracle_answer::yes};
    }
    return value.empty() ? oracle_answer{oracle_answer::unknown, "no value"} : oracle_answer{oracle_answer::no};
  }
  [[nodiscard]] oracle_answer answer(const callsieve::calling_hours_document& d, const oracle_row& row) const {
    std::vector<std::string> zones;
    const callsieve::hours_table& table = policy_.hours_named(d.hours).table;
    if (!table.zone.empty()) {
      zones.push_back(table.zone);
    } else if (!table.zone_column.empty() && has_columns_ && !row.zone.empty()) {
      zones.push_back(row.zone);
    } else {
      for (const auto zone : callsieve::time_zones_of(callsieve::phone_number::from_digits_unchecked(row.number))) {
        zones.emplace_back(zone);
      }
    }
    return hours_answer(table, policy_.time_zone, now_, zones);
  }
  /// The text as a person sees it.
  static std::string seen(std::string text) {
    const auto replace = [&text](const std::string& from, const std::string& to) {
      for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
        text.replace(at, from.size(), to);
      }
    };
    for (const char* none : {"\u200b", "\u200c", "\u200d", "\u2060", "\ufeff"}) replace(none, "");
    for (const char* blank : {"\u00a0", "\u202f", "\u2007"}) replace(blank, " ");
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") + 1 - first);
  }
  static std::string lower(std::string text) {
    for (char& c : text) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    }
    return text;
  }
  [[nodiscard]] oracle_answer answer(const callsieve::all_document& d, const oracle_row& row) const {
    return combine(d.parts, row, oracle_answer::no, oracle_answer::yes);
  }
  [[nodiscard]] oracle_answer answer(const callsieve::any_document& d, const oracle_row& row) const {
    return combine(d.parts, row, oracle_answer::yes, oracle_answer::no);
  }
  [[nodiscard]] oracle_answer answer(const callsieve::not_document& d, const oracle_row& row) const {
    const oracle_answer inner = ask(d.parts.at(0), row);
    return inner.value == oracle_answer::unknown ? inner : truth_of(inner.value == oracle_answer::no);
  }

  /// One part that is `decisive` decides; else the first unknown; else `rest`.
  template <class Value>
  [[nodiscard]] oracle_answer combine(const std::vector<callsieve::predicate_document>& parts, const oracle_row& row,
                                      Value decisive, Value rest) const {
    std::vector<oracle_answer> answers;
    answers.reserve(parts.size());
    for (const auto& part : parts) answers.push_back(ask(part, row));
    for (const oracle_answer& a : answers) {
      if (a.value == decisive) return {decisive};
    }
    for (const oracle_answer& a : answers) {
      if (a.value == oracle_answer::unknown) return a;
    }
    return {rest};
  }

  const callsieve::policy_document& policy_;
  const std::map<std::string, list_facts>& lists_;
  callsieve::as_of now_;
  callsieve::day today_;
  bool has_columns_;
};

}  // namespace callsieve_test

// A policy as its file spells it: read and checked, not yet bound to lists.
//
// What: plain data, made by read_policy(); anyone may walk it. Every part that binding can complain about carries its
// place in the file. Threads: values; no state.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "callsieve/base/date.hpp"
#include "callsieve/batch/truth.hpp"
#include "callsieve/number/numbering_plan.hpp"
#include "callsieve/rules/calling_hours.hpp"
#include "callsieve/rules/rule.hpp"
#include "callsieve/sets/coverage.hpp"

namespace callsieve {

/// A place in a file; both count from 1, columns in characters.
struct source_place {
  std::uint32_t line = 0, column = 0;
};

struct predicate_document;

/// `{ listed = "ftc", max_age = "31 days", clock = "version", grace = "28 days", category = ["energy"] }`
struct listed_document {
  std::string list{};
  std::optional<period> max_age{};
  bool from_version = false;                  ///< clock = "version"; else "obtained"
  std::optional<period> grace{};              ///< a registration younger than this does not count yet
  std::vector<std::string> category_names{};  ///< as store.toml names them; binding turns them into numbers
  std::vector<int> categories{};              ///< 0 to 31; empty: all
};
/// `{ related = "customers", within = "3 years" }`
struct related_document {
  std::string list{};
  period within{};
};
/// `{ attempted = "calls", at_least = 4, within = "30 days" }`
struct attempted_document {
  std::string list{};
  int at_least = 1;
  period within{};
};
/// `{ consent = "given", in = "consents", purpose = "energy", person = "customer_id", not_older_than = "2 years", after
/// = "rpo" }`; only given has a person, an age, and a registry after which it must have been given.
struct consent_document {
  bool given = true;  ///< else withdrawn
  std::string list{};
  std::optional<period> not_older_than{};
  std::optional<std::string> after{};
  std::optional<period> max_age{};  ///< of that registry
  std::string purpose{};            ///< what store.toml must say that the list is for; empty: not asked
  std::string person{};             ///< the column of the call list that names the person; empty: not asked
};
/// `{ type = ["mobile", "voip"] }`
struct type_document {
  std::vector<number_type> types;
};
/// `{ region = ["NL", "BE"] }`: names of regions that the plan has, upper case.
struct region_document {
  std::vector<std::string> regions;
};
/// `{ prefix = ["+3190"] }`
struct prefix_document {
  std::vector<number_prefix> prefixes;
};
/// `{ duplicate = true }`
struct duplicate_document {};
/// `{ column = "state", equals = ["FL"] }`, `{ column = "Do_Not_Contact", says = "yes" }`
struct column_document {
  std::string column;
  std::vector<std::string> equals;
  std::optional<bool> says{};  ///< in place of `equals`: the yes or no that makes it true
};
/// `{ calling_hours = "us-federal" }`: the name of a table of hours of the policy.
struct calling_hours_document {
  std::string hours;
};
/// `{ always = true }`
struct always_document {};
/// `{ all = [...] }`: at least one part.
struct all_document {
  std::vector<predicate_document> parts;
};
/// `{ any = [...] }`: at least one part.
struct any_document {
  std::vector<predicate_document> parts;
};
/// `{ not = {...} }`: exactly one part.
struct not_document {
  std::vector<predicate_document> parts;
};

struct predicate_document {
  std::variant<always_document, listed_document, related_document, attempted_document, consent_document, type_document,
               region_document, prefix_document, duplicate_document, column_document, calling_hours_document,
               all_document, any_document, not_document>
      what;
  source_place at;
};

/// The predicate as a policy file spells it, on one line.
[[nodiscard]] std::string to_string(const predicate_document& predicate);

/// Where a rule of an extension goes among the inherited ones.
struct rule_place {
  enum class where : std::uint8_t { before, after, instead } where = where::before;
  std::string reason;  ///< of inherited rules
  source_place at;
};

struct rule_document {
  verdict outcome = verdict::block;
  std::string reason;
  predicate_document when;
  std::optional<rule_scope> scope;  ///< nothing: `row` for the blacklist's rule, else `cell`
  bool pass_unknown = false, pass_no_time = false;
  bool optional = false;  ///< of an allowance: not in force while the store has not the lists that it asks
  std::optional<day> from, until;
  std::vector<std::string> sectors;  ///< meant for these only; empty: for all
  std::string vicidial;              ///< the status for ViciDial; empty: vicidial_status() has one
  std::optional<rule_place> place;   ///< as written; extensions are resolved by find_policy()
  source_place at;
  std::string file;  ///< for messages: an inherited rule stands in another file
};

/// `[hours.NAME]`
struct hours_document {
  hours_table table;     ///< its holidays are read by find_policy()
  std::string holidays;  ///< the file of public holidays as written; empty: none are observed
  std::string file;      ///< the policy's file in which this stands
  source_place at, holidays_at;
};

/// `extends = "nl-consumer"`, with what the extension states itself: the rest is inherited.
struct extends_document {
  std::string policy;
  source_place at;
  bool states_region = false, states_time_zone = false, states_otherwise = false;
  std::vector<std::pair<std::string, source_place>> without;  ///< reasons of inherited rules that are left out
};

struct policy_document {
  std::string name;
  std::string file;  ///< for messages
  region_id region = region_id::none;
  std::string time_zone = "UTC";  ///< IANA name
  verdict otherwise = verdict::block;
  std::string otherwise_reason;
  std::vector<rule_document> rules;
  std::vector<hours_document> hours;
  std::optional<extends_document> extends;  ///< until find_policy() has resolved it
  std::vector<std::string> extended;        ///< files of the policies that this one extends, nearest first
  std::string
      hash;  ///< XXH3 of the file's bytes, 16 hexadecimal digits; those of extended policies and holidays taken in

  /// Names of the lists asked, each once, in order of first use.
  [[nodiscard]] std::vector<std::string> lists() const;
  /// Columns of the call list that rules read, each once, in order of first use.
  [[nodiscard]] std::vector<std::string> columns() const;
  /// Sectors that rules name, each once, in order of first use.
  [[nodiscard]] std::vector<std::string> sectors() const;
  /// Requires a name that the policy has: every reader has checked.
  [[nodiscard]] const hours_document& hours_named(std::string_view wanted) const;
};

/// The status that ViciDial shows for a number that the rule blocks: its own, else `DNCL` where it asks a list, else
/// vicidial_status(reason).
[[nodiscard]] std::string vicidial_status(const rule_document& rule);
/// A reason as a status of ViciDial: its letters and digits in capitals, cut to six; `INVLD` for `invalid`.
[[nodiscard]] std::string vicidial_status(std::string_view reason);

}  // namespace callsieve

// A policy as its file spells it: read and checked, not yet bound to lists.
//
// What: plain data, made by read_policy(); anyone may walk it. Every part that binding can complain about carries its
// place in the file. Threads: values; no state.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "callsieve/base/date.hpp"
#include "callsieve/batch/truth.hpp"
#include "callsieve/number/numbering_plan.hpp"
#include "callsieve/rules/rule.hpp"
#include "callsieve/sets/coverage.hpp"

namespace callsieve {

/// A place in a file; both count from 1, columns in characters.
struct source_place {
  std::uint32_t line = 0, column = 0;
};

struct predicate_document;

/// `{ listed = "ftc", max_age = "31 days" }`
struct listed_document {
  std::string list;
  std::optional<period> max_age;
};
/// `{ related = "customers", within = "3 years" }`
struct related_document {
  std::string list;
  period within;
};
/// `{ consent = "given", in = "consents", not_older_than = "2 years" }`; only given has an age.
struct consent_document {
  bool given = true;  ///< else withdrawn
  std::string list;
  std::optional<period> not_older_than;
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
  std::variant<always_document, listed_document, related_document, consent_document, type_document, region_document,
               prefix_document, duplicate_document, all_document, any_document, not_document>
      what;
  source_place at;
};

/// The predicate as a policy file spells it, on one line.
[[nodiscard]] std::string to_string(const predicate_document& predicate);

struct rule_document {
  verdict outcome = verdict::block;
  std::string reason;
  predicate_document when;
  std::optional<rule_scope> scope;  ///< nothing: `row` for the blacklist's rule, else `cell`
  bool pass_unknown = false;
  std::optional<day> from, until;
  source_place at;
};

struct policy_document {
  std::string name;
  std::string file;  ///< for messages
  region_id region = region_id::none;
  std::string time_zone = "UTC";  ///< IANA name
  verdict otherwise = verdict::block;
  std::string otherwise_reason;
  std::vector<rule_document> rules;
  std::string hash;  ///< XXH3 of the file's bytes, 16 hexadecimal digits

  /// Names of the lists asked, each once, in order of first use.
  [[nodiscard]] std::vector<std::string> lists() const;
};

}  // namespace callsieve

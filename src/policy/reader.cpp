// Policy files to documents. Every error carries its place; reading stops at the first.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "callsieve/policy/policy.hpp"

#include "absl/time/time.h"
#include "lists/toml.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace callsieve {
namespace {

using words = std::vector<std::string>;

const words& policy_keys() {
  static const words keys{"name", "region", "time_zone", "otherwise", "rule"};
  return keys;
}
const words& rule_keys() {
  static const words keys{"block", "allow", "when", "scope", "on_unknown", "from", "until"};
  return keys;
}
/// The keys that say which question a predicate asks.
const words& question_keys() {
  static const words keys{"listed",    "related", "consent", "type", "region", "prefix",
                          "duplicate", "always",  "all",     "any",  "not"};
  return keys;
}
/// The keys that only go with one of the above.
const words& detail_keys() {
  static const words keys{"max_age", "within", "in", "not_older_than"};
  return keys;
}
/// Known to the policy language, not to this version: never passed over in silence.
const words& unsupported_keys() {
  static const words keys{"category", "attempted", "at_least", "calling_hours", "column", "equals"};
  return keys;
}

bool contains(const words& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

std::string listing(const words& list) {
  std::string text;
  for (const std::string& word : list) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string suggestion(std::string_view wanted, const words& known) {
  const std::string nearest = nearest_name(wanted, known);
  return nearest.empty() ? "; known are " + listing(known) : "; did you mean '" + nearest + "'?";
}

source_place place_of(const toml::source_region& region) {
  return {static_cast<std::uint32_t>(region.begin.line), static_cast<std::uint32_t>(region.begin.column)};
}
source_place place_of(const toml::node& node) { return place_of(node.source()); }

/// Text of a file in a message: short, and without what a terminal would act on.
std::string shown(std::string_view text, std::size_t most = 60) {
  std::string out;
  for (const char c : text.substr(0, most)) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
  return text.size() > most ? out + "..." : out;
}

class reader {
 public:
  reader(std::string_view file, policy_document& out) : file_(file), out_(out) {}

  /// Fills the document. The error, when there is one, is the first.
  absl::Status read(const toml::table& root) {
    read_root(root);
    return error_;
  }

 private:
  // Every function below returns false after an error, which fail() has kept.

  bool fail(source_place at, const std::string& what) {
    if (error_.ok()) {
      error_ = bad_input(file_ + ':' + std::to_string(at.line) + ':' + std::to_string(at.column) + ": " + what);
    }
    return false;
  }

  bool read_root(const toml::table& root) {
    for (const auto& [key, value] : root) {
      const std::string_view name = key.str();
      if (!contains(policy_keys(), name)) {
        return fail(place_of(key.source()),
                    "unknown key '" + shown(name) + "' in a policy" + suggestion(name, policy_keys()));
      }
    }
    if (const toml::node* name = root.get("name"); name && !read_text(*name, "name", out_.name)) return false;
    if (const toml::node* region = root.get("region"); region && !read_default_region(*region)) return false;
    if (const toml::node* zone = root.get("time_zone"); zone && !read_time_zone(*zone)) return false;
    const toml::node* otherwise = root.get("otherwise");
    if (!otherwise) {
      return fail({1, 1},
                  "'otherwise' is missing: say what happens to a number that no rule decides, "
                  "otherwise = { block = \"no-consent\" } or otherwise = { allow = \"clear\" }");
    }
    return read_otherwise(*otherwise) && read_rules(root.get("rule"));
  }

  bool read_text(const toml::node& node, std::string_view key, std::string& out) {
    const auto* text = node.as_string();
    if (!text || text->get().empty()) {
      return fail(place_of(node), "'" + std::string(key) + "' must be a text in quotes, not empty");
    }
    out = text->get();
    return true;
  }

  bool read_default_region(const toml::node& node) {
    std::string name;
    if (!read_text(node, "region", name)) return false;
    out_.region = find_region(name);
    if (out_.region != region_id::none) return true;
    return fail(place_of(node), "unknown region '" + shown(name) + "'; write a two-letter code such as \"NL\"");
  }

  bool read_time_zone(const toml::node& node) {
    if (!read_text(node, "time_zone", out_.time_zone)) return false;
    absl::TimeZone zone;
    // Abseil also takes paths, and names for the zone of this machine; a policy means the same everywhere.
    const std::string& name = out_.time_zone;
    const bool of_this_machine = name.front() == '/' || name.find("..") != std::string::npos ||
                                 name.find(':') != std::string::npos || name == "localtime";
    if (!of_this_machine && absl::LoadTimeZone(av(name), &zone)) return true;
    return fail(place_of(node),
                "unknown time zone '" + shown(out_.time_zone) + "'; write an IANA name such as \"Europe/Amsterdam\"");
  }

  bool read_otherwise(const toml::node& node) {
    const toml::table* table = node.as_table();
    if (!table || table->size() != 1) {
      return fail(place_of(node), "'otherwise' must be { block = \"reason\" } or { allow = \"reason\" }");
    }
    const auto first = table->begin();  // an iterator of toml++ holds what it refers to
    const auto& [key, value] = *first;
    const std::string_view name = key.str();
    if (name != "block" && name != "allow") {
      return fail(place_of(key.source()),
                  "unknown key '" + shown(name) + "' in otherwise" + suggestion(name, {"block", "allow"}));
    }
    out_.otherwise = name == "allow" ? verdict::allow : verdict::block;
    return read_reason(value, false, out_.otherwise_reason);
  }

  bool read_reason(const toml::node& node, bool of_duplicates, std::string& out) {
    if (!read_text(node, "reason", out)) return false;
    if (!is_reason(out)) {
      return fail(place_of(node), "a reason is 1 to 32 of a-z, 0-9 and -; '" + shown(out) + "' is not");
    }
    if (!is_reserved_reason(out) || (out == duplicate_reason && of_duplicates)) return true;
    return fail(place_of(node),
                "the reason '" + out + "' is reserved" +
                    (out == duplicate_reason ? " for a block when = { duplicate = true }" : "; choose another word"));
  }

  bool read_rules(const toml::node* node) {
    if (!node) return true;
    const toml::array* rules = node->as_array();
    if (!rules) return fail(place_of(*node), "rules are written as [[rule]], with two brackets");
    if (rules->size() > max_rules) {
      return fail(place_of(*node), "more than " + std::to_string(max_rules) + " rules");
    }
    for (const toml::node& rule : *rules) {
      const toml::table* table = rule.as_table();
      if (!table) return fail(place_of(rule), "rules are written as [[rule]], with two brackets");
      rule_document document;
      if (!read_rule(*table, document)) return false;
      out_.rules.push_back(std::move(document));
    }
    return true;
  }

  bool read_rule(const toml::table& table, rule_document& out) {
    out.at = place_of(table);
    for (const auto& [key, value] : table) {
      const std::string_view name = key.str();
      if (!contains(rule_keys(), name)) {
        return fail(place_of(key.source()),
                    "unknown key '" + shown(name) + "' in a rule" + suggestion(name, rule_keys()));
      }
    }
    const toml::node* block = table.get("block");
    const toml::node* allow = table.get("allow");
    if ((block == nullptr) == (allow == nullptr)) {
      return fail(out.at, block ? "a rule says block or allow, not both"
                                : "a rule needs a verdict and reason: block = \"reason\" or allow = \"reason\"");
    }
    out.outcome = block ? verdict::block : verdict::allow;
    const toml::node* when = table.get("when");
    if (!when) return fail(out.at, "a rule needs when = { ... }; for every number, when = { always = true }");
    if (!read_predicate(*when, 1, out.when)) return false;
    const bool of_duplicates = block && std::holds_alternative<duplicate_document>(out.when.what);
    if (!read_reason(block ? *block : *allow, of_duplicates, out.reason)) return false;
    return read_scope(table, out) && read_on_unknown(table, out) && read_force(table, out);
  }

  bool read_scope(const toml::table& table, rule_document& out) {
    const toml::node* node = table.get("scope");
    if (!node) return true;
    const auto scope = node->value_exact<std::string>();
    if (scope == "row") out.scope = rule_scope::row;
    if (scope == "cell") out.scope = rule_scope::cell;
    if (!out.scope) return fail(place_of(*node), "'scope' must be \"row\" or \"cell\"");
    if (out.scope == rule_scope::row && out.outcome == verdict::allow) {
      return fail(place_of(*node), "only a block can have the scope of a whole row");
    }
    return true;
  }

  bool read_on_unknown(const toml::table& table, rule_document& out) {
    const toml::node* node = table.get("on_unknown");
    if (!node) return true;
    out.pass_unknown = node->value_exact<std::string>() == "pass";
    return out.pass_unknown || fail(place_of(*node), "'on_unknown' can only be \"pass\"; leave it out to fail closed");
  }

  bool read_force(const toml::table& table, rule_document& out) {
    const toml::node* from = table.get("from");
    const toml::node* until = table.get("until");
    if (from && !read_day(*from, "from", out.from)) return false;
    if (until && !read_day(*until, "until", out.until)) return false;
    if (until && out.from && out.until && *out.until <= *out.from) {
      return fail(place_of(*until), "this rule is never in force: 'until' must be later than 'from'");
    }
    return true;
  }

  bool read_day(const toml::node& node, const std::string& key, std::optional<day>& out) {
    if (const auto* date = node.as_date()) {
      const toml::date value = date->get();
      const std::chrono::year_month_day calendar{std::chrono::year{value.year}, std::chrono::month{value.month},
                                                 std::chrono::day{value.day}};
      if (calendar.ok() && value.year >= 1900) out = day{calendar};
    } else if (const auto* text = node.as_string()) {
      out = parse_day(text->get());
    }
    return out || fail(place_of(node), "'" + key + "' must be a day of the calendar from 1900 on, such as 2026-07-01");
  }

  bool read_predicate(const toml::node& node, std::size_t depth, predicate_document& out) {
    out.at = place_of(node);
    const toml::table* table = node.as_table();
    if (!table) return fail(out.at, "a predicate is written as { listed = \"NAME\" }, or another question");
    if (depth > max_predicate_depth) {
      return fail(out.at, "predicates nest deeper than " + std::to_string(max_predicate_depth));
    }
    const toml::key* question = nullptr;
    for (const auto& [key, value] : *table) {
      const std::string_view name = key.str();
      if (contains(unsupported_keys(), name)) {
        return fail(place_of(key.source()), "'" + std::string(name) + "' is not supported by this version");
      }
      if (contains(question_keys(), name)) {
        if (question) {
          return fail(place_of(key.source()), "'" + std::string(question->str()) + "' and '" + std::string(name) +
                                                  "' are two questions; combine them with all = [...] or any = [...]");
        }
        question = &key;
      } else if (!contains(detail_keys(), name)) {
        words known = question_keys();
        known.insert(known.end(), detail_keys().begin(), detail_keys().end());
        return fail(place_of(key.source()),
                    "unknown key '" + shown(name) + "' in a predicate" + suggestion(name, known));
      }
    }
    if (!question) return fail(out.at, "a predicate needs a question: one of " + listing(question_keys()));
    return read_question(*table, *question, depth, out);
  }

  bool read_question(const toml::table& table, const toml::key& question, std::size_t depth, predicate_document& out) {
    const std::string_view name = question.str();
    const toml::node& value = *table.get(name);
    if (name == "listed") return read_listed(table, value, out);
    if (name == "related") return read_related(table, value, out);
    if (name == "consent") return read_consent(table, value, out);
    if (!only_details(table, name, {})) return false;
    if (name == "type") return read_types(value, out);
    if (name == "region") return read_regions(value, out);
    if (name == "prefix") return read_prefixes(value, out);
    if (name == "duplicate" || name == "always") {
      if (value.value_exact<bool>() != true) {
        return fail(place_of(value), "'" + std::string(name) + "' can only be true; the opposite is not = { " +
                                         std::string(name) + " = true }");
      }
      if (name == "duplicate") out.what = duplicate_document{};
      return true;  // always is what a document is from the start
    }
    if (name == "all") return read_parts(value, name, depth, out.what.emplace<all_document>().parts);
    if (name == "any") return read_parts(value, name, depth, out.what.emplace<any_document>().parts);
    std::vector<predicate_document>& parts = out.what.emplace<not_document>().parts;
    return read_predicate(value, depth + 1, parts.emplace_back());
  }

  /// Refuses details that do not belong to the question.
  bool only_details(const toml::table& table, std::string_view question,
                    std::initializer_list<std::string_view> allowed) {
    for (const auto& [key, value] : table) {
      const std::string_view name = key.str();
      if (name == question || std::find(allowed.begin(), allowed.end(), name) != allowed.end()) continue;
      return fail(place_of(key.source()),
                  "'" + std::string(name) + "' does not go with '" + std::string(question) + "'");
    }
    return true;
  }

  bool read_listed(const toml::table& table, const toml::node& value, predicate_document& out) {
    listed_document d;
    if (!only_details(table, "listed", {"max_age"}) || !read_text(value, "listed", d.list)) return false;
    if (const toml::node* age = table.get("max_age"); age && !read_period(*age, "max_age", d.max_age)) return false;
    out.what = std::move(d);
    return true;
  }

  bool read_related(const toml::table& table, const toml::node& value, predicate_document& out) {
    related_document d;
    if (!only_details(table, "related", {"within"}) || !read_text(value, "related", d.list)) return false;
    const toml::node* within = table.get("within");
    if (!within) return fail(out.at, "'related' needs within = \"3 years\", or another period");
    std::optional<period> length;
    if (!read_period(*within, "within", length)) return false;
    d.within = *length;
    out.what = std::move(d);
    return true;
  }

  bool read_consent(const toml::table& table, const toml::node& value, predicate_document& out) {
    consent_document d;
    if (!only_details(table, "consent", {"in", "not_older_than"})) return false;
    const auto state = value.value_exact<std::string>();
    if (state != "given" && state != "withdrawn") {
      return fail(place_of(value), "'consent' must be \"given\" or \"withdrawn\"");
    }
    d.given = state == "given";
    const toml::node* in = table.get("in");
    if (!in) return fail(out.at, "'consent' needs in = \"NAME\", the list of consents");
    if (!read_text(*in, "in", d.list)) return false;
    if (const toml::node* age = table.get("not_older_than")) {
      if (!d.given) return fail(place_of(*age), "a withdrawal does not age: 'not_older_than' goes with \"given\" only");
      if (!read_period(*age, "not_older_than", d.not_older_than)) return false;
    }
    out.what = std::move(d);
    return true;
  }

  bool read_period(const toml::node& node, const std::string& key, std::optional<period>& out) {
    if (const auto* text = node.as_string()) out = parse_period(text->get());
    if (out) return true;
    return fail(place_of(node), "'" + key +
                                    "' must be a period of 1 day to 100 years, such as \"31 days\", \"2 weeks\", "
                                    "\"18 months\", \"3 years\"");
  }

  /// Hands over each text of a non-empty array, with its node for messages.
  template <class Take>
  bool each_text(const toml::node& node, const std::string& key, Take take) {
    const toml::array* items = node.as_array();
    if (!items || items->empty()) return fail(place_of(node), "'" + key + "' must be an array of texts, not empty");
    for (const toml::node& item : *items) {
      std::string text;
      if (!read_text(item, key, text) || !take(text, item)) return false;
    }
    return true;
  }

  bool read_types(const toml::node& node, predicate_document& out) {
    return each_text(
        node, "type",
        [&, &types = out.what.emplace<type_document>().types](const std::string& name, const toml::node& item) {
          number_type type = number_type::unknown;
          if (!find_number_type(name, type)) {
            words known;
            for (int t = 0; t < number_type_count; ++t) known.emplace_back(to_string(static_cast<number_type>(t)));
            return fail(place_of(item), "unknown type '" + shown(name) + "'" + suggestion(name, known));
          }
          types.push_back(type);
          return true;
        });
  }

  bool read_regions(const toml::node& node, predicate_document& out) {
    return each_text(
        node, "region",
        [&, &regions = out.what.emplace<region_document>().regions](const std::string& name, const toml::node& item) {
          const region_id region = find_region(name);
          if (name != "001" && (region == region_id::none || region == region_id::e164)) {
            return fail(place_of(item), "unknown region '" + shown(name) +
                                            "'; write two-letter codes such as \"NL\", or "
                                            "\"001\" for numbers of no country");
          }
          regions.emplace_back(name == "001" ? std::string_view("001") : region_name(region));
          return true;
        });
  }

  bool read_prefixes(const toml::node& node, predicate_document& out) {
    return each_text(
        node, "prefix",
        [&, &prefixes = out.what.emplace<prefix_document>().prefixes](const std::string& text, const toml::node& item) {
          const std::optional<number_prefix> prefix = text.front() == '+' ? number_prefix::parse(text) : std::nullopt;
          if (!prefix || prefix->length == 0) {
            return fail(place_of(item),
                        "'" + shown(text) + "' is no prefix; write + and the first digits, such as \"+3190\"");
          }
          prefixes.push_back(*prefix);
          return true;
        });
  }

  bool read_parts(const toml::node& node, std::string_view name, std::size_t depth,
                  std::vector<predicate_document>& parts) {
    const toml::array* items = node.as_array();
    if (!items || items->empty()) {
      return fail(place_of(node), "'" + std::string(name) + "' must be an array of predicates, not empty");
    }
    for (const toml::node& item : *items) {
      if (!read_predicate(item, depth + 1, parts.emplace_back())) return false;
    }
    return true;
  }

  std::string file_;
  policy_document& out_;
  absl::Status error_;
};

}  // namespace

absl::StatusOr<policy_document> read_policy(std::string_view toml, std::string_view file_name) {
  policy_document document;
  document.file = file_name;
  document.name = std::filesystem::path(file_name).stem().string();
  char hash[17];
  std::snprintf(hash, sizeof hash, "%016llx", static_cast<unsigned long long>(XXH3_64bits(toml.data(), toml.size())));
  document.hash = hash;
  const toml::parse_result root = toml::parse(toml, file_name);
  if (!root) {
    const source_place at = place_of(root.error().source());
    return bad_input(document.file + ':' + std::to_string(at.line) + ':' + std::to_string(at.column) +
                     ": not TOML: " + shown(root.error().description(), 200));
  }
  if (absl::Status status = reader(file_name, document).read(root.table()); !status.ok()) return status;
  return document;
}

}  // namespace callsieve

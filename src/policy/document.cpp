#include "callsieve/policy/document.hpp"

#include <algorithm>
#include <string_view>

namespace callsieve {
namespace {

/// A basic string of TOML.
std::string toml_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

template <class Items, class Spell>
std::string array_of(const Items& items, Spell spell) {
  std::string out = "[";
  for (const auto& item : items) {
    if (out.size() > 1) out += ", ";
    out += spell(item);
  }
  return out + ']';
}

std::string parts_of(const std::vector<predicate_document>& parts) {
  return array_of(parts, [](const predicate_document& part) { return to_string(part); });
}

struct speller {
  std::string operator()(const always_document&) const { return "always = true"; }
  std::string operator()(const duplicate_document&) const { return "duplicate = true"; }
  std::string operator()(const listed_document& d) const {
    std::string out = "listed = " + toml_string(d.list);
    if (d.max_age) out += ", max_age = " + toml_string(to_string(*d.max_age));
    if (d.from_version) out += ", clock = \"version\"";
    if (d.grace) out += ", grace = " + toml_string(to_string(*d.grace));
    if (!d.categories.empty() || !d.category_names.empty()) {
      std::vector<std::string> all;
      for (const int c : d.categories) all.push_back(std::to_string(c));
      for (const std::string& name : d.category_names) all.push_back(toml_string(name));
      out += ", category = " + array_of(all, [](const std::string& text) { return text; });
    }
    return out;
  }
  std::string operator()(const related_document& d) const {
    return "related = " + toml_string(d.list) + ", within = " + toml_string(to_string(d.within));
  }
  std::string operator()(const attempted_document& d) const {
    return "attempted = " + toml_string(d.list) + ", at_least = " + std::to_string(d.at_least) +
           ", within = " + toml_string(to_string(d.within));
  }
  std::string operator()(const consent_document& d) const {
    std::string out =
        std::string("consent = ") + (d.given ? "\"given\"" : "\"withdrawn\"") + ", in = " + toml_string(d.list);
    if (!d.purpose.empty()) out += ", purpose = " + toml_string(d.purpose);
    if (!d.person.empty()) out += ", person = " + toml_string(d.person);
    if (d.not_older_than) out += ", not_older_than = " + toml_string(to_string(*d.not_older_than));
    if (d.after) out += ", after = " + toml_string(*d.after);
    if (d.max_age) out += ", max_age = " + toml_string(to_string(*d.max_age));
    return out;
  }
  std::string operator()(const type_document& d) const {
    return "type = " + array_of(d.types, [](number_type type) { return toml_string(to_string(type)); });
  }
  std::string operator()(const region_document& d) const {
    return "region = " + array_of(d.regions, [](const std::string& name) { return toml_string(name); });
  }
  std::string operator()(const prefix_document& d) const {
    return "prefix = " +
           array_of(d.prefixes, [](const number_prefix& prefix) { return toml_string(to_string(prefix)); });
  }
  std::string operator()(const column_document& d) const {
    if (d.says) return "column = " + toml_string(d.column) + (*d.says ? ", says = \"yes\"" : ", says = \"no\"");
    return "column = " + toml_string(d.column) + ", equals = " + array_of(d.equals, toml_string);
  }
  std::string operator()(const calling_hours_document& d) const { return "calling_hours = " + toml_string(d.hours); }
  std::string operator()(const all_document& d) const { return "all = " + parts_of(d.parts); }
  std::string operator()(const any_document& d) const { return "any = " + parts_of(d.parts); }
  std::string operator()(const not_document& d) const { return "not = " + to_string(d.parts.front()); }
};

void add_once(std::vector<std::string>& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

void collect_lists(const predicate_document& predicate, std::vector<std::string>& names) {
  std::visit(
      [&names](const auto& d) {
        if constexpr (requires { d.list; }) add_once(names, d.list);
        if constexpr (requires { d.after; }) {
          if (d.after) add_once(names, *d.after);
        }
        if constexpr (requires { d.parts; }) {
          for (const predicate_document& part : d.parts) collect_lists(part, names);
        }
      },
      predicate.what);
}

void collect_columns(const predicate_document& predicate, const policy_document& policy,
                     std::vector<std::string>& names) {
  std::visit(
      [&](const auto& d) {
        if constexpr (requires { d.column; }) add_once(names, d.column);
        if constexpr (requires { d.person; }) {
          if (!d.person.empty()) add_once(names, d.person);
        }
        if constexpr (requires { d.hours; }) {
          const std::string& column = policy.hours_named(d.hours).table.zone_column;
          if (!column.empty()) add_once(names, column);
        }
        if constexpr (requires { d.parts; }) {
          for (const predicate_document& part : d.parts) collect_columns(part, policy, names);
        }
      },
      predicate.what);
}

}  // namespace

std::string to_string(const predicate_document& predicate) {
  return "{ " + std::visit(speller{}, predicate.what) + " }";
}

std::vector<std::string> policy_document::lists() const {
  std::vector<std::string> names;
  for (const rule_document& rule : rules) collect_lists(rule.when, names);
  return names;
}

std::vector<std::string> policy_document::columns() const {
  std::vector<std::string> names;
  for (const rule_document& rule : rules) collect_columns(rule.when, *this, names);
  return names;
}

std::vector<std::string> policy_document::sectors() const {
  std::vector<std::string> names;
  for (const rule_document& rule : rules) {
    for (const std::string& sector : rule.sectors) add_once(names, sector);
  }
  return names;
}

const hours_document& policy_document::hours_named(std::string_view wanted) const {
  return *std::find_if(hours.begin(), hours.end(),
                       [wanted](const hours_document& h) { return h.table.name == wanted; });
}

std::string vicidial_status(const rule_document& rule) {
  if (!rule.vicidial.empty()) return rule.vicidial;
  return std::holds_alternative<listed_document>(rule.when.what) ? "DNCL" : vicidial_status(rule.reason);
}

std::string vicidial_status(std::string_view reason) {
  if (reason == invalid_reason) return "INVLD";
  std::string status;
  for (const char c : reason) {
    if (status.size() == 6) break;
    if (c != '-') status += c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return status;
}

}  // namespace callsieve

// Policy files to documents. Every error carries its place; reading stops at the first.
#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "policy_words.hpp"

namespace callsieve {
namespace {

using namespace detail;

const words& policy_keys() {
  static const words keys{"name", "extends", "without", "region", "time_zone", "hours", "otherwise", "rule"};
  return keys;
}
const words& rule_keys() {
  static const words keys{"block", "allow", "when",   "scope",    "on_unknown", "on_no_time", "optional",
                          "from",  "until", "sector", "vicidial", "before",     "after",      "instead"};
  return keys;
}
bool asks_for_hours(const predicate_document& predicate) {
  return std::visit(
      [](const auto& d) {
        using document = std::decay_t<decltype(d)>;
        if constexpr (std::is_same_v<document, calling_hours_document>) return true;
        if constexpr (requires { d.parts; }) return std::any_of(d.parts.begin(), d.parts.end(), asks_for_hours);
        return false;
      },
      predicate.what);
}

class reader : private value_reader {
 public:
  reader(std::string_view file, policy_document& out) : value_reader(file), out_(out) {}

  /// Fills the document. The error, when there is one, is the first.
  absl::Status read(const toml::table& root) {
    read_root(root);
    return error();
  }

 private:
  // Every function below returns false after an error, which fail() has kept.

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
    if (const toml::node* zone = root.get("time_zone"); zone && !read_zone(*zone, "time_zone", out_.time_zone))
      return false;
    if (const toml::node* hours = root.get("hours"); hours && !read_hours(*this, *hours, out_.hours)) return false;
    const toml::node* otherwise = root.get("otherwise");
    if (!read_extends(root)) return false;
    if (!otherwise && out_.extends) return read_rules(root.get("rule"));
    if (!otherwise) {
      return fail({1, 1},
                  "'otherwise' is missing: say what happens to a number that no rule decides, "
                  "otherwise = { block = \"no-consent\" } or otherwise = { allow = \"clear\" }");
    }
    return read_otherwise(*otherwise) && read_rules(root.get("rule"));
  }

  bool read_extends(const toml::table& root) {
    const toml::node* base = root.get("extends");
    const toml::node* without = root.get("without");
    if (!base)
      return !without || fail(place_of(*without), "'without' leaves out inherited rules: it goes with 'extends'");
    extends_document d;
    d.at = place_of(*base);
    d.states_region = root.get("region") != nullptr;
    d.states_time_zone = root.get("time_zone") != nullptr;
    d.states_otherwise = root.get("otherwise") != nullptr;
    if (!read_text(*base, "extends", d.policy)) return false;
    if (without && !each_text(*without, "without", [&d](const std::string& reason, const toml::node& item) {
          d.without.emplace_back(reason, place_of(item));
          return true;
        })) {
      return false;
    }
    out_.extends = std::move(d);
    return true;
  }

  bool read_default_region(const toml::node& node) {
    std::string name;
    if (!read_text(node, "region", name)) return false;
    out_.region = find_region(name);
    if (out_.region != region_id::none) return true;
    return fail(place_of(node), "unknown region '" + shown(name) + "'; write a two-letter code such as \"NL\"");
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
    out.file = file();
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
    if (!read_predicate(*this, *when, 1, out.when)) return false;
    const bool of_duplicates = block && std::holds_alternative<duplicate_document>(out.when.what);
    if (!read_reason(block ? *block : *allow, of_duplicates, out.reason)) return false;
    return read_scope(table, out) && read_on_unknown(table, out) && read_force(table, out) &&
           read_sectors(table, out) && read_status(table, out) && read_place(table, out);
  }

  bool read_sectors(const toml::table& table, rule_document& out) {
    const toml::node* node = table.get("sector");
    return !node || each_text(*node, "sector", [&](const std::string& name, const toml::node& item) {
      if (!is_reason(name))
        return fail(place_of(item), "a sector is 1 to 32 of a-z, 0-9 and -; '" + shown(name) + "' is not");
      out.sectors.push_back(name);
      return true;
    });
  }

  bool read_status(const toml::table& table, rule_document& out) {
    const toml::node* node = table.get("vicidial");
    if (!node) return true;
    if (!read_text(*node, "vicidial", out.vicidial)) return false;
    const bool good = out.vicidial.size() <= 6 && std::all_of(out.vicidial.begin(), out.vicidial.end(), [](char c) {
                        return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
                      });
    return good || fail(place_of(*node), "a status of ViciDial is 1 to 6 of A-Z and 0-9, such as \"DNCL\"");
  }

  bool read_place(const toml::table& table, rule_document& out) {
    using where = enum rule_place::where;
    for (const auto& [key, position] :
         {std::pair{"before", where::before}, {"after", where::after}, {"instead", where::instead}}) {
      const toml::node* node = table.get(key);
      if (!node) continue;
      if (!out_.extends)
        return fail(place_of(*node), "'" + std::string(key) + "' names an inherited rule: it goes with 'extends'");
      if (out.place) return fail(place_of(*node), "a rule goes before, after or instead of another, one of these");
      rule_place place{position, {}, place_of(*node)};
      if (!read_text(*node, key, place.reason)) return false;
      out.place = std::move(place);
    }
    return true;
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
    const auto read_pass = [&](const char* key, bool& passes) {
      const toml::node* node = table.get(key);
      if (!node) return true;
      passes = node->value_exact<std::string>() == "pass";
      return passes ||
             fail(place_of(*node), "'" + std::string(key) + "' can only be \"pass\"; leave it out to fail closed");
    };
    if (!read_pass("on_unknown", out.pass_unknown) || !read_pass("on_no_time", out.pass_no_time)) return false;
    if (out.pass_no_time && !asks_for_hours(out.when)) {
      return fail(place_of(*table.get("on_no_time")),
                  "'on_no_time' leaves hours to the dialer: it goes with a rule that asks for calling_hours");
    }
    const toml::node* optional = table.get("optional");
    if (!optional) return true;
    out.optional = optional->value_exact<bool>() == true;
    if (!out.optional) return fail(place_of(*optional), "'optional' can only be true; leave it out otherwise");
    return out.outcome == verdict::allow ||
           fail(place_of(*optional),
                "only an allowance can be optional: a block whose list is missing must stop the load");
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

  policy_document& out_;
};

}  // namespace

absl::StatusOr<policy_document> read_policy(std::string_view toml, std::string_view file_name) {
  policy_document document;
  document.file = file_name;
  document.name = std::filesystem::path(file_name).stem().string();
  document.hash = hash_of(toml);
  const toml::parse_result root = detail::parse_toml(toml, file_name);
  if (!root) {
    const source_place at = place_of(root.error().source());
    return bad_place(document.file, at, "not TOML: " + shown(root.error().description(), 200));
  }
  if (absl::Status status = reader(file_name, document).read(root.table()); !status.ok()) return status;
  if (!document.extends) {
    if (absl::Status status = check_hours(document); !status.ok()) return status;
  }
  return document;
}

}  // namespace callsieve

// Documents and lists to pipelines.
#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "callsieve/policy/policy.hpp"

#include "compose.hpp"
#include "policy_words.hpp"
#include "relations.hpp"

namespace callsieve {
namespace {

using namespace detail;

/// What a predicate asks of a list, and where.
struct list_use {
  std::string list;
  std::string_view question;
  list_kind kind;           ///< the kind the question needs
  bool also_dated = false;  ///< `listed` may be asked of a dated list as well
  source_place at;
  std::string file;
};

void collect_uses(const predicate_document& predicate, const std::string& file, std::vector<list_use>& uses) {
  if (const auto* listed = std::get_if<listed_document>(&predicate.what)) {
    uses.push_back({listed->list, "listed", list_kind::set, true, predicate.at, file});
  } else if (const auto* related = std::get_if<related_document>(&predicate.what)) {
    uses.push_back({related->list, "related", list_kind::dated, false, predicate.at, file});
  } else if (const auto* attempts = std::get_if<attempted_document>(&predicate.what)) {
    uses.push_back({attempts->list, "attempted", list_kind::attempts, false, predicate.at, file});
  } else if (const auto* consent = std::get_if<consent_document>(&predicate.what)) {
    uses.push_back({consent->list, "consent", list_kind::consent, false, predicate.at, file});
    if (consent->after) uses.push_back({*consent->after, "after", list_kind::set, false, predicate.at, file});
  }
  std::visit(
      [&](const auto& d) {
        if constexpr (requires { d.parts; }) {
          for (const predicate_document& part : d.parts) collect_uses(part, file, uses);
        }
      },
      predicate.what);
}

/// The rule that keeps everybody on the blacklist from being called, whatever the day: rules.size() when there is none.
std::size_t find_blacklist_rule(const std::vector<rule_document>& rules, std::string_view blacklist) {
  const auto found = std::find_if(rules.begin(), rules.end(),
                                  [blacklist](const rule_document& rule) { return blocks_all_on(rule, blacklist); });
  return static_cast<std::size_t>(found - rules.begin());
}

class binder {
 public:
  binder(policy_document& document, const store& lists) : document_(document), store_(lists) {}

  absl::StatusOr<bound_policy> bind(const bind_options& options) {
    bound_policy bound;
    bound.blacklist = store_.settings().blacklist;
    std::size_t after_blacklist = 0;
    if (absl::Status s = check_blacklist(bound.warnings, after_blacklist); !s.ok()) return s;
    if (absl::Status s = check_sector(options.sector, bound.warnings); !s.ok()) return s;
    if (absl::Status s = drop_optional_rules(bound.hints); !s.ok()) return s;
    if (absl::Status s = number_categories(); !s.ok()) return s;
    if (absl::Status s = load_lists(bound.lists); !s.ok()) return s;
    for (const rule_document& rule : document_.rules) {
      if (absl::Status s = check_purposes(rule.file, rule.when); !s.ok()) return s;
    }

    const composer<list> make(
        [&bound](const std::string& name) {
          return *std::find_if(bound.lists.begin(), bound.lists.end(), [&](const list& l) { return l.name() == name; });
        },
        document_);
    std::vector<pipeline_rule> rules;
    rules.reserve(document_.rules.size() + 1);
    for (const rule_document& rule : document_.rules) {
      rules.push_back(compose_rule(rule, make));
      rules.back().header.other_sector = !is_for_sector(rule, options.sector);
    }
    if (options.dedupe) {
      rules.insert(rules.begin() + static_cast<std::ptrdiff_t>(after_blacklist),
                   {{.outcome = verdict::block, .reason = std::string(duplicate_reason)},
                    any_predicate(duplicate()),
                    "{ duplicate = true }"});
    }
    bound.rules = pipeline(std::move(rules), document_.otherwise, document_.otherwise_reason);
    return bound;
  }

 private:
  /// Nothing overrides the blacklist. Settles the default scope of its rule, and the place after it.
  [[nodiscard]] absl::Status check_blacklist(std::vector<std::string>& warnings, std::size_t& after) {
    const std::string& blacklist = store_.settings().blacklist;
    std::vector<rule_document>& rules = document_.rules;
    const std::size_t at = find_blacklist_rule(rules, blacklist);
    if (at == rules.size()) {
      warnings.push_back(document_.file + ": no rule blocks whoever is on the blacklist '" + blacklist +
                         "' at all times; make this the first rule: block = \"objection\", when = { listed = \"" +
                         blacklist + "\" }");
      return absl::OkStatus();
    }
    for (std::size_t r = 0; r < at; ++r) {
      if (rules[r].outcome != verdict::allow) continue;
      return bad_place(rules[r].file, rules[r].at,
                       "this rule allows '" + rules[r].reason +
                           "' before the blacklist is asked; nothing overrides an objection: move the rule on '" +
                           blacklist + "' (line " + std::to_string(rules[at].at.line) + ") above it");
    }
    if (rules[at].pass_unknown) {
      return bad_place(
          rules[at].file, rules[at].at,
          "the rule on the blacklist '" + blacklist + "' may not pass what it cannot answer: leave on_unknown out");
    }
    if (!rules[at].scope) rules[at].scope = rule_scope::row;
    // Also those that are not in force on every day or for every sector: an objection is a person's.
    for (rule_document& rule : rules) {
      const auto* const asked = std::get_if<listed_document>(&rule.when.what);
      const bool of_objections = rule.outcome == verdict::block && asked != nullptr && asked->list == blacklist;
      if (of_objections && !rule.scope) rule.scope = rule_scope::row;
    }
    after = at + 1;
    return absl::OkStatus();
  }

  /// Blocks are in force when nobody has said the sector: what cannot be known is not allowed.
  static bool is_for_sector(const rule_document& rule, const std::optional<std::string>& sector) {
    if (rule.sectors.empty()) return true;
    if (!sector) return rule.outcome == verdict::block;
    return contains(rule.sectors, *sector);
  }

  [[nodiscard]] absl::Status check_sector(const std::optional<std::string>& sector,
                                          std::vector<std::string>& warnings) const {
    const words known = document_.sectors();
    if (!sector) {
      const bool blocks = std::any_of(document_.rules.begin(), document_.rules.end(), [](const rule_document& rule) {
        return rule.outcome == verdict::block && !rule.sectors.empty();
      });
      if (blocks) {
        warnings.push_back(document_.file + ": no sector is given: blocks meant for certain sectors (" +
                           listing(known) +
                           ") are in force; give --sector, one of these, or other for a campaign of none of them");
      }
      return absl::OkStatus();
    }
    if (known.empty()) {
      return bad_input(document_.file + ": no rule of this policy is for a sector; leave --sector " + shown(*sector) +
                       " out");
    }
    if (*sector == other_sector || contains(known, *sector)) return absl::OkStatus();
    const std::string nearest = nearest_name(*sector, known);
    return bad_input(document_.file + ": no rule is for the sector '" + shown(*sector) + "'" +
                     (nearest.empty() ? "" : "; did you mean '" + nearest + "'?") + "; known are " + listing(known) +
                     ", and " + std::string(other_sector) + " for a campaign of none of them");
  }

  /// Turns names of categories into the numbers that store.toml gives them.
  [[nodiscard]] absl::Status number_categories() {
    for (rule_document& rule : document_.rules) {
      if (absl::Status s = number_categories(rule.file, rule.when); !s.ok()) return s;
    }
    return absl::OkStatus();
  }
  [[nodiscard]] absl::Status number_categories(const std::string& file, predicate_document& predicate) const {
    if (auto* d = std::get_if<listed_document>(&predicate.what);
        d && !(d->category_names.empty() && d->categories.empty())) {
      if constexpr (!flagged_list<list>) {
        return bad_place(file, predicate.at, "lists of this version keep no categories: leave 'category' out");
      }
      const auto settings = store_.settings().lists.find(d->list);
      const words known = settings == store_.settings().lists.end() ? words() : settings->second.categories;
      for (const std::string& name : d->category_names) {
        const auto at = std::find(known.begin(), known.end(), name);
        if (at == known.end()) {
          return bad_place(file, predicate.at,
                           "[list." + d->list + "] of store.toml has no category '" + shown(name) + "'" +
                               (known.empty() ? "; name them there: categories = [\"" + shown(name) + "\"]"
                                              : suggestion(name, known)));
        }
        d->categories.push_back(static_cast<int>(at - known.begin()));
      }
      d->category_names.clear();
    }
    absl::Status found;
    std::visit(
        [&](auto& d) {
          if constexpr (requires { d.parts; }) {
            for (predicate_document& part : d.parts) {
              if (found.ok()) found = number_categories(file, part);
            }
          }
        },
        predicate.what);
    return found;
  }

  /// Consent to one purpose is none to another: store.toml says what each list of consents is for.
  [[nodiscard]] absl::Status check_purposes(const std::string& file, const predicate_document& predicate) const {
    if (const auto* d = std::get_if<consent_document>(&predicate.what); d && !d->purpose.empty()) {
      const auto settings = store_.settings().lists.find(d->list);
      const std::string is = settings == store_.settings().lists.end() ? std::string() : settings->second.purpose;
      if (is == d->purpose) return absl::OkStatus();
      return bad_place(file, predicate.at,
                       "the rule asks for consent to the purpose '" + shown(d->purpose) + "', and [list." + d->list +
                           "] of store.toml " +
                           (is.empty() ? "does not say what it is for; if it is for that, write purpose = \"" +
                                             shown(d->purpose) + "\" there"
                                       : "is for '" + shown(is) + "'; keep a list for each purpose"));
    }
    absl::Status found;
    std::visit(
        [&](const auto& d) {
          if constexpr (requires { d.parts; }) {
            for (const predicate_document& part : d.parts) {
              if (found.ok()) found = check_purposes(file, part);
            }
          }
        },
        predicate.what);
    return found;
  }

  /// Allowances that ask lists which the store has not are left out. Errors: a list that cannot be looked for.
  absl::Status drop_optional_rules(std::vector<std::string>& hints) {
    absl::Status failure;
    std::erase_if(document_.rules, [&](const rule_document& rule) {
      if (!rule.optional) return false;
      std::vector<list_use> uses;
      collect_uses(rule.when, rule.file, uses);
      const auto missing = std::find_if(uses.begin(), uses.end(), [&](const list_use& use) {
        const auto there = store_.has(use.list);
        if (!there.ok()) failure.Update(there.status());
        return there.ok() && !*there && use.list != store_.settings().blacklist;
      });
      if (missing == uses.end()) return false;
      hints.push_back(rule.file + ":" + std::to_string(rule.at.line) + ": nothing is allowed as '" + rule.reason +
                      "': the store has no list '" + missing->list + "'; to use it: callsieve import " + missing->list +
                      " FILE --kind " + std::string(to_string(missing->kind)));
      return true;
    });
    return failure;
  }

  [[nodiscard]] absl::Status load_lists(std::vector<list>& lists) const {
    std::vector<list_use> uses;
    for (const rule_document& rule : document_.rules) collect_uses(rule.when, rule.file, uses);
    for (const list_use& use : uses) {
      auto found = std::find_if(lists.begin(), lists.end(), [&use](const list& l) { return l.name() == use.list; });
      if (found == lists.end()) {
        absl::StatusOr<list> loaded = load(use);
        if (!loaded.ok()) return loaded.status();
        lists.push_back(*std::move(loaded));
        found = lists.end() - 1;
      }
      const list_kind kind = found->kind();
      if (kind == use.kind || (use.also_dated && kind == list_kind::dated)) continue;
      return bad_place(use.file, use.at,
                       '\'' + std::string(use.question) + "' asks a list of kind " + std::string(to_string(use.kind)) +
                           ", and '" + use.list + "' is of kind " + std::string(to_string(kind)));
    }
    return absl::OkStatus();
  }

  [[nodiscard]] absl::StatusOr<list> load(const list_use& use) const {
    const auto there = store_.has(use.list);
    if (!there.ok()) return there.status();
    if (*there || use.list == store_.settings().blacklist) return store_.load(use.list);
    const absl::StatusOr<std::vector<std::string>> names = store_.list_names();
    const std::string nearest = names.ok() ? nearest_name(use.list, *names) : std::string();
    std::string text = "the store " + store_.folder().string() + " has no list '" + use.list + "'";
    text += nearest.empty() ? "; make it with" : "; did you mean '" + nearest + "'? Otherwise make it with";
    return bad_place(
        use.file, use.at,
        text + " `callsieve import " + use.list + " FILE --kind " + std::string(to_string(use.kind)) + "`");
  }

  policy_document& document_;
  const store& store_;
};

}  // namespace

absl::StatusOr<bound_policy> bind_policy(policy_document document, const store& lists, const bind_options& options) {
  absl::StatusOr<bound_policy> bound = binder(document, lists).bind(options);
  if (bound.ok()) bound->document = std::move(document);
  return bound;
}

}  // namespace callsieve

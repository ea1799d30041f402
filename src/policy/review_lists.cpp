// What is odd about the lists behind a policy.
#include <algorithm>
#include <optional>

#include "callsieve/policy/review.hpp"

namespace callsieve {
namespace {

/// How old a rule lets a list be.
struct list_limit {
  std::string list;
  std::optional<period> max_age;
  bool from_version = false;
  bool is_registry = false;  ///< asked whether a number is listed
};

void collect(const predicate_document& p, std::vector<list_limit>& limits) {
  std::visit(
      [&](const auto& d) {
        using document = std::decay_t<decltype(d)>;
        if constexpr (std::is_same_v<document, listed_document>) {
          limits.push_back({d.list, d.max_age, d.from_version, true});
        } else if constexpr (requires { d.list; }) {
          limits.push_back({d.list, std::nullopt});
        }
        if constexpr (requires { d.after; }) {
          if (d.after) limits.push_back({*d.after, d.max_age, false, true});
        }
        if constexpr (requires { d.parts; }) {
          for (const predicate_document& part : d.parts) collect(part, limits);
        }
      },
      p.what);
}

std::vector<list_limit> limits_of(const bound_policy& policy) {
  std::vector<list_limit> limits;
  for (const rule_document& rule : policy.document.rules) collect(rule.when, limits);
  return limits;
}

const list& list_named(const bound_policy& policy, const std::string& name) {
  return *std::find_if(policy.lists.begin(), policy.lists.end(), [&](const list& l) { return l.name() == name; });
}

void add_once(std::vector<std::string>& texts, std::string text) {
  if (std::find(texts.begin(), texts.end(), text) == texts.end()) texts.push_back(std::move(text));
}

}  // namespace

std::vector<std::string> stale_lists(const bound_policy& policy, day today) {
  std::vector<std::string> texts;
  for (const list_limit& limit : limits_of(policy)) {
    const list& one = list_named(policy, limit.list);
    const std::optional<period> max_age = limit.max_age ? limit.max_age : one.default_max_age();
    const std::optional<day> oldest = limit.from_version ? parse_day(one.info().version) : one.speaks_for().oldest();
    if (!max_age || !oldest || add(*oldest, *max_age) >= today) continue;
    const std::int32_t age = day_number(today) - day_number(*oldest);
    const bool part = !limit.from_version && one.speaks_for().entries().size() > 1;
    add_once(texts, "the list '" + limit.list + "' is " + to_string(days(age)) + " old" +
                        (part ? " in part" : std::string()) + ", of " + to_string(*oldest) + ", and may be " +
                        to_string(*max_age) + ": what is too old answers nothing; refresh it: callsieve import " +
                        limit.list + " FILE");
  }
  return texts;
}

std::vector<std::string> review_lists(const bound_policy& policy, day today) {
  std::vector<std::string> texts = stale_lists(policy, today);
  for (const list_limit& limit : limits_of(policy)) {
    const list& one = list_named(policy, limit.list);
    const bool is_own = limit.list == policy.blacklist;
    if (!limit.is_registry || is_own || limit.max_age || one.default_max_age()) continue;
    const std::optional<day> oldest = one.speaks_for().oldest();
    if (!oldest) continue;
    add_once(texts,
             "the list '" + limit.list + "' is of " + to_string(*oldest) +
                 ", and a copy of any age answers: nobody will notice when it is no longer refreshed; state max_age "
                 "in the rule, or in [list." +
                 limit.list + "] of store.toml");
  }
  return texts;
}

std::vector<std::string> hours_left_to_the_dialer(const bound_policy& policy, const as_of& when) {
  std::vector<std::string> texts;
  if (when.time) return texts;
  for (std::size_t r = 0; r < policy.rules.size(); ++r) {
    const rule_header& rule = policy.rules.rule(r);
    if (!rule.pass_no_time || !rule.in_force(when.date)) continue;
    texts.push_back("the rule '" + rule.reason + "' was not asked: the moment has no time of day, so the dialer must " +
                    "keep the hours; for calls at a known time: --as-of " + to_string(when.date) + "T14:30");
  }
  return texts;
}

}  // namespace callsieve

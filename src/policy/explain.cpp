#include "callsieve/policy/explain.hpp"

#include <algorithm>
#include <string_view>

#include "relations.hpp"

namespace callsieve {
namespace {

std::string in_quotes(std::string_view text) { return '\'' + std::string(text) + '\''; }

/// `a`, `a or b`, `a, b or c`.
template <class Items, class Spell>
std::string one_of(const Items& items, Spell spell) {
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i != 0) text += i + 1 == items.size() ? " or " : ", ";
    text += spell(items[i]);
  }
  return text;
}

std::string joined(const std::vector<predicate_document>& parts, const char* word) {
  std::string text;
  for (const predicate_document& part : parts) {
    if (!text.empty()) text += word;
    const bool nested =
        std::holds_alternative<any_document>(part.what) || std::holds_alternative<all_document>(part.what);
    text += nested && parts.size() > 1 ? '(' + sentence_of(part) + ')' : sentence_of(part);
  }
  return text;
}

struct teller {
  std::string operator()(const always_document&) const { return "always"; }
  std::string operator()(const duplicate_document&) const { return "the same number came earlier in the input"; }
  std::string operator()(const listed_document& d) const {
    std::string text = "the number is on the list " + in_quotes(d.list);
    if (!d.categories.empty() || !d.category_names.empty()) {
      std::vector<std::string> all = d.category_names;
      for (const int c : d.categories) all.push_back(std::to_string(c));
      text += " for the category " + one_of(all, [](const std::string& name) { return name; });
    }
    if (d.grace) text += ", for " + to_string(*d.grace) + " or longer where the list says since when";
    if (d.max_age) {
      text += " (a " + std::string(d.from_version ? "version made" : "copy obtained") + " more than " +
              to_string(*d.max_age) + " ago answers nothing)";
    }
    return text;
  }
  std::string operator()(const related_document& d) const {
    return "the number is on the list " + in_quotes(d.list) + " with a purchase less than " + to_string(d.within) +
           " ago, or a contract that runs or ended less than that ago";
  }
  std::string operator()(const attempted_document& d) const {
    return "the number was called " + std::to_string(d.at_least) + (d.at_least == 1 ? " time" : " times") +
           " or more within " + to_string(d.within) + " (list " + in_quotes(d.list) + ')';
  }
  std::string operator()(const consent_document& d) const {
    std::string text = std::string("consent") +
                       (d.purpose.empty() ? "" : " to calls for the purpose " + in_quotes(d.purpose)) + " was " +
                       (d.given ? "given" : "withdrawn");
    if (!d.person.empty()) text += " by the person that the row's " + in_quotes(d.person) + " names";
    text += " (list " + in_quotes(d.list) + ')';
    if (d.not_older_than) text += " less than " + to_string(*d.not_older_than) + " ago";
    if (d.after) text += ", and the number was not registered on " + in_quotes(*d.after) + " since";
    if (d.max_age) text += " (a copy of that obtained more than " + to_string(*d.max_age) + " ago answers nothing)";
    return text;
  }
  std::string operator()(const type_document& d) const {
    const std::string types = one_of(d.types, [](number_type t) {
      std::string name(to_string(t));
      std::replace(name.begin(), name.end(), '_', ' ');
      return name;
    });
    return "the number is of type " + types +
           (detail::names_one_of_fixed_and_mobile(d)
                ? " (a number whose plan does not tell mobile from fixed line answers nothing)"
                : "");
  }
  std::string operator()(const region_document& d) const {
    return "the number is of " + one_of(d.regions, [](const std::string& r) { return r == "001" ? "no country" : r; });
  }
  std::string operator()(const prefix_document& d) const {
    return "the number begins with " + one_of(d.prefixes, [](const number_prefix& p) { return to_string(p); });
  }
  std::string operator()(const column_document& d) const {
    if (d.says) return "the row's " + in_quotes(d.column) + (*d.says ? " says yes" : " says no");
    return "the row's " + in_quotes(d.column) + " is " +
           one_of(d.equals, [](const std::string& t) { return t.empty() ? std::string("empty") : in_quotes(t); });
  }
  std::string operator()(const calling_hours_document& d) const {
    return "it is within the hours " + in_quotes(d.hours);
  }
  std::string operator()(const all_document& d) const { return joined(d.parts, ", and "); }
  std::string operator()(const any_document& d) const { return joined(d.parts, ", or "); }
  std::string operator()(const not_document& d) const {
    const predicate_document& part = d.parts.front();
    if (const auto* hours = std::get_if<calling_hours_document>(&part.what)) {
      return "it is outside the hours " + in_quotes(hours->hours);
    }
    return "it is not so that " + sentence_of(part);
  }
};

std::string ranges_of(const std::vector<minute_range>& ranges) {
  if (ranges.empty()) return "no calls";
  std::string text;
  for (const minute_range range : ranges) text += (text.empty() ? "" : " and ") + to_string(range);
  return text;
}

std::string sentence_of(const hours_document& hours) {
  const hours_table& table = hours.table;
  std::string text;
  for (std::size_t d = 0; d < 7;) {
    std::size_t last = d;
    while (last + 1 < 7 && table.weekdays[last + 1] == table.weekdays[d]) ++last;
    text += (text.empty() ? "" : "; ") + std::string(weekday_name(d));
    if (last > d) text += '-' + std::string(weekday_name(last));
    text += ' ' + ranges_of(table.weekdays[d]);
    d = last + 1;
  }
  if (table.observes_holidays) text += "; public holidays (" + hours.holidays + ") " + ranges_of(table.on_holidays);
  if (table.on_eves) text += "; their eves " + ranges_of(*table.on_eves);
  text +=
      table.zone.empty() ? "; on the called party's clock, all of its time zones" : "; on the clock of " + table.zone;
  if (!table.zone_column.empty()) text += ", or the one that the row's " + in_quotes(table.zone_column) + " names";
  return text;
}

/// `From 2026-07-01 until 2027-01-01 (exclusive), for the sectors charity or press: `.
std::string conditions(const rule_document& rule) {
  std::string text;
  if (rule.from) text += "from " + to_string(*rule.from);
  if (rule.until) text += (text.empty() ? "until the day before " : " until the day before ") + to_string(*rule.until);
  if (!rule.sectors.empty()) {
    text += (text.empty() ? "for the sector " : ", for the sector ") +
            one_of(rule.sectors, [](const std::string& s) { return s; });
  }
  return text.empty() ? text : " (" + text + ')';
}

/// Whether the rule is the blacklist's: such a rule takes the whole row unless it states a scope.
bool asks(const rule_document& rule, std::string_view blacklist) {
  const auto* listed = std::get_if<listed_document>(&rule.when.what);
  return rule.outcome == verdict::block && listed != nullptr && listed->list == blacklist;
}

std::string sentence_of(const rule_document& rule, std::string_view blacklist) {
  const bool block = rule.outcome == verdict::block;
  std::string text = (block ? "Block as " : "Allow as ") + in_quotes(rule.reason) + conditions(rule);
  const bool always = std::holds_alternative<always_document>(rule.when.what);
  text += always ? ", whatever the number." : " when " + callsieve::sentence_of(rule.when) + '.';
  const rule_scope scope = rule.scope.value_or(asks(rule, blacklist) ? rule_scope::row : rule_scope::cell);
  if (scope == rule_scope::row) text += " The whole row goes, with its other numbers.";
  if (rule.pass_unknown) text += " If nobody knows, the next rule is asked.";
  if (rule.pass_no_time)
    text +=
        " For a day without a time the hours are not looked at: the dialer must keep them, the next rule is asked, and "
        "the report counts the numbers.";
  if (rule.optional) text += " Only when the store has the list.";
  return text;
}

}  // namespace

std::string sentence_of(const predicate_document& predicate) { return std::visit(teller{}, predicate.what); }

std::string explain(const policy_document& policy, std::string_view blacklist) {
  std::string text = policy.name + ": ";
  text += policy.otherwise == verdict::block ? "who has not been allowed is not called (opt-in)."
                                             : "who has not been blocked may be called (opt-out).";
  text += "\nDays and times are those of " + policy.time_zone;
  if (policy.region != region_id::none) {
    text += "; numbers without a country code are of " + std::string(region_name(policy.region));
  }
  text += ".\n";
  for (const std::string& file : policy.extended) text += "Extends " + file + ".\n";
  text += "The first rule that decides wins:\n";
  for (std::size_t r = 0; r < policy.rules.size(); ++r) {
    text += "  " + std::to_string(r + 1) + ". " + sentence_of(policy.rules[r], blacklist) + '\n';
  }
  text += std::string("  Otherwise ") + (policy.otherwise == verdict::block ? "block" : "allow") + " as " +
          in_quotes(policy.otherwise_reason) + ".\n";
  for (const hours_document& hours : policy.hours) {
    text += "Hours " + in_quotes(hours.table.name) + ": " + sentence_of(hours) + ".\n";
  }
  return text +
         "What cannot be answered is never allowed: under a block the verdict is 'unknown', under an allowance the "
         "next "
         "rule is asked.\nNot legal advice.\n";
}

}  // namespace callsieve

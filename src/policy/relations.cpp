#include "relations.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "callsieve/rules/detail/cell_text.hpp"

namespace callsieve::detail {
namespace {

/// The least and the most days that a period can be.
std::pair<int, int> days_of(period p) {
  switch (p.unit) {
    case period_unit::days: return {p.count, p.count};
    case period_unit::weeks: return {7 * p.count, 7 * p.count};
    case period_unit::months: return {28 * p.count, 31 * p.count};
    case period_unit::years: return {365 * p.count, 366 * p.count};
  }
  return {0, 0};
}

bool at_most(period a, period b) {
  return a.unit == b.unit ? a.count <= b.count : days_of(a).second <= days_of(b).first;
}
/// Nothing is a period without end.
bool at_most(const std::optional<period>& a, const std::optional<period>& b) { return !b || (a && at_most(*a, *b)); }
bool same_age(const listed_document& a, const listed_document& b) {
  return a.max_age == b.max_age && a.from_version == b.from_version;
}

template <class Items>
bool subset(const Items& a, const Items& b) {
  return std::all_of(a.begin(), a.end(),
                     [&b](const auto& item) { return std::find(b.begin(), b.end(), item) != b.end(); });
}
template <class Items>
bool disjoint(const Items& a, const Items& b) {
  return std::none_of(a.begin(), a.end(),
                      [&b](const auto& item) { return std::find(b.begin(), b.end(), item) != b.end(); });
}

template <class Document>
std::pair<const Document*, const Document*> both(const predicate_document& a, const predicate_document& b) {
  const auto* first = std::get_if<Document>(&a.what);
  const auto* second = std::get_if<Document>(&b.what);
  return first && second ? std::pair{first, second} : std::pair<const Document*, const Document*>{nullptr, nullptr};
}

/// The types of which a question about these is yes.
std::vector<number_type> types_of_yes(const type_document& asked) {
  std::vector<number_type> types = asked.types;
  const auto names = [&types](number_type type) { return std::find(types.begin(), types.end(), type) != types.end(); };
  if (names(number_type::mobile) && names(number_type::fixed_line)) types.push_back(number_type::fixed_line_or_mobile);
  return types;
}

}  // namespace

bool always_knows(const predicate_document& a) {
  if (const auto* types = std::get_if<type_document>(&a.what)) return !names_one_of_fixed_and_mobile(*types);
  return std::holds_alternative<always_document>(a.what) || std::holds_alternative<duplicate_document>(a.what) ||
         std::holds_alternative<region_document>(a.what) || std::holds_alternative<prefix_document>(a.what);
}

bool names_one_of_fixed_and_mobile(const type_document& types) {
  const auto names = [&types](number_type type) {
    return std::find(types.types.begin(), types.types.end(), type) != types.types.end();
  };
  return names(number_type::mobile) != names(number_type::fixed_line) && !names(number_type::fixed_line_or_mobile);
}

bool yes_implies_yes(const predicate_document& a, const predicate_document& b) {
  if (const auto [x, y] = both<listed_document>(a, b); x) {
    const bool as_fresh = x->from_version == y->from_version && at_most(x->max_age, y->max_age);
    const bool as_long = !y->grace || (x->grace && at_most(*y->grace, *x->grace));
    const bool all_of_y = y->categories.empty() && y->category_names.empty();
    const bool some_of_x = !x->categories.empty() || !x->category_names.empty();
    const bool as_narrow =
        all_of_y || (some_of_x && subset(x->categories, y->categories) && subset(x->category_names, y->category_names));
    // Where a rule states no age, store.toml may: then only equal words compare.
    const bool comparable = x->max_age.has_value() == y->max_age.has_value();
    return x->list == y->list && comparable && as_fresh && as_long && as_narrow;
  }
  if (const auto [x, y] = both<related_document>(a, b); x) return x->list == y->list && at_most(x->within, y->within);
  if (const auto [x, y] = both<attempted_document>(a, b); x) {
    return x->list == y->list && x->at_least >= y->at_least && at_most(x->within, y->within);
  }
  if (const auto [x, y] = both<consent_document>(a, b); x) {
    const bool of_person = y->person.empty() || x->person == y->person;
    const bool after_same = !y->after || (x->after == y->after && x->max_age == y->max_age);
    return x->list == y->list && x->given == y->given && of_person && after_same &&
           at_most(x->not_older_than, y->not_older_than);
  }
  if (const auto [x, y] = both<type_document>(a, b); x) return subset(types_of_yes(*x), types_of_yes(*y));
  if (const auto [x, y] = both<region_document>(a, b); x) return subset(x->regions, y->regions);
  if (const auto [x, y] = both<prefix_document>(a, b); x) {
    return std::all_of(x->prefixes.begin(), x->prefixes.end(), [&wider = y->prefixes](number_prefix narrow) {
      return std::any_of(wider.begin(), wider.end(), [narrow](number_prefix wide) { return wide.covers(narrow); });
    });
  }
  if (const auto [x, y] = both<column_document>(a, b); x) {
    if (x->says || y->says) return x->column == y->column && x->says == y->says;
    return x->column == y->column &&
           std::all_of(x->equals.begin(), x->equals.end(), [&wider = y->equals](const std::string& text) {
             return std::any_of(wider.begin(), wider.end(),
                                [&text](const std::string& other) { return is_text(text, plain_text(other), true); });
           });
  }
  return false;
}

bool never_both_yes(const predicate_document& a, const predicate_document& b) {
  if (const auto [x, y] = both<consent_document>(a, b); x) return x->list == y->list && x->given != y->given;
  if (const auto [x, y] = both<type_document>(a, b); x) return disjoint(types_of_yes(*x), types_of_yes(*y));
  if (const auto [x, y] = both<region_document>(a, b); x) return disjoint(x->regions, y->regions);
  return false;
}

bool unknown_together(const predicate_document& a, const predicate_document& b) {
  if (const auto [x, y] = both<listed_document>(a, b); x) return x->list == y->list && same_age(*x, *y);
  if (const auto [x, y] = both<related_document>(a, b); x) return x->list == y->list;
  if (const auto [x, y] = both<attempted_document>(a, b); x) return x->list == y->list;
  if (const auto [x, y] = both<consent_document>(a, b); x)
    return x->list == y->list && !x->after && !y->after && x->person == y->person;
  if (const auto [x, y] = both<type_document>(a, b); x) {
    return names_one_of_fixed_and_mobile(*x) && names_one_of_fixed_and_mobile(*y);
  }
  return false;
}

bool is_true_of_all_on(const predicate_document& predicate, std::string_view list) {
  if (const auto* listed = std::get_if<listed_document>(&predicate.what)) {
    return listed->list == list && !listed->grace && listed->categories.empty() && listed->category_names.empty();
  }
  if (const auto* any = std::get_if<any_document>(&predicate.what)) {
    return std::any_of(any->parts.begin(), any->parts.end(),
                       [list](const predicate_document& part) { return is_true_of_all_on(part, list); });
  }
  return false;
}

bool blocks_all_on(const rule_document& rule, std::string_view list) {
  return rule.outcome == verdict::block && !rule.from && !rule.until && rule.sectors.empty() &&
         is_true_of_all_on(rule.when, list);
}

}  // namespace callsieve::detail

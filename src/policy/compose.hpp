// From a predicate's document to a predicate over lists of any type: mapped ones, or the doubles of tests.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "callsieve/policy/document.hpp"
#include "callsieve/rules/pipeline.hpp"
#include "callsieve/rules/predicates.hpp"

namespace callsieve::detail {

/// Builds predicates. `List` is a number_list; one that has default_max_age() lends it where the document states none.
template <number_list List>
class composer {
 public:
  /// `find` gives the list of a name; every name in the documents must be known to it.
  /// `policy` gives hours and time zone, and must outlive the composer.
  composer(std::function<List(const std::string&)> find, const policy_document& policy)
      : find_(std::move(find)), policy_(policy) {}

  [[nodiscard]] any_predicate operator()(const predicate_document& document) const {
    return std::visit([this](const auto& d) { return this->make(d); }, document.what);
  }

 private:
  static std::optional<period> age(const std::optional<period>& stated, const List& list) {
    if constexpr (requires { list.default_max_age(); }) {
      if (!stated) return list.default_max_age();
    }
    return stated;
  }

  [[nodiscard]] any_predicate make(const always_document&) const { return any_predicate(always()); }
  [[nodiscard]] any_predicate make(const duplicate_document&) const { return any_predicate(duplicate()); }
  [[nodiscard]] any_predicate make(const listed_document& d) const {
    List list = find_(d.list);
    listed_terms terms{.max_age = age(d.max_age, list), .from_version = d.from_version, .grace = d.grace};
    for (const int category : d.categories) terms.categories |= std::uint32_t{1} << category;
    return any_predicate(listed<List>(std::move(list), terms));
  }
  [[nodiscard]] any_predicate make(const attempted_document& d) const {
    if constexpr (attempts_list<List>) {
      List list = find_(d.list);
      const std::optional<period> max_age = age(std::nullopt, list);
      return any_predicate(attempted<List>(std::move(list), d.at_least, d.within, max_age));
    } else {
      return any_predicate(always());  // never reached: the binder knows no such list
    }
  }
  [[nodiscard]] any_predicate make(const related_document& d) const {
    List list = find_(d.list);
    const std::optional<period> max_age = age(std::nullopt, list);
    return any_predicate(related_within<List>(std::move(list), d.within, max_age));
  }
  [[nodiscard]] any_predicate make(const consent_document& d) const {
    List list = find_(d.list);
    const std::optional<period> max_age = age(std::nullopt, list);
    if (!d.given) return any_predicate(consent_withdrawn<List>(std::move(list), max_age));
    if (d.after) {
      List registry = find_(*d.after);
      const std::optional<period> registry_age = age(d.max_age, registry);
      return of_person(
          d, list, consent_given_after<List, List>(list, std::move(registry), d.not_older_than, max_age, registry_age));
    }
    return of_person(d, list, consent_given<List>(list, d.not_older_than, max_age));
  }
  template <predicate Consent>
  [[nodiscard]] static any_predicate of_person(const consent_document& d, const List& list, Consent consent) {
    if (d.person.empty()) return any_predicate(std::move(consent));
    return any_predicate(given_by_person<Consent, List>(std::move(consent), list, d.person));
  }
  [[nodiscard]] any_predicate make(const type_document& d) const { return any_predicate(of_type(std::span(d.types))); }
  [[nodiscard]] any_predicate make(const region_document& d) const {
    std::vector<region_id> regions;
    for (const std::string& name : d.regions) {
      // By name, not by find_region(): `001` is the name of several regions.
      for (int id = 1; id <= region_count(); ++id) {
        if (region_name(static_cast<region_id>(id)) == name) regions.push_back(static_cast<region_id>(id));
      }
    }
    return any_predicate(in_region(std::span<const region_id>(regions)));
  }
  [[nodiscard]] any_predicate make(const prefix_document& d) const { return any_predicate(with_prefix(d.prefixes)); }
  [[nodiscard]] any_predicate make(const column_document& d) const {
    if (d.says) return any_predicate(column_says(d.column, *d.says));
    return any_predicate(column_equals(d.column, d.equals));
  }
  [[nodiscard]] any_predicate make(const calling_hours_document& d) const {
    return any_predicate(calling_hours(policy_.hours_named(d.hours).table, policy_.time_zone));
  }
  [[nodiscard]] any_predicate make(const all_document& d) const { return any_predicate(all_of(make_all(d.parts))); }
  [[nodiscard]] any_predicate make(const any_document& d) const { return any_predicate(any_of(make_all(d.parts))); }
  [[nodiscard]] any_predicate make(const not_document& d) const {
    return any_predicate(not_((*this)(d.parts.front())));
  }

  [[nodiscard]] std::vector<any_predicate> make_all(const std::vector<predicate_document>& parts) const {
    std::vector<any_predicate> made;
    made.reserve(parts.size());
    for (const predicate_document& part : parts) made.push_back((*this)(part));
    return made;
  }

  std::function<List(const std::string&)> find_;
  const policy_document& policy_;
};

/// A rule ready for a pipeline.
template <number_list List>
[[nodiscard]] pipeline_rule compose_rule(const rule_document& rule, const composer<List>& make) {
  return {{.outcome = rule.outcome,
           .reason = rule.reason,
           .scope = rule.scope.value_or(rule_scope::cell),
           .pass_unknown = rule.pass_unknown,
           .pass_no_time = rule.pass_no_time,
           .from = rule.from,
           .until = rule.until,
           .status = vicidial_status(rule)},
          make(rule.when),
          to_string(rule.when)};
}

}  // namespace callsieve::detail

// Consent that counts only when it was given after the number was registered as not to be called (as in Italy).
//
// Cost: two questions to lists a number; the second only for rows with consent. Threads: const access from any thread.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "callsieve/rules/list_predicates.hpp"

namespace callsieve {

/// Whether consent was given (as consent_given) and no registration on or after that day cancelled it. A registration
/// whose day is not known: `no_date`; a registry that is stale or does not cover the number: unknown.
/// Requires a list of kind consent and a registry whose days, when it has some, are those of registration.
template <number_list Consents, number_list Registry>
class consent_given_after {
 public:
  consent_given_after(Consents consents, Registry registry, std::optional<period> not_older_than = std::nullopt,
                      std::optional<period> max_age_of_consents = std::nullopt,
                      std::optional<period> max_age_of_registry = std::nullopt)
      : consents_(std::move(consents)),
        registry_(std::move(registry)),
        not_older_than_(not_older_than),
        max_age_of_consents_(max_age_of_consents),
        max_age_of_registry_(max_age_of_registry) {}

  template <std::size_t Capacity>
  void evaluate(const lane_question<Capacity>& asked, const lane_set<Capacity>& lanes,
                lane_results<Capacity>& out) const {
    const batch& numbers = asked.numbers;
    auto held = lane_set<Capacity>::none(numbers.size()), given = held;
    detail::find_covered(consents_, max_age_of_consents_, asked, lanes, held, out);
    if (held.empty()) return;
    const std::int32_t today = day_number(asked.when.date);
    const std::int32_t earliest = not_older_than_
                                      ? first_day_reaching(asked.when.date + std::chrono::days{1}, *not_older_than_)
                                      : std::numeric_limits<std::int32_t>::min();
    asked.lists.find_counting(
        consents_, numbers, held,
        [=](const list_record& record) {
          return record.state == record_state::given && record.day_number <= today && record.day_number >= earliest;
        },
        given);
    auto registered = lane_set<Capacity>::none(numbers.size());
    lane_results<Capacity> registry(numbers.size());
    detail::find_covered(registry_, max_age_of_registry_, asked, given, registered, registry);
    out.yes = given - registered - registry.unknown;
    registry.unknown.for_each([&](std::size_t lane) { out.add_unknown(lane, registry.cause(lane)); });
    registered.for_each([&](std::size_t lane) { out.add(lane, after_registration(numbers.numbers[lane])); });
  }
  /// For people: `given 2025-01-02; registered 2024-06-01`.
  [[nodiscard]] std::string explain(const as_of& when, const batch& numbers, std::size_t lane) const {
    const phone_number number = numbers.numbers[lane];
    list_record consent, registered;
    consents_.find(std::span(&number, 1), std::span(&consent, 1));
    registry_.find(std::span(&number, 1), std::span(&registered, 1));
    std::string text = consent.state == record_state::absent
                           ? detail::absent_words("in", detail::list_name(consents_), consents_.speaks_for(), number)
                           : detail::record_words(consent, when.date);
    const std::string name = detail::list_name(registry_);
    text += "; ";
    if (registered.state == record_state::absent) {
      text += detail::absent_words("on", name, registry_.speaks_for(), number);
    } else {
      text += "on " + name +
              (knows_days() ? " since " + to_string(day_from_number(registered.day_number))
                            : std::string(" since a day that nobody knows"));
    }
    return text + detail::age_words(registry_.speaks_for(), number, when.date, max_age_of_registry_, name);
  }

 private:
  /// Whether consent was given later than the registration. Requires records in both lists.
  [[nodiscard]] truth after_registration(phone_number number) const {
    list_record consent, registration;
    consents_.find(std::span(&number, 1), std::span(&consent, 1));
    registry_.find(std::span(&number, 1), std::span(&registration, 1));
    if (!knows_days() || registration.day_number == 0) return truth::no_date;  // taken down live
    return static_cast<truth>(registration.day_number < consent.day_number);
  }
  [[nodiscard]] bool knows_days() const {
    if constexpr (requires { registry_.info().days; }) {
      return registry_.info().days == day_meaning::registered;
    } else {
      return false;
    }
  }

  Consents consents_;
  Registry registry_;
  std::optional<period> not_older_than_, max_age_of_consents_, max_age_of_registry_;
};

}  // namespace callsieve

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

  void evaluate(const as_of& when, const batch& numbers, std::span<const row_id> rows, std::span<truth> out) const {
    const std::int32_t today = day_number(when.date);
    const std::int32_t earliest = not_older_than_
                                      ? first_day_reaching(when.date + std::chrono::days{1}, *not_older_than_)
                                      : std::numeric_limits<std::int32_t>::min();
    scratch<std::int32_t, batch_capacity> given_room;
    const std::span<std::int32_t> given = given_room.first(rows.size());
    detail::ask_list(consents_, max_age_of_consents_, when, numbers, rows, out,
                     [=](const list_record& record, std::size_t place) {
                       given[place] = record.day_number;
                       return static_cast<truth>(record.state == record_state::given && record.day_number <= today &&
                                                 record.day_number >= earliest);
                     });
    scratch<row_id, batch_capacity> places_room, ids_room;
    const std::span<row_id> places = places_room.first(rows.size());
    const std::span<row_id> ids = ids_room.first(rows.size());
    std::size_t count = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      places[count] = static_cast<row_id>(i);
      ids[count] = rows[i];
      count += out[i] == truth::yes;
    }
    if (count == 0) return;
    scratch<truth, batch_capacity> cancelled_room;
    const std::span<truth> cancelled = cancelled_room.first(count);
    const bool has_days = knows_days();
    detail::ask_list(registry_, max_age_of_registry_, when, numbers, ids.first(count), cancelled,
                     [=](const list_record& record, std::size_t place) {
                       if (!has_days || record.day_number == 0) return truth::no_date;  // taken down live
                       return static_cast<truth>(record.day_number >= given[places[place]]);
                     });
    for (std::size_t i = 0; i < count; ++i) out[places[i]] = !cancelled[i];
  }
  void answer(const as_of& when, const batch& numbers, const row_set& rows, list_answers& lists,
              row_answers& said) const requires bit_list<Consents> {
    row_set held = row_set::none(numbers.size());
    detail::find_covered(consents_, max_age_of_consents_, when, numbers, rows, lists, held, said);
    detail::add_evaluated(*this, when, numbers, held, said);
  }
  /// For people: `given 2025-01-02; registered 2024-06-01`.
  [[nodiscard]] std::string saw(const as_of& when, const batch& numbers, std::size_t row) const {
    const phone_number number = numbers.numbers[row];
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

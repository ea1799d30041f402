// Consent that counts only for the person who gave it: the list keeps whose it is, the call list whom it means to call.
//
// Cost: as the question about consent, and one look-up of the list more for each row that has it. No lock; an
// allocation for a person's name longer than a small string. Threads: const access from any thread.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "callsieve/rules/combined_predicates.hpp"
#include "callsieve/rules/detail/cell_text.hpp"
#include "callsieve/rules/lane_results.hpp"

namespace callsieve {

/// A list that keeps a text beside its numbers.
template <class L>
concept referenced_list = number_list<L> && requires(const L& list, phone_number number) {
  { list.reference(number) } -> std::convertible_to<std::string>;
};

/// Whether consent was given, as `Consent` says, by the person that the row's cell in a column names: the reference
/// beside the number is that text, but for blanks that nobody sees (detail/cell_text.hpp). Another person's consent:
/// no. An empty cell: `no_value`; a batch without the column: `no_column`; consent of which the list does not say whose
/// it is: `no_person`.
template <predicate Consent, referenced_list List>
class given_by_person {
 public:
  /// Requires a consent asked of `list`.
  given_by_person(Consent consent, List list, std::string column)
      : consent_(std::move(consent)), list_(std::move(list)), column_(std::move(column)) {}

  template <std::size_t Capacity>
  void evaluate(const lane_question<Capacity>& asked, const lane_set<Capacity>& lanes,
                lane_results<Capacity>& out) const {
    consent_.evaluate(asked, lanes, out);
    const lane_set<Capacity> given = out.yes;
    out.yes = lane_set<Capacity>::none(asked.numbers.size());
    const text_column* const column = asked.numbers.column(column_);
    given.for_each([&](std::size_t lane) { out.add(lane, whose(column, asked.numbers, lane)); });
  }
  /// For people: `given 2025-01-02 in consents; of another person than the row's customer_id names`.
  [[nodiscard]] std::string explain(const as_of& when, const batch& numbers, std::size_t lane) const {
    std::string text = consent_.explain(when, numbers, lane);
    truth given = truth::no;
    ask(consent_, when, numbers.part(lane, 1), std::span(&given, 1));
    if (given != truth::yes) return text;
    const std::string name = "the row's " + column_;
    switch (whose(numbers.column(column_), numbers, lane)) {
      case truth::yes: return text + "; of the person that " + name + " names";
      case truth::no_column: return text + "; no column " + column_;
      case truth::no_value: return text + "; " + name + " is empty";
      case truth::no_person: return text + "; the list does not say whose";
      default: return text + "; of another person than " + name + " names";
    }
  }
  void add_columns(std::vector<std::string>& names) const { names.push_back(column_); }

 private:
  [[nodiscard]] truth whose(const text_column* column, const batch& numbers, std::size_t lane) const {
    if (column == nullptr) return truth::no_column;
    const std::string_view wanted = numbers.value(*column, lane);
    if (detail::is_text(wanted, {}, false)) return truth::no_value;
    const std::string person = detail::plain_text(list_.reference(numbers.numbers[lane]));
    return person.empty() ? truth::no_person : static_cast<truth>(detail::is_text(wanted, person, false));
  }

  Consent consent_;
  List list_;
  std::string column_;
};

}  // namespace callsieve

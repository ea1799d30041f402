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
#include "callsieve/rules/row_answers.hpp"

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

  void evaluate(const as_of& when, const batch& numbers, std::span<const row_id> rows, std::span<truth> out) const {
    consent_.evaluate(when, numbers, rows, out);
    const text_column* const column = numbers.column(column_);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (out[i] == truth::yes) out[i] = whose(column, numbers, rows[i]);
    }
  }
  void answer(const as_of& when, const batch& numbers, const row_set& rows, list_answers& lists,
              row_answers& said) const {
    detail::answer_rows(consent_, when, numbers, rows, lists, said);
    const row_set given = said.yes;
    said.yes = row_set::none(numbers.size());
    const text_column* const column = numbers.column(column_);
    given.for_each([&](std::size_t row) { said.add(row, whose(column, numbers, row)); });
  }
  /// For people: `given 2025-01-02 in consents; of another person than the row's customer_id names`.
  [[nodiscard]] std::string saw(const as_of& when, const batch& numbers, std::size_t row) const {
    std::string text = consent_.saw(when, numbers, row);
    const auto id = static_cast<row_id>(row);
    truth given = truth::no;
    consent_.evaluate(when, numbers, std::span(&id, 1), std::span(&given, 1));
    if (given != truth::yes) return text;
    const std::string name = "the row's " + column_;
    switch (whose(numbers.column(column_), numbers, row)) {
      case truth::yes: return text + "; of the person that " + name + " names";
      case truth::no_column: return text + "; no column " + column_;
      case truth::no_value: return text + "; " + name + " is empty";
      case truth::no_person: return text + "; the list does not say whose";
      default: return text + "; of another person than " + name + " names";
    }
  }
  void add_columns(std::vector<std::string>& names) const { names.push_back(column_); }

 private:
  [[nodiscard]] truth whose(const text_column* column, const batch& numbers, std::size_t row) const {
    if (column == nullptr) return truth::no_column;
    const std::string_view wanted = column->values[row];
    if (detail::is_text(wanted, {}, false)) return truth::no_value;
    const std::string person = detail::plain_text(list_.reference(numbers.numbers[row]));
    return person.empty() ? truth::no_person : static_cast<truth>(detail::is_text(wanted, person, false));
  }

  Consent consent_;
  List list_;
  std::string column_;
};

}  // namespace callsieve

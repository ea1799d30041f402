// Predicates about another column of the call list.
//
// Cost: one comparison a number and text; no allocation, no lock. Threads: const access from any thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "callsieve/base/date.hpp"
#include "callsieve/base/yes_no.hpp"
#include "callsieve/batch/batch.hpp"
#include "callsieve/batch/truth.hpp"
#include "callsieve/rules/detail/cell_text.hpp"
#include "callsieve/rules/lane_results.hpp"

namespace callsieve {

namespace detail {
/// What stands in a row's cell, for people: `state is FL`.
[[nodiscard]] inline std::string column_words(const std::string& name, const batch& numbers, std::size_t lane) {
  const text_column* column = numbers.column(name);
  if (column == nullptr) return "no column " + name;
  const std::string_view value = without_outer_blanks(numbers.value(*column, lane));
  return name + (value.empty() ? " is empty" : " is " + std::string(value));
}
/// Adds what `say(cell)` says of the row of each lane; `no_column` of all where the batch has no such column.
template <std::size_t Capacity, class Say>
void ask_cells(const lane_question<Capacity>& asked, const lane_set<Capacity>& lanes, const std::string& name,
               lane_results<Capacity>& out, Say say) {
  const text_column* column = asked.numbers.column(name);
  if (column == nullptr) return out.add_unknown(lanes, truth::no_column);
  lanes.for_each([&](std::size_t lane) { out.add(lane, say(asked.numbers.value(*column, lane))); });
}
}  // namespace detail

/// Whether the row's cell is one of these texts, whatever the case of ASCII letters and the blanks around it; no-break
/// blanks are blanks, and those of no width nothing. An empty cell, or one of blanks alone, says nothing: `no_value`,
/// unless one of the texts is empty. A batch without the column: `no_column`.
class column_equals {
 public:
  column_equals(std::string column, std::vector<std::string> texts)
      : column_(std::move(column)), texts_(std::move(texts)) {
    for (std::string& text : texts_) text = detail::plain_text(text);
  }

  template <std::size_t Capacity>
  void evaluate(const lane_question<Capacity>& asked, const lane_set<Capacity>& lanes,
                lane_results<Capacity>& out) const {
    detail::ask_cells(asked, lanes, column_, out, [this](std::string_view value) { return say(value); });
  }
  /// For people: `state is FL`.
  [[nodiscard]] std::string explain(const as_of&, const batch& numbers, std::size_t lane) const {
    return detail::column_words(column_, numbers, lane);
  }
  void add_columns(std::vector<std::string>& names) const { names.push_back(column_); }

 private:
  [[nodiscard]] truth say(std::string_view value) const noexcept {
    for (const std::string& text : texts_) {
      if (detail::is_text(value, text, true)) return truth::yes;
    }
    return detail::is_text(value, {}, true) ? truth::no_value : truth::no;
  }

  std::string column_;
  std::vector<std::string> texts_;  ///< plain
};

/// Whether the row's cell says yes (or no), as read_yes_no() reads it. A cell that says neither, an empty one too:
/// `no_value`. A batch without the column: `no_column`.
class column_says {
 public:
  column_says(std::string column, bool wanted) : column_(std::move(column)), wanted_(wanted) {}

  template <std::size_t Capacity>
  void evaluate(const lane_question<Capacity>& asked, const lane_set<Capacity>& lanes,
                lane_results<Capacity>& out) const {
    detail::ask_cells(asked, lanes, column_, out, [this](std::string_view value) {
      const std::optional<bool> answer = read_yes_no(detail::without_outer_blanks(value));
      return answer ? static_cast<truth>(*answer == wanted_) : truth::no_value;
    });
  }
  /// For people: `Do_Not_Contact is Y`.
  [[nodiscard]] std::string explain(const as_of&, const batch& numbers, std::size_t lane) const {
    return detail::column_words(column_, numbers, lane);
  }
  void add_columns(std::vector<std::string>& names) const { names.push_back(column_); }

 private:
  std::string column_;
  bool wanted_;
};

}  // namespace callsieve

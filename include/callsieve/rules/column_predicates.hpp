// A predicate about another column of the call list.
//
// Cost: one comparison a number and text; no allocation, no lock. Threads: const access from any thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "callsieve/base/date.hpp"
#include "callsieve/batch/batch.hpp"
#include "callsieve/batch/truth.hpp"

namespace callsieve {

namespace detail {

/// Equal but for the case of ASCII letters.
[[nodiscard]] constexpr bool equal_but_for_case(std::string_view a, std::string_view b) noexcept {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (lower(a[i]) != lower(b[i])) return false;
  }
  return true;
}

}  // namespace detail

/// Whether the row's cell is one of these texts, whatever the case of ASCII letters. An empty cell says nothing:
/// `no_value`, unless one of the texts is empty. A batch without the column: `no_column`.
class column_equals {
 public:
  column_equals(std::string column, std::vector<std::string> texts)
      : column_(std::move(column)), texts_(std::move(texts)) {}

  void evaluate(const as_of&, const batch& numbers, std::span<const row_id> rows, std::span<truth> out) const noexcept {
    const text_column* column = numbers.column(column_);
    if (column == nullptr) {
      std::fill(out.begin(), out.end(), truth::no_column);
      return;
    }
    for (std::size_t i = 0; i < rows.size(); ++i) out[i] = say(column->values[rows[i]]);
  }
  /// For people: `state is FL`.
  [[nodiscard]] std::string saw(const as_of&, const batch& numbers, std::size_t row) const {
    const text_column* column = numbers.column(column_);
    if (column == nullptr) return "no column " + column_;
    const std::string_view value = column->values[row];
    return value.empty() ? column_ + " is empty" : column_ + " is " + std::string(value);
  }
  void add_columns(std::vector<std::string>& names) const { names.push_back(column_); }

 private:
  [[nodiscard]] truth say(std::string_view value) const noexcept {
    for (const std::string& text : texts_) {
      if (detail::equal_but_for_case(value, text)) return truth::yes;
    }
    return value.empty() ? truth::no_value : truth::no;
  }

  std::string column_;
  std::vector<std::string> texts_;
};

}  // namespace callsieve

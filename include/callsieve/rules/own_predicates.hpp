// Predicates of one's own, from a function of a number or of a row's cells.
//
//   const auto switchboard = where([](phone_number n) { return n.value() % 1000 == 0; }, "a switchboard's number");
//   const auto young = where_columns({"age"}, [](std::span<const std::string_view> cells) {
//     return cells[0].empty() ? truth::no_value : static_cast<truth>(cells[0] < "18"); }, "under 18");
//
// Cost: a call of the function a number; of columns a look-up of their names a batch. Threads: the function is called
// from any thread that decides, and must not throw.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "callsieve/rules/combined_predicates.hpp"
#include "callsieve/rules/lane_results.hpp"

namespace callsieve {

namespace detail {
[[nodiscard]] constexpr truth as_truth(bool answer) noexcept { return static_cast<truth>(answer); }
[[nodiscard]] constexpr truth as_truth(truth answer) noexcept { return answer; }
}  // namespace detail

/// Whether a function says so of the number: bool, or a truth where it may not know. Made by where().
template <class F>
requires std::is_invocable_v<const F&, phone_number>
class number_where {
 public:
  number_where(F is, std::string words) : is_(std::move(is)), words_(std::move(words)) {}

  template <std::size_t Capacity>
  void evaluate(const lane_question<Capacity>& asked, const lane_set<Capacity>& lanes,
                lane_results<Capacity>& out) const {
    lanes.for_each([&](std::size_t lane) { out.add(lane, detail::as_truth(is_(asked.numbers.numbers[lane]))); });
  }
  [[nodiscard]] std::string explain(const as_of&, const batch& numbers, std::size_t lane) const {
    return words_ + ": " + std::string(to_string(detail::as_truth(is_(numbers.numbers[lane]))));
  }

 private:
  F is_;
  std::string words_;
};

/// Whether a function says so of the row's cells in some columns, in their order. Batches without one of the columns:
/// `no_column`. Made by where_columns().
template <std::size_t Columns, class F>
requires std::is_invocable_v<const F&, std::span<const std::string_view>>
class columns_where {
 public:
  columns_where(std::array<std::string, Columns> columns, F is, std::string words)
      : columns_(std::move(columns)), is_(std::move(is)), words_(std::move(words)) {}

  template <std::size_t Capacity>
  void evaluate(const lane_question<Capacity>& asked, const lane_set<Capacity>& lanes,
                lane_results<Capacity>& out) const {
    std::array<const text_column*, Columns> found;
    if (!find(asked.numbers, found)) return out.add_unknown(lanes, truth::no_column);
    lanes.for_each([&](std::size_t lane) { out.add(lane, of(asked.numbers, found, lane)); });
  }
  [[nodiscard]] std::string explain(const as_of&, const batch& numbers, std::size_t lane) const {
    std::array<const text_column*, Columns> found;
    if (!find(numbers, found)) return words_ + ": no such column";
    return words_ + ": " + std::string(to_string(of(numbers, found, lane)));
  }
  void add_columns(std::vector<std::string>& names) const {
    names.insert(names.end(), columns_.begin(), columns_.end());
  }

 private:
  [[nodiscard]] bool find(const batch& numbers, std::array<const text_column*, Columns>& found) const {
    for (std::size_t i = 0; i < Columns; ++i) {
      found[i] = numbers.column(columns_[i]);
      if (found[i] == nullptr) return false;
    }
    return true;
  }
  [[nodiscard]] truth of(const batch& numbers, const std::array<const text_column*, Columns>& found,
                         std::size_t lane) const {
    std::array<std::string_view, Columns> cells;
    for (std::size_t i = 0; i < Columns; ++i) cells[i] = numbers.value(*found[i], lane);
    return detail::as_truth(is_(std::span<const std::string_view>(cells)));
  }

  std::array<std::string, Columns> columns_;
  F is_;
  std::string words_;
};

/// `words` say for people what the function asks.
template <class F>
[[nodiscard]] number_where<F> where(F is, std::string words) {
  return {std::move(is), std::move(words)};
}
template <std::size_t Columns, class F>
[[nodiscard]] columns_where<Columns, F> where_columns(std::string (&&columns)[Columns], F is, std::string words) {
  std::array<std::string, Columns> names;
  for (std::size_t i = 0; i < Columns; ++i) names[i] = std::move(columns[i]);
  return {std::move(names), std::move(is), std::move(words)};
}

}  // namespace callsieve

// Predicates about the number itself and its place in the input. They are never unknown.
//
// Cost: one comparison or table look-up a number (prefixes: one comparison a prefix); no allocation, no lock.
// Threads: const access from any thread.
#pragma once

#include <algorithm>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "callsieve/base/date.hpp"
#include "callsieve/batch/batch.hpp"
#include "callsieve/batch/truth.hpp"
#include "callsieve/number/numbering_plan.hpp"
#include "callsieve/rules/row_answers.hpp"
#include "callsieve/sets/coverage.hpp"

namespace callsieve {

/// True of every number.
class always {
 public:
  void evaluate(const as_of&, const batch&, std::span<const row_id>, std::span<truth> out) const noexcept {
    std::fill(out.begin(), out.end(), truth::yes);
  }
  void answer(const as_of&, const batch&, const row_set& rows, list_answers&, row_answers& said) const noexcept {
    said.yes = rows;
  }
  [[nodiscard]] std::string saw(const as_of&, const batch&, std::size_t) const { return "always"; }
};

/// Whether the same number came earlier in the input, whatever its verdict was. The batch's owner keeps track; in a
/// batch without that column nothing is a duplicate.
class duplicate {
 public:
  void evaluate(const as_of&, const batch& numbers, std::span<const row_id> rows, std::span<truth> out) const noexcept {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const bool repeated = !numbers.duplicates.empty() && numbers.duplicates[rows[i]] != 0;
      out[i] = static_cast<truth>(repeated);
    }
  }
  void answer(const as_of&, const batch& numbers, const row_set& rows, list_answers&,
              row_answers& said) const noexcept {
    if (!numbers.duplicates.empty()) said.yes = row_set::where_set(numbers.duplicates) & rows;
  }
  [[nodiscard]] std::string saw(const as_of&, const batch& numbers, std::size_t row) const {
    if (numbers.duplicates.empty()) return "repeats not looked for";
    return numbers.duplicates[row] != 0 ? "came earlier in the input" : "first of its kind in the input";
  }
  [[nodiscard]] static constexpr bool asks_for_duplicates() noexcept { return true; }
};

/// Whether the plan gives the number one of these types. Exact: `mobile` does not take in `fixed_line_or_mobile`, the
/// type of plans that do not tell them apart (all of North America).
class of_type {
 public:
  of_type(std::initializer_list<number_type> types) : of_type(std::span(types.begin(), types.size())) {}
  explicit of_type(std::span<const number_type> types) {
    for (const number_type type : types) types_.set(static_cast<std::size_t>(type));
  }

  void evaluate(const as_of&, const batch& numbers, std::span<const row_id> rows, std::span<truth> out) const noexcept {
    for (std::size_t i = 0; i < rows.size(); ++i) out[i] = static_cast<truth>(holds(numbers.types[rows[i]]));
  }
  void answer(const as_of&, const batch& numbers, const row_set& rows, list_answers&,
              row_answers& said) const noexcept {
    said.yes = row_set::where(numbers.size(), [&](std::size_t row) { return holds(numbers.types[row]); }) & rows;
  }
  /// For people: `type mobile`.
  [[nodiscard]] std::string saw(const as_of&, const batch& numbers, std::size_t row) const {
    return "type " + std::string(to_string(numbers.types[row]));
  }

 private:
  [[nodiscard]] bool holds(number_type type) const noexcept { return types_[static_cast<std::size_t>(type)]; }

  std::bitset<number_type_count> types_;
};

/// Whether the plan places the number in one of these regions. Requires ids that the plan gave (at most 1,023).
class in_region {
 public:
  in_region(std::initializer_list<region_id> regions) : in_region(std::span(regions.begin(), regions.size())) {}
  explicit in_region(std::span<const region_id> regions) {
    for (const region_id region : regions) {
      if (const auto id = static_cast<std::size_t>(region); id < regions_.size()) regions_.set(id);
    }
  }

  void evaluate(const as_of&, const batch& numbers, std::span<const row_id> rows, std::span<truth> out) const noexcept {
    for (std::size_t i = 0; i < rows.size(); ++i) out[i] = static_cast<truth>(holds(numbers.regions[rows[i]]));
  }
  void answer(const as_of&, const batch& numbers, const row_set& rows, list_answers&,
              row_answers& said) const noexcept {
    said.yes = row_set::where(numbers.size(), [&](std::size_t row) { return holds(numbers.regions[row]); }) & rows;
  }
  /// For people: `region NL`.
  [[nodiscard]] std::string saw(const as_of&, const batch& numbers, std::size_t row) const {
    return "region " + std::string(region_name(numbers.regions[row]));
  }

 private:
  [[nodiscard]] bool holds(region_id region) const noexcept {
    const auto id = static_cast<std::size_t>(region);
    return id < regions_.size() && regions_[id];
  }

  std::bitset<1024> regions_;
};

/// Whether the E.164 digits begin with one of these prefixes.
class with_prefix {
 public:
  explicit with_prefix(std::vector<number_prefix> prefixes) : prefixes_(std::move(prefixes)) {}

  void evaluate(const as_of&, const batch& numbers, std::span<const row_id> rows, std::span<truth> out) const noexcept {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      bool any = false;
      for (const number_prefix& prefix : prefixes_) any |= prefix.covers(numbers.numbers[rows[i]]);
      out[i] = static_cast<truth>(any);
    }
  }
  /// For people: `prefix +3190`.
  [[nodiscard]] std::string saw(const as_of&, const batch& numbers, std::size_t row) const {
    for (const number_prefix& prefix : prefixes_) {
      if (prefix.covers(numbers.numbers[row])) return "prefix " + to_string(prefix);
    }
    return "another prefix";
  }

 private:
  std::vector<number_prefix> prefixes_;
};

}  // namespace callsieve

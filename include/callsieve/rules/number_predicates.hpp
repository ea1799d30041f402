// Predicates about the number itself and its place in the input. Those about its type and region are unknown where the
// numbering plan does not tell.
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
#include "callsieve/rules/lane_results.hpp"
#include "callsieve/sets/coverage.hpp"

namespace callsieve {

/// True of every number.
class always {
 public:
  template <std::size_t Capacity>
  void evaluate(const lane_question<Capacity>&, const lane_set<Capacity>& lanes,
                lane_results<Capacity>& out) const noexcept {
    out.yes = lanes;
  }
  [[nodiscard]] std::string explain(const as_of&, const batch&, std::size_t) const { return "always"; }
};

/// Whether the same number came earlier in the input, whatever its verdict was. The batch's owner keeps track; in a
/// batch without that column nothing is a duplicate.
class duplicate {
 public:
  template <std::size_t Capacity>
  void evaluate(const lane_question<Capacity>& asked, const lane_set<Capacity>& lanes,
                lane_results<Capacity>& out) const noexcept {
    const auto duplicates = asked.numbers.duplicates;
    if (!duplicates.empty()) out.yes = lane_set<Capacity>::where_set(duplicates) & lanes;
  }
  [[nodiscard]] std::string explain(const as_of&, const batch& numbers, std::size_t lane) const {
    if (numbers.duplicates.empty()) return "repeats not looked for";
    return numbers.duplicates[lane] != 0 ? "came earlier in the input" : "first of its kind in the input";
  }
  [[nodiscard]] static constexpr bool asks_for_duplicates() noexcept { return true; }
};

/// Whether the number is of one of these types, by the numbering plan. Plans that do not tell mobile numbers from fixed
/// lines (all of North America) give both the type `fixed_line_or_mobile`: of `mobile` alone, or `fixed_line` alone,
/// such a number says nothing (`no_type`); of both together, or of `fixed_line_or_mobile`, it is one. The other way
/// round the word is exact: a number that is known to be mobile is no `fixed_line_or_mobile`. A number whose type the
/// plan does not know (none that is valid) is of no type but `unknown`, and asked for others says nothing.
class of_type {
 public:
  of_type(std::initializer_list<number_type> types) : of_type(std::span(types.begin(), types.size())) {}
  explicit of_type(std::span<const number_type> types) {
    for (const number_type type : types) yes_.set(place(type));
    const bool mobile = yes_[place(number_type::mobile)], fixed = yes_[place(number_type::fixed_line)];
    if (mobile && fixed) yes_.set(place(number_type::fixed_line_or_mobile));
    unknown_[place(number_type::fixed_line_or_mobile)] =
        mobile != fixed && !yes_[place(number_type::fixed_line_or_mobile)];
    unknown_[place(number_type::unknown)] = !yes_[place(number_type::unknown)];
  }

  template <std::size_t Capacity>
  void evaluate(const lane_question<Capacity>& asked, const lane_set<Capacity>& lanes,
                lane_results<Capacity>& out) const noexcept {
    const std::span<const number_type> types = asked.numbers.types;
    const auto found = [&](const std::bitset<number_type_count>& in) {
      return lane_set<Capacity>::where(types.size(), [&](std::size_t lane) { return in[place(types[lane])]; }) & lanes;
    };
    out.yes = found(yes_);
    const number_type untold =
        unknown_[place(number_type::fixed_line_or_mobile)] ? number_type::fixed_line_or_mobile : number_type::unknown;
    std::uint8_t some = 0;  // no other types can be unknown; a pass without a branch
    for (const number_type type : types) {
      some |= static_cast<std::uint8_t>((type == untold) | (type == number_type::unknown));
    }
    if (some != 0) out.add_unknown(found(unknown_), truth::no_type);
  }
  /// For people: `type mobile`; where that leaves the question open, what would answer it.
  [[nodiscard]] std::string explain(const as_of&, const batch& numbers, std::size_t lane) const {
    std::string text = "type " + std::string(to_string(numbers.types[lane]));
    if (say(numbers.types[lane]) != truth::no_type) return text;
    if (numbers.types[lane] == number_type::unknown) return text + ": the numbering plan does not know it";
    return text + ": " + std::string(region_name(numbers.regions[lane])) + " has no finer type; write type = [\"" +
           (yes_[place(number_type::mobile)] ? "mobile" : "fixed_line") +
           "\", \"fixed_line_or_mobile\"] to take in both, or ask a list of ported numbers";
  }

 private:
  static constexpr std::size_t place(number_type type) noexcept { return static_cast<std::size_t>(type); }
  [[nodiscard]] truth say(number_type type) const noexcept {
    return unknown_[place(type)] ? truth::no_type : static_cast<truth>(yes_[place(type)]);
  }

  std::bitset<number_type_count> yes_, unknown_;  ///< by type: what the answer is
};

/// Whether the plan places the number in one of these regions. Requires ids that the plan gave (at most 1,023). A
/// number that it places in none (none that is valid) says nothing: `no_region`.
class in_region {
 public:
  in_region(std::initializer_list<region_id> regions) : in_region(std::span(regions.begin(), regions.size())) {}
  explicit in_region(std::span<const region_id> regions) {
    for (const region_id region : regions) {
      if (const auto id = static_cast<std::size_t>(region); id != 0 && id < regions_.size()) regions_.set(id);
    }
  }

  template <std::size_t Capacity>
  void evaluate(const lane_question<Capacity>& asked, const lane_set<Capacity>& lanes,
                lane_results<Capacity>& out) const noexcept {
    const std::span<const region_id> regions = asked.numbers.regions;
    const auto found = [&](auto test) {
      return lane_set<Capacity>::where(regions.size(), [&](std::size_t lane) { return test(regions[lane]); }) & lanes;
    };
    out.yes = found([this](region_id region) { return holds(region); });
    std::uint16_t some = 0;  // a pass without a branch
    for (const region_id region : regions) some |= static_cast<std::uint16_t>(region == region_id::none);
    if (some != 0) out.add_unknown(found([](region_id region) { return region == region_id::none; }), truth::no_region);
  }
  /// For people: `region NL`.
  [[nodiscard]] std::string explain(const as_of&, const batch& numbers, std::size_t lane) const {
    if (numbers.regions[lane] == region_id::none) return "no region: the numbering plan does not know it";
    return "region " + std::string(region_name(numbers.regions[lane]));
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

  template <std::size_t Capacity>
  void evaluate(const lane_question<Capacity>& asked, const lane_set<Capacity>& lanes,
                lane_results<Capacity>& out) const noexcept {
    lanes.for_each([&](std::size_t lane) {
      bool any = false;
      for (const number_prefix& prefix : prefixes_) any |= prefix.covers(asked.numbers.numbers[lane]);
      out.yes.insert_if(any, lane);
    });
  }
  /// For people: `prefix +3190`.
  [[nodiscard]] std::string explain(const as_of&, const batch& numbers, std::size_t lane) const {
    for (const number_prefix& prefix : prefixes_) {
      if (prefix.covers(numbers.numbers[lane])) return "prefix " + to_string(prefix);
    }
    return "another prefix";
  }

 private:
  std::vector<number_prefix> prefixes_;
};

}  // namespace callsieve

// Ranges of numbers: put in order, and taken from each other.
#pragma once

#include <span>
#include <vector>

#include "callsieve/sets/block.hpp"
#include "callsieve/sets/coverage.hpp"

namespace callsieve {

/// Ascending and disjoint. Where several overlap, they combine as entries of one number do (record.hpp). Neighbours
/// that say the same become one. Cost: O(n log n).
[[nodiscard]] std::vector<number_interval> settled(std::vector<number_interval> intervals, day_meaning days);
/// What is in `from` and not in `holes`. Requires both ascending and disjoint.
[[nodiscard]] std::vector<number_interval> minus(std::span<const number_interval> from,
                                                 std::span<const number_interval> holes);
/// The interval that holds the number; null when none does. Requires ascending and disjoint ones.
[[nodiscard]] const number_interval* interval_with(std::span<const number_interval> intervals,
                                                   phone_number number) noexcept;
/// The intervals that the prefixes speak for, ascending and disjoint.
[[nodiscard]] std::vector<number_interval> intervals_of(const coverage& covers);

}  // namespace callsieve

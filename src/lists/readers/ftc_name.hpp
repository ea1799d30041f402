// The file names of the United States' registry.
#pragma once

#include <optional>
#include <string_view>

#include "callsieve/base/date.hpp"
#include "callsieve/sets/coverage.hpp"

namespace callsieve::readers {

struct ftc_name {
  day obtained;
  std::optional<number_prefix> area;
};

/// `2025-2-15_202_<anything>`: the day, not padded, and the area code; what follows the day's underscore may also be
/// something else than an area code. As programs written for real downloads have it;
/// the registry publishes no rule.
[[nodiscard]] std::optional<ftc_name> read_ftc_name(std::string_view name);

}  // namespace callsieve::readers

// Cells that stand for many numbers: `+4121560####`, `+3803224625%`, `727XXXXXXX`.
//
// A `#`, `?` or `X` (also `x`) at the end is any one digit; `%` or `*` at the end is any digits, or none, up to the 15
// of E.164. Wildcards inside a number, and an `X` after a blank, as in `x12`, are none of this.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "callsieve/number/numbering_plan.hpp"
#include "callsieve/sets/block.hpp"

namespace callsieve {

/// Whether the cell is to be read by read_pattern and not by parse, which would take `727XXXXXXX` for letters on keys.
/// Cost: one look at each byte of the cell.
[[nodiscard]] bool has_wildcards(std::string_view cell) noexcept;

/// Ascending and disjoint intervals, or what is wrong with the cell; one of the two.
struct pattern_or_reason {
  std::vector<number_interval> intervals;  ///< one, or one for each length of a prefix
  std::string reason;
};
/// Reads a cell with wildcards. The digits before them are read as parse() reads them in `region`; those before `%` and
/// `*` must begin with a calling code and a plus sign (none is needed in region E164).
[[nodiscard]] pattern_or_reason read_pattern(std::string_view cell, region_id region);

}  // namespace callsieve

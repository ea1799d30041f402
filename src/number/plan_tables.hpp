// Regions and prefixes as numbers: what src/tablegen/make_plan.py writes and numbering_plan.cpp, parse.cpp walk. What
// E.164 numbers are is in plan_tables_wide.hpp.
//
// What: one table of automaton nodes, shared by all automata. A node has ten children, one a digit, and a label that
// says what a text ending here is. Nodes below `first_inner_node` lead only to themselves: a walk may stop there.
// Labels mean, by automaton: general: 1 for a national number of the region's general pattern; national_prefix: an
// index of prefix_outcomes; international_prefix: how many digits it has. 0 is no match. Threads: constant data, any
// thread.
#pragma once

#include <cstdint>

namespace callsieve::plan {

struct region_row {
  char name[4];
  std::uint16_t calling_code;
  std::uint16_t general;               ///< root of the general pattern
  std::uint16_t national_prefix;       ///< root of the national prefixes, as dialled inside the region
  std::uint16_t international_prefix;  ///< root of the international prefixes, as dialled from the region
  std::uint32_t possible_or_longer;    ///< bit n: n digits are a possible national number, or too many for one
  std::uint32_t longer;                ///< bit n: n digits are too many for a national number
};

/// What reading a national prefix does to the digits: the first `length` go, and `literal` and the digits
/// [begin, end) of the original come in their place. Plain prefixes have neither.
struct prefix_outcome {
  std::uint8_t length;
  std::uint8_t literal_length;
  std::uint8_t literal[4];
  std::uint8_t begin;
  std::uint8_t end;
};

extern const char source[];
extern const int geographic_regions;  ///< regions 1..this have names; the rest up to all_regions are called 001
extern const int all_regions;
extern const std::uint16_t first_inner_node;
extern const region_row regions[];  ///< by region_id; row 0 is no region
extern const prefix_outcome prefix_outcomes[];
extern const std::uint8_t main_regions[1000];  ///< by calling code; 0 when it is not assigned
extern const std::uint16_t labels[];
extern const std::uint16_t children[];  ///< ten a node

/// The label that `count` digits (values 0 to 9) lead to from `root`.
[[nodiscard]] inline std::uint16_t walk(std::uint16_t root, const std::uint8_t* digits, int count) noexcept {
  std::uint16_t at = root;
  for (int i = 0; i < count && at >= first_inner_node; ++i) at = children[at * 10 + digits[i]];
  return labels[at];
}

}  // namespace callsieve::plan

// The automaton over all E.164 digits that plan_tables_wide.hpp was made from: a step a digit, and a label (region * 16
// + number_type) of what ends there. Nodes below `first_inner_node` lead only to themselves. Generated, for the tests
// only.
#pragma once

#include <cstdint>

namespace callsieve::number_automaton {

extern const std::uint16_t first_inner_node;
extern const std::uint16_t root;
extern const std::uint16_t labels[];
extern const std::uint16_t children[];  ///< ten a node

}  // namespace callsieve::number_automaton

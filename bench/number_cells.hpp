// Cells with numbers of many countries, the same on every machine: 65,536 of a kind.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "callsieve/number/parse.hpp"

namespace bench {

/// Cells in one text, as a file has them, and what parse() makes of each.
struct cell_column {
  std::string text;
  callsieve::region_id region = callsieve::region_id::none;  ///< the default region
  std::vector<std::string_view> cells;
  std::vector<callsieve::parsed_number> expected;
};

/// E.164 of eight countries: `+31612345678`.
[[nodiscard]] const cell_column& clean_column();
/// The call list of a Dutch firm: national and international, blanks, dashes, brackets, 5 in 100 no number.
[[nodiscard]] const cell_column& mixed_column();

}  // namespace bench

// Cells that are more than digits and the usual punctuation: other scripts, words, extensions, URIs, spreadsheet
// damage, several numbers.
//
// Cost: linear in the text, and bounded: of more than 250 code points nothing is read. A microsecond or two; a text
// with many separators up to fifty times that. No allocation. Trust: any bytes, any length.
#pragma once

#include <string_view>

#include "callsieve/number/parse.hpp"

namespace callsieve::number_detail {

[[nodiscard]] parsed_number read_unusual(std::string_view text, region_id default_region, plus_lost lost) noexcept;

}  // namespace callsieve::number_detail

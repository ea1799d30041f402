// Words beside a number that say that nobody should call it: DNC, wrong number, disconnected, fax.
//
// What: parse() gives such a cell the error `marked`. A list of people who objected passes over the words. Cost: of
// cells with words alone; four searches in a table a word. Trust: any bytes.
#pragma once

#include <string>
#include <string_view>

#include "labels.hpp"
#include "unicode.hpp"

namespace callsieve::number_detail {

/// The first such words of a text; begin == end == the text's size when there are none.
[[nodiscard]] letter_run find_mark(cell_text text) noexcept;
[[nodiscard]] inline bool has_mark(cell_text text) noexcept { return find_mark(text).begin != text.symbols.size(); }

}  // namespace callsieve::number_detail

namespace callsieve {

/// The first such words of a cell, as they are written; empty when there are none.
[[nodiscard]] std::string mark_in(std::string_view cell);

}  // namespace callsieve

// A text that holds one number, perhaps with words beside it and an extension behind it.
#pragma once

#include <cstddef>

#include "callsieve/number/parse.hpp"

#include "unicode.hpp"

namespace callsieve::number_detail {

struct one_number {
  parsed_number number;
  /// Where an extension with a mark of its own begins; the text's size without one.
  std::size_t end = 0;
  /// The extension's mark is only a comma or semicolon: it may be a number of its own.
  bool list = false;
};
[[nodiscard]] one_number read_one(cell_text text, region_id default_region, plus_lost lost = plus_lost::no) noexcept;

}  // namespace callsieve::number_detail

// Cells of alternates, as ViciDial's leads have them: `number_code_note!number_code_note!...`, code and note may be
// left out. (The dialer's ALTERNATE_NUMBER_DIALING.txt.)
#pragma once

#include <cstddef>
#include <string_view>

namespace callsieve::detail {

/// One number of such a cell.
struct alternate {
  std::string_view text;          ///< all of it
  std::string_view number, code;  ///< empty where left out
};

/// Takes the first one and the mark behind it off the front of `rest`. Requires that rest is not empty.
[[nodiscard]] inline alternate take_alternate(std::string_view& rest) noexcept {
  const std::string_view text = rest.substr(0, rest.find('!'));
  rest.remove_prefix(text.size() == rest.size() ? text.size() : text.size() + 1);
  alternate one{text, text.substr(0, text.find('_')), {}};
  if (one.number.size() < text.size()) {
    one.code = text.substr(one.number.size() + 1);
    one.code = one.code.substr(0, one.code.find('_'));
  }
  return one;
}

}  // namespace callsieve::detail

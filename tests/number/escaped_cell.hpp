// Cells as the lines of test vectors hold them.
#pragma once

#include <string>
#include <string_view>

namespace callsieve::test {

/// The cell that conformance.py wrote with a backslash before n, t, r and the backslash itself.
inline std::string unescaped(std::string_view text) {
  std::string cell;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\\' || at + 1 == text.size()) {
      cell += text[at];
      continue;
    }
    ++at;
    cell += text[at] == 'n' ? '\n' : text[at] == 't' ? '\t' : text[at] == 'r' ? '\r' : text[at];
  }
  return cell;
}

}  // namespace callsieve::test

// Texts as arguments on a command line that people may copy.
#pragma once

#include <algorithm>
#include <string>

namespace callsieve::detail {

/// The text as one argument of a POSIX shell: as it stands where that is safe, else in single quotes.
[[nodiscard]] inline std::string for_shell(const std::string& text) {
  const bool is_plain = std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == '-' ||
           c == '.' || c == '/';
  });
  if (is_plain && !text.empty() && text.front() != '-') return text;
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + '\'';
}

}  // namespace callsieve::detail

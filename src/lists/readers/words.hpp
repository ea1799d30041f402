// Words in cells, compared as people mean them.
#pragma once

#include <string>
#include <string_view>

namespace callsieve {

/// The text without the ASCII blanks around it.
[[nodiscard]] constexpr std::string_view trimmed(std::string_view text) noexcept {
  constexpr std::string_view blanks = " \t\r\n\v\f";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// ASCII letters made small; blanks, - _ and . left out; other bytes kept: `Opt-In` is `optin`.
[[nodiscard]] inline std::string plain_word(std::string_view text) {
  std::string word;
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '-' || c == '_' || c == '.') continue;
    word += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return word;
}

/// The name of a category as policies write it: small ASCII letters and digits, a dash for each run of other bytes.
[[nodiscard]] inline std::string category_name(std::string_view words) {
  std::string name;
  for (const char c : words) {
    const char small = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const bool kept = (small >= 'a' && small <= 'z') || (small >= '0' && small <= '9');
    if (kept) {
      name += small;
    } else if (!name.empty() && name.back() != '-') {
      name += '-';
    }
  }
  while (name.ends_with('-')) name.pop_back();
  return name;
}

}  // namespace callsieve

// Yes and no, as people and programs write them into the cells of a flag.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace callsieve {

/// What a cell says, whatever the case of ASCII letters and the blanks around it: `Y`, `true`, `1`, `-1` (as Access has
/// it), `x`, `ja`, `oui`, `checked`, a check mark; `N`, `false`, `0`, `nee`. Nothing for any other text, the empty one
/// included. No allocation. Threads: any.
[[nodiscard]] constexpr std::optional<bool> read_yes_no(std::string_view cell) noexcept {
  constexpr std::array<std::string_view, 23> yes_words{
      "yes",         "y",  "true", "t",   "1",    "x",    "ja",        "j",  "si",      "oui",          "s",
      "sim",         "on", "da",   "tak", "wahr", "vrai", "s\xc3\xad", "-1", "checked", "\xe2\x9c\x93", "\xe2\x9c\x94",
      "\xe2\x98\x91"};
  constexpr std::array<std::string_view, 14> no_words{"unchecked", "no",  "n",   "false", "f",    "0",   "nee",
                                                      "nein",      "non", "nao", "off",   "faux", "nie", "falsch"};
  const auto is_blank = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  while (!cell.empty() && is_blank(cell.front())) cell.remove_prefix(1);
  while (!cell.empty() && is_blank(cell.back())) cell.remove_suffix(1);
  if (cell.ends_with("\xef\xb8\x8f")) cell.remove_suffix(3);  // makes a check mark a picture
  const auto is = [cell](std::string_view word) {
    const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b; };
    return cell.size() == word.size() && std::equal(cell.begin(), cell.end(), word.begin(), same);
  };
  if (std::any_of(yes_words.begin(), yes_words.end(), is)) return true;
  if (std::any_of(no_words.begin(), no_words.end(), is)) return false;
  return std::nullopt;
}

}  // namespace callsieve

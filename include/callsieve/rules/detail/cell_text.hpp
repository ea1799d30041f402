// Texts of cells as people compare them: blanks that nobody sees make no difference.
//
// What: a text without the blanks around it (base/blanks.hpp), in which a no-break blank is a blank and a blank of no
// width is nothing. Cost: one pass; of ASCII text a comparison of bytes. No allocation but where a string is returned.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "callsieve/base/blanks.hpp"

namespace callsieve::detail {

[[nodiscard]] inline bool is_ascii(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// The text as it is compared: for texts that are compared often.
[[nodiscard]] inline std::string plain_text(std::string_view text) {
  std::string plain;
  for (text = without_outer_blanks(text); !text.empty();) {
    const leading_blank blank = blank_beyond_ascii(text);
    if (blank.bytes == 0) plain += text.front();
    if (blank.wide) plain += ' ';
    text.remove_prefix(std::max<std::size_t>(blank.bytes, 1));
  }
  return plain;
}

/// Whether a text is that plain one; `any_case`: whatever the case of ASCII letters.
[[nodiscard]] inline bool is_text(std::string_view text, std::string_view plain, bool any_case) noexcept {
  const auto same = [any_case](char a, char b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return any_case ? lower(a) == lower(b) : a == b;
  };
  text = without_outer_blanks(text);
  if (is_ascii(text)) return std::equal(text.begin(), text.end(), plain.begin(), plain.end(), same);
  std::size_t at = 0;
  while (!text.empty()) {
    const leading_blank blank = blank_beyond_ascii(text);
    if (blank.bytes == 0 || blank.wide) {
      if (at == plain.size() || !same(blank.wide ? ' ' : text.front(), plain[at])) return false;
      ++at;
    }
    text.remove_prefix(std::max<std::size_t>(blank.bytes, 1));
  }
  return at == plain.size();
}

}  // namespace callsieve::detail

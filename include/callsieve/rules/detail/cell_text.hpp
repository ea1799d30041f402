// Texts of cells as people compare them: blanks that nobody sees make no difference.
//
// What: a text without the blanks around it, in which a no-break blank is a blank and a blank of no width is nothing.
// Blanks are U+0020 and tabs (around a text only), U+00A0, U+2007, U+202F; of no width U+200B to U+200D, U+2060,
// U+FEFF; all in UTF-8. Cost: one pass; of ASCII text a comparison of bytes. No allocation but where a string is
// returned.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace callsieve::detail {

/// A blank at the front of a text: how many bytes it has (0: there is none), and whether it has width.
struct leading_blank {
  std::size_t bytes = 0;
  bool wide = false;
};
[[nodiscard]] constexpr leading_blank blank_beyond_ascii(std::string_view text) noexcept {
  if (text.starts_with("\xC2\xA0")) return {2, true};
  if (text.size() < 3) return {};
  const std::string_view three = text.substr(0, 3);
  if (three == "\xE2\x80\x87" || three == "\xE2\x80\xAF") return {3, true};
  const bool none_wide = three == "\xE2\x80\x8B" || three == "\xE2\x80\x8C" || three == "\xE2\x80\x8D" ||
                         three == "\xE2\x81\xA0" || three == "\xEF\xBB\xBF";
  return none_wide ? leading_blank{3, false} : leading_blank{};
}

/// How many bytes of blanks the text begins with, or ends with.
[[nodiscard]] constexpr std::size_t blank_at_front(std::string_view text) noexcept {
  if (text.empty()) return 0;
  return text.front() == ' ' || text.front() == '\t' ? 1 : blank_beyond_ascii(text).bytes;
}
[[nodiscard]] constexpr std::size_t blank_at_back(std::string_view text) noexcept {
  if (text.empty()) return 0;
  if (text.back() == ' ' || text.back() == '\t') return 1;
  for (const std::size_t bytes : {std::size_t{2}, std::size_t{3}}) {
    if (text.size() >= bytes && blank_beyond_ascii(text.substr(text.size() - bytes)).bytes == bytes) return bytes;
  }
  return 0;
}

[[nodiscard]] constexpr std::string_view without_outer_blanks(std::string_view text) noexcept {
  while (const std::size_t bytes = blank_at_front(text)) text.remove_prefix(bytes);
  while (const std::size_t bytes = blank_at_back(text)) text.remove_suffix(bytes);
  return text;
}

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

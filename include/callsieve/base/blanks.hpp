// Blanks of UTF-8 at the ends of a text.
//
// What: blanks are U+0020 and tabs, U+00A0, U+2007, U+202F; of no width U+200B to U+200D, U+2060, U+FEFF. Cost: of
// ASCII text a comparison a byte looked at. No allocation. Threads: pure functions. Trust: any bytes.
#pragma once

#include <cstddef>
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

}  // namespace callsieve::detail

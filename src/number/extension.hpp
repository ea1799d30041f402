// Extensions behind a number ("ext. 12", "x12", "#12", ";ext=12", ",,12"), in the spellings libphonenumber knows.
#pragma once

#include <string_view>

namespace callsieve::number_detail {

/// The part of a number's text that stands for digits: only digits, punctuation, `*` and the letter x after any plus
/// signs, with at least three digits, or exactly two digits and nothing else.
[[nodiscard]] bool is_number_body(std::string_view text) noexcept;

struct without_extension {
  std::string_view text;
  /// Set apart by a comma or semicolon and long enough to be a second number rather than an extension.
  bool second_number = false;
};
/// Cuts the extension off a text that begins with a plus sign or a digit and ends with a letter, digit or `#`.
[[nodiscard]] without_extension cut_extension(std::string_view text) noexcept;

}  // namespace callsieve::number_detail

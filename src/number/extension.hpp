// Extensions behind a number ("ext. 12", "x12", "#12", ";ext=12", ",,12"), in the spellings libphonenumber knows.
#pragma once

#include <string_view>

namespace callsieve::number_detail {

/// The part of a number's symbols (unicode.hpp) that stands for digits: any plus signs, then at least three digits with
/// punctuation or `*` between, then letters too; or exactly two digits and nothing else.
[[nodiscard]] bool is_number_body(std::string_view symbols) noexcept;

struct without_extension {
  std::string_view symbols;
  bool cut = false;  ///< an extension stood behind them
  /// The extension's mark is no more than a comma or semicolon: it may be a number of its own.
  bool list = false;
  /// It has as many digits as a number written without its area code.
  bool long_list = false;
  /// Another extension stands before it.
  bool twice = false;
};
/// Cuts the extension off symbols that begin with a plus sign or a digit.
[[nodiscard]] without_extension cut_extension(std::string_view symbols) noexcept;

}  // namespace callsieve::number_detail

// The text of a TOML file, made safe for toml++.
//
// Its test for blanks (releases 3.3 and 3.4) declares unreachable what it reaches for the characters U+00A1 to U+0499
// and U+FB26 to U+FEFE. It asks that of characters outside of quotes and comments, where TOML allows ASCII only, and of
// the first character behind a line that ends in a backslash. So the former are found here, before the parser meets
// them, and the latter are spelled as escapes, which mean the same.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace callsieve::detail {

struct toml_text {
  struct place {
    std::uint32_t line = 1;
    std::uint32_t column = 1;  ///< in characters, as toml++ counts
  };
  std::string text;            ///< what to parse; lines are where they were
  std::optional<place> stray;  ///< a character that is not ASCII where only ASCII may stand: not to be parsed
};

/// Cost: linear, one copy. Trust: any bytes; of what is not TOML the part in front of its first error is read right.
[[nodiscard]] toml_text read_toml_text(std::string_view text);

}  // namespace callsieve::detail

// toml++, for the files that read TOML; all of them include it by way of this one, and parse with parse_toml().
//
// Its parser (3.3, 3.4) asserts what malformed text breaks, as a table header that begins with `=`, and would then go
// on to report that very text as an error: a debug build ends the program, an optimiser that believes the assertion may
// drop the report. So its assertions are nothing here, in every build. toml_text.hpp has its other fault.
#pragma once

#include <string_view>
#include <utility>

#include "lists/toml_text.hpp"

#pragma push_macro("NDEBUG")
#undef NDEBUG
#define TOML_ASSERT(expression) static_assert(true)
#include <toml++/toml.h>
#pragma pop_macro("NDEBUG")

namespace callsieve::detail {

inline toml::parse_result parse_toml(std::string_view text, std::string_view file_name = {}) {
  const toml_text safe = read_toml_text(text);
  if (!safe.stray) return toml::parse(safe.text, file_name);
  const toml::source_position at{safe.stray->line, safe.stray->column};
  return toml::parse_result(
      toml::parse_error("a character that is not ASCII stands outside of quotes and comments", at));
}

}  // namespace callsieve::detail

// toml++, for the files that read TOML; all of them include it by way of this one.
//
// Its parser (3.3) asserts what malformed text breaks, such as a table header that begins with `=`, and goes on to
// report that very text as an error. So a debug build would end the program, and an optimiser that believes the
// assertion may drop the report. Here its assertions are nothing, in every build.
#pragma once

#pragma push_macro("NDEBUG")
#undef NDEBUG
#define TOML_ASSERT(expression) static_assert(true)
#include <toml++/toml.h>
#pragma pop_macro("NDEBUG")

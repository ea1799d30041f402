// Days as tests write them.
#pragma once

#include <string_view>

#include "callsieve/base/date.hpp"

namespace callsieve::test {

inline day on(std::string_view text) { return parse_day(text).value(); }

}  // namespace callsieve::test

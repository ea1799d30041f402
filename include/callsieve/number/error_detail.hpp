// What is wrong with a cell, for people.
#pragma once

#include <string>
#include <string_view>

#include "callsieve/number/parse.hpp"

namespace callsieve {

/// The error's word and what it is about: `too_short`, `marked: DNC`, `ambiguous: +4915150405214 or +494915150405214`.
/// `text` and `region` are what parse() was given when it gave the error.
[[nodiscard]] std::string detail_of(parse_error error, std::string_view text, region_id region);

}  // namespace callsieve

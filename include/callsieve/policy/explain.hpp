// A policy for people: its rules as sentences, and as a picture.
//
// Threads: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "callsieve/policy/document.hpp"

namespace callsieve {

/// `the number is on the list 'ftc' (a copy older than 31 days answers nothing)`.
[[nodiscard]] std::string sentence_of(const predicate_document& predicate);

/// The policy as sentences, a line each: who may be called and why, the hours, what happens otherwise. `blacklist`: the
/// name of the company's own list, whose rule takes the whole row when it does not say otherwise.
[[nodiscard]] std::string explain(const policy_document& policy, std::string_view blacklist = "blacklist");

/// The policy as a flow diagram: an SVG document that needs nothing beside it.
[[nodiscard]] std::string diagram_svg(const policy_document& policy);

}  // namespace callsieve

// A policy for people: its rules as sentences, and as a picture.
//
// Threads: pure functions.
#pragma once

#include <string>

#include "callsieve/policy/document.hpp"

namespace callsieve {

/// `the number is on the list 'ftc' (a copy older than 31 days answers nothing)`.
[[nodiscard]] std::string sentence_of(const predicate_document& predicate);

/// The policy as sentences, a line each: who may be called and why, the hours, what happens otherwise.
[[nodiscard]] std::string explain(const policy_document& policy);

/// The policy as a flow diagram: an SVG document that needs nothing beside it.
[[nodiscard]] std::string diagram_svg(const policy_document& policy);

}  // namespace callsieve

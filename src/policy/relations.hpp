// What the answers of two predicates say of each other: a customer within a year is one within two.
#pragma once

#include "callsieve/policy/document.hpp"

namespace callsieve::detail {

/// Whether the predicate is never unknown.
[[nodiscard]] bool always_knows(const predicate_document& a);
/// Whether yes to `a` makes `b` yes, whatever the number, lists and day. False when not sure.
[[nodiscard]] bool yes_implies_yes(const predicate_document& a, const predicate_document& b);
/// Whether `a` and `b` can never both be yes. False when not sure.
[[nodiscard]] bool never_both_yes(const predicate_document& a, const predicate_document& b);
/// Whether `a` is unknown exactly when `b` is. False when not sure.
[[nodiscard]] bool unknown_together(const predicate_document& a, const predicate_document& b);

}  // namespace callsieve::detail

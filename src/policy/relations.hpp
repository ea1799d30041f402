// What the answers of two predicates say of each other: a customer within a year is one within two.
#pragma once

#include <string_view>

#include "callsieve/policy/document.hpp"

namespace callsieve::detail {

/// Whether types name mobile numbers or fixed lines, and not both: of numbers of plans that do not tell them apart such
/// a question is unknown.
[[nodiscard]] bool names_one_of_fixed_and_mobile(const type_document& types);
/// Whether the predicate is never unknown of a valid number.
[[nodiscard]] bool always_knows(const predicate_document& a);
/// Whether yes to `a` makes `b` yes, whatever the number, lists and day. False when not sure.
[[nodiscard]] bool yes_implies_yes(const predicate_document& a, const predicate_document& b);
/// Whether `a` and `b` can never both be yes. False when not sure.
[[nodiscard]] bool never_both_yes(const predicate_document& a, const predicate_document& b);
/// Whether `a` is unknown exactly when `b` is. False when not sure.
[[nodiscard]] bool unknown_together(const predicate_document& a, const predicate_document& b);

/// Whether every number on the list makes the predicate true, or unknown when the copy is old.
[[nodiscard]] bool is_true_of_all_on(const predicate_document& predicate, std::string_view list);
/// Whether the rule keeps everybody on that list from being called, whatever the day and the sector.
[[nodiscard]] bool blocks_all_on(const rule_document& rule, std::string_view list);

}  // namespace callsieve::detail

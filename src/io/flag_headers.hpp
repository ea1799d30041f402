// Names of columns that say yes or no of each number: `DNC`, `Do_Not_Contact`, `opt_out`.
#pragma once

#include <optional>
#include <string_view>

namespace callsieve {

/// The category, as the results layout names it, of the numbers to which a column of that name says yes: `DNC_FEDERAL`
/// is dnc, `Litigator?` litigator. Empty: the name is none of a flag.
[[nodiscard]] std::string_view category_of_flag(std::string_view header);

/// Whether such a column may list states in place of yes: `DNC_STATE` says `TX`.
[[nodiscard]] bool lists_states(std::string_view header);

/// The answer in a column of that name by which the number should not be called: yes of `Do_Not_Call`, no of
/// `Can call`. Nothing: the name is none of such a flag; those that speak of mail or messages are none.
[[nodiscard]] std::optional<bool> objecting_answer(std::string_view header);

}  // namespace callsieve

// What is odd about a policy, found without any number: rules that never decide, a policy that allows everybody.
//
// How: every combination of answers that the predicates can give (yes, no, unknown; a customer within a year is one
// within two, a mobile number is no fixed line) is taken through the rules, for every span of days between `from`s and
// `until`s and for every sector. A rule that no combination reaches never decides. Cost: usually milliseconds; policies
// of very many independent rules are only looked at in part, and the review says so.
// Threads: pure functions.
#pragma once

#include <string>
#include <vector>

#include "callsieve/policy/policy.hpp"

namespace callsieve {

struct policy_finding {
  std::string file;
  source_place at;
  std::string text;
};

/// `file:line:column: text`.
[[nodiscard]] std::string to_string(const policy_finding& finding);

/// In the order of the rules. `blacklist` is the name of the store's.
[[nodiscard]] std::vector<policy_finding> review_policy(const policy_document& policy, const std::string& blacklist,
                                                        day today);

/// What is odd about the lists that the policy asks: a copy without an age limit, one that is stale.
[[nodiscard]] std::vector<std::string> review_lists(const bound_policy& policy, day today);

/// For warnings: the rules on hours that are not asked, because the moment has no time of day and the rule passes that
/// on; whoever dials must then keep the hours. None when the moment has a time.
[[nodiscard]] std::vector<std::string> hours_left_to_the_dialer(const bound_policy& policy, const as_of& when);

}  // namespace callsieve

// A pipeline's decisions on a batch beside the oracle's on each row; and days, times and sizes that try the edges.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "random_batch.hpp"

namespace callsieve_test {

/// A batch's size: often at the edges of what is worked on at once.
inline std::size_t random_size(random_source& random) {
  static const std::vector<std::size_t> edges{0, 1, 2, 511, 512, 513, 1024, 1025, 2047, 2048};
  return one_in(random, 3) ? pick(random, edges) : below(random, 300);
}

inline day random_today(random_source& random) {
  static const std::vector<std::string> edges{"2024-02-28", "2024-02-29", "2024-03-01", "2025-02-28",
                                              "2025-03-01", "2024-12-31", "2025-01-01", "2025-03-31",
                                              "2024-03-10", "2024-11-03", "2024-10-27", "2025-04-06"};
  const day edge = *parse_day(pick(random, edges));
  return one_in(random, 2) ? edge : around(random, edge, 200);
}

/// Often at the edges of days and where clocks jump; sometimes without a time.
inline as_of random_moment(random_source& random) {
  static const std::vector<int> edges{0, 1, 89, 90, 119, 120, 149, 150, 179, 180, 1'439};
  as_of moment{random_today(random), std::nullopt};
  if (one_in(random, 5)) return moment;
  moment.time = std::chrono::minutes{one_in(random, 2) ? pick(random, edges) : static_cast<int>(below(random, 1'440))};
  return moment;
}

/// What a pipeline makes of a batch.
struct outcome {
  std::vector<decision> decisions;
  std::vector<std::uint64_t> passed;
};
template <class Pipeline>
outcome run(const Pipeline& rules, const as_of& now, const columns& batch_columns) {
  outcome out{std::vector<decision>(batch_columns.rows.size()), std::vector<std::uint64_t>(rules.size())};
  rules.decide(now, batch_columns.view(), out.decisions, out.passed);
  return out;
}

/// How many rows differ from the oracle; describes the first.
inline std::size_t differences(const outcome& got, const oracle& judge, const columns& batch_columns, std::size_t rules,
                               std::string& first) {
  std::size_t wrong = 0;
  std::vector<std::uint64_t> passed(rules);
  for (std::size_t i = 0; i < batch_columns.rows.size(); ++i) {
    const oracle_decision right = judge.decide(batch_columns.rows[i], passed);
    const decision& d = got.decisions[i];
    const std::string cause = d.outcome == verdict::unknown ? std::string(to_string(d.cause)) : std::string();
    const bool same = d.outcome == right.verdict && d.rule == right.rule && cause == right.cause &&
                      (d.outcome == verdict::unknown || d.cause == truth::yes);
    if (!same && wrong++ == 0) {
      first = "row " + std::to_string(i) + " number " + std::to_string(batch_columns.rows[i].number) + ": got " +
              std::string(to_string(d.outcome)) + " by rule " + std::to_string(d.rule) + ' ' + cause + ", right is " +
              std::string(to_string(right.verdict)) + " by rule " + std::to_string(right.rule) + ' ' + right.cause;
    }
  }
  if (got.passed != passed) {
    if (wrong++ == 0) first = "passed counts differ";
  }
  return wrong;
}

inline std::string spelled(const policy_document& policy) {
  std::string text;
  for (const rule_document& rule : policy.rules) {
    text += std::string(to_string(rule.outcome)) + ' ' + to_string(rule.when) + (rule.pass_unknown ? " pass" : "") +
            (rule.from ? " from " + to_string(*rule.from) : "") +
            (rule.until ? " until " + to_string(*rule.until) : "") + '\n';
  }
  return text + "otherwise " + std::string(to_string(policy.otherwise));
}

}  // namespace callsieve_test

// What a list would lose: counted over the numbers that it holds and that block, prefix by prefix.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "callsieve/base/status.hpp"
#include "callsieve/sets/block_source.hpp"
#include "callsieve/sets/coverage.hpp"

#include "head.hpp"

namespace callsieve {

/// Numbers held and lost, of one prefix.
struct prefix_losses {
  std::uint64_t held = 0, lost = 0;

  prefix_losses& operator+=(const prefix_losses& more) noexcept {
    held += more.held;
    lost += more.lost;
    return *this;
  }
};

/// Counts losses by the prefixes that an import speaks for, by those that the list spoke for, and by blocks (an area
/// code of North America, an operator's range elsewhere). Lifetime: of both coverages.
class losses {
 public:
  losses(const coverage& before, const coverage& now) : before_(before), now_(now) {}

  void count(phone_number number, bool is_lost);
  /// Whether all numbers of the block are of the same prefixes.
  [[nodiscard]] bool is_uniform(std::uint32_t block) const noexcept {
    return before_.is_uniform_in(block) && now_.is_uniform_in(block);
  }
  /// Numbers of one block. Requires is_uniform().
  void count(std::uint32_t block, const prefix_losses& numbers);

  [[nodiscard]] const prefix_losses& all() const noexcept { return all_; }
  /// Why so much may not be lost unasked, in words: over a fifth in all, over a fifth of a prefix that held 1,000 or
  /// more, or all of a prefix that the coverage names; empty when it may.
  [[nodiscard]] std::string objection() const;

 private:
  void count_covered(phone_number of, const prefix_losses& numbers);

  const coverage& before_;
  const coverage& now_;
  prefix_losses all_;
  std::map<std::uint32_t, prefix_losses> by_block_;
  std::map<number_prefix, prefix_losses> by_covered_prefix_;
};

/// What an import, or changes, make of the numbers that a list holds singly.
struct comparison {
  std::uint64_t gone = 0;      ///< numbers that no longer stand singly
  std::uint64_t weakened = 0;  ///< of a set: entries that block less than before
  std::uint64_t later = 0;     ///< of other kinds: entries whose record the list's own supersedes
  std::uint64_t brought = 0;   ///< entries after
};

/// Compares what the list holds with what is to stand in its place, block by block, and counts what would be lost on
/// the day that the new copy was obtained: an entry that ended before is no loss. Both streams are inside the same
/// coverage. What was added live stays, what was removed live is not held. Cost: one pass over each.
[[nodiscard]] absl::StatusOr<comparison> compare_with(block_source& before, block_source& after, const list_head& head,
                                                      list_kind kind, day_meaning days, const coverage& now,
                                                      losses& lost);

}  // namespace callsieve

// The rules on whole rows: who objected is not called at any number, so they are asked wherever in a row a number
// stands.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "callsieve/rules/pipeline.hpp"

namespace callsieve::detail {

/// The blocking rules of a pipeline whose scope is the row, and that are in force on that day. The blacklist's are.
/// Threads: const access from any.
class row_rules {
 public:
  /// The pipeline must outlive this.
  row_rules(const pipeline& rules, const as_of& when);

  [[nodiscard]] bool empty() const noexcept { return places_.empty(); }
  /// Their places in the pipeline, in order.
  [[nodiscard]] std::span<const std::size_t> places() const noexcept { return places_; }
  /// What rule `place` says of every number. As pipeline::ask().
  void ask(std::size_t place, const batch& numbers, std::span<truth> out) const {
    rules_->ask(place, when_, numbers, out);
  }
  /// What follows for the row; nothing where the rule does not know of the number and lets it pass, or where the number
  /// is not `plain`: then it is probably nobody's, and only a list that holds it decides.
  [[nodiscard]] std::optional<decision> answer(std::size_t place, truth said, bool plain) const;

  /// A block goes before an unknown, an earlier rule before a later one.
  [[nodiscard]] static bool goes_before(const decision& a, const decision& b) noexcept {
    const auto rank = [](const decision& d) { return std::pair(d.outcome == verdict::unknown, d.rule); };
    return rank(a) < rank(b);
  }

 private:
  const pipeline* rules_;
  as_of when_;
  std::vector<std::size_t> places_;
};

}  // namespace callsieve::detail

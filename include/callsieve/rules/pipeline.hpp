// The run-time pipeline: an ordered list of rules and what happens otherwise.
//
// What: the first rule that decides wins. Rules not in force on the day asked for are skipped. bind_policy() makes one
// from a policy file; static_pipeline.hpp composes the same predicates at compile time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "callsieve/base/date.hpp"
#include "callsieve/batch/batch.hpp"
#include "callsieve/batch/truth.hpp"
#include "callsieve/rules/any_predicate.hpp"
#include "callsieve/rules/rule.hpp"

namespace callsieve {

/// One rule on its way into a pipeline.
struct pipeline_rule {
  rule_header header;
  any_predicate when;
  std::string text;  ///< the predicate as a policy file spells it
};

/// Immutable once built; cheap to copy (copies share the rules); const access from any thread. decide() keeps its
/// scratch on the stack, beside what lists take to be asked: 3 KiB for up to few_lanes numbers, some 50 KiB for more,
/// and 200 bytes or 3 KiB a level of all, any, not.
class pipeline {
 public:
  /// A pipeline without rules: blocks everything for the reason `no-policy`.
  pipeline();
  /// Requires rules.size() < invalid_rule.
  pipeline(std::vector<pipeline_rule> rules, verdict otherwise, std::string otherwise_reason);

  /// One decision a number. `passed[r]` grows by the numbers on which rule r was unknown and passed on request;
  /// `passed` has size() elements, or none when nobody counts.
  /// Requires out.size() == numbers.size(); a batch of any length. Cost: no allocation, no lock; one indirect call a
  /// rule a batch.
  void decide(const as_of& when, const batch& numbers, std::span<decision> out, std::span<std::uint64_t> passed) const;

  /// One number, as parsed. Not a valid one: blocked by `invalid_rule`. Nothing is a duplicate here.
  [[nodiscard]] decision decide(const parsed_number& number, const as_of& when) const;
  /// One number, as a dialer holds it; the numbering plan is asked for its region and type.
  [[nodiscard]] decision decide(phone_number number, const as_of& when) const;

  /// What rule `r` says of every number, whatever other rules say and whether or not it is in force. For traces and
  /// --all-reasons. Requires r < size() and out.size() == numbers.size().
  void ask(std::size_t r, const as_of& when, const batch& numbers, std::span<truth> out) const;

  [[nodiscard]] std::size_t size() const noexcept;
  /// Requires r < size().
  [[nodiscard]] const rule_header& rule(std::size_t r) const;
  /// The predicate of rule r as a policy file spells it: `{ listed = "ftc", max_age = "31 days" }`.
  [[nodiscard]] const std::string& predicate_text(std::size_t r) const;
  /// What rule r rests on for one number: `on ftc; obtained 2026-11-01, 23 days old`. For people: not a hot path.
  [[nodiscard]] std::string explain(std::size_t r, const as_of& when, const batch& numbers, std::size_t lane) const;
  [[nodiscard]] verdict otherwise() const noexcept;
  /// The reason behind a decision's rule index: size() gives the reason of otherwise, invalid_rule gives `invalid`.
  [[nodiscard]] const std::string& reason(std::size_t rule_index) const;
  /// Whether any predicate asks for duplicates: then the batch needs its column.
  [[nodiscard]] bool asks_for_duplicates() const noexcept;
  /// Names of the columns of the call list that rules read, each once, in order of first use: the batch should have
  /// them.
  [[nodiscard]] const std::vector<std::string>& columns() const noexcept;

 private:
  struct parts;
  std::shared_ptr<const parts> parts_;
};

}  // namespace callsieve

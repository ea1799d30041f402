// The run-time pipeline: an ordered list of rules and what happens otherwise.  (contract; the rules room refines it)
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "callsieve/base/date.hpp"
#include "callsieve/batch/batch.hpp"
#include "callsieve/batch/truth.hpp"

namespace callsieve {

enum class rule_scope : std::uint8_t { cell, row };

/// What is known of a rule besides its predicate.
struct rule_header {
  verdict outcome = verdict::block;         ///< allow or block
  std::string reason;
  rule_scope scope = rule_scope::cell;
  bool pass_unknown = false;                ///< on_unknown = "pass"
  std::optional<day> from, until;           ///< in force from (inclusive) until (exclusive)
  [[nodiscard]] bool in_force(day d) const noexcept { return (!from || *from <= d) && (!until || d < *until); }
};

/// Immutable once built; shared by threads. decide() keeps its scratch on the stack.
class pipeline {
 public:
  /// One decision a number. `passed[r]` grows by the numbers on which rule r was unknown and passed on request; its size
  /// is size(). No allocation, no lock; one indirect call a rule a batch.
  void decide(const as_of& when, const batch& numbers, std::span<decision> out, std::span<std::uint64_t> passed) const;

  /// What rule `r` says of every number, whatever other rules say. For traces and --all-reasons.
  void ask(std::size_t r, const as_of& when, const batch& numbers, std::span<truth> out) const;

  [[nodiscard]] std::size_t size() const noexcept;
  [[nodiscard]] const rule_header& rule(std::size_t r) const;
  /// The predicate of rule r as the policy file spells it, and what it saw of one number ("listed in ftc; obtained 2026-11-01").
  [[nodiscard]] std::string predicate_text(std::size_t r) const;
  [[nodiscard]] std::string saw(std::size_t r, const as_of& when, const batch& numbers, std::size_t row) const;
  [[nodiscard]] verdict otherwise() const noexcept;
  /// The reason behind a decision's rule index; size() gives the reason of otherwise.
  [[nodiscard]] const std::string& reason(std::size_t rule_index) const;
  /// Whether any predicate asks for duplicates: then the batch needs its column.
  [[nodiscard]] bool asks_for_duplicates() const noexcept;
};

}  // namespace callsieve

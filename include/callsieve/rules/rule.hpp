// What a rule is besides its predicate, and the one step that applies a rule to a batch. Both pipelines take this step.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "callsieve/base/date.hpp"
#include "callsieve/batch/batch.hpp"
#include "callsieve/batch/truth.hpp"
#include "callsieve/number/parse.hpp"

namespace callsieve {

enum class rule_scope : std::uint8_t { cell, row };

/// What is known of a rule besides its predicate.
struct rule_header {
  verdict outcome = verdict::block;  ///< allow or block
  std::string reason;
  rule_scope scope = rule_scope::cell;  ///< row: a block rejects every number of the row it was found in
  bool pass_unknown = false;            ///< on_unknown = "pass"
  bool pass_no_time = false;            ///< on_no_time = "pass": passes the unknown of a moment without a time of day
  std::optional<day> from{}, until{};   ///< in force from (inclusive) until (exclusive)
  std::string status{};                 ///< a dialer's word for what this rule blocks; empty: made from the reason
  bool other_sector = false;            ///< meant for other sectors than the campaign's: never in force
  [[nodiscard]] bool in_force(day d) const noexcept {
    return !other_sector && (!from || *from <= d) && (!until || d < *until);
  }
};

/// The reason of a repeated number (--dedupe).
inline constexpr std::string_view duplicate_reason = "duplicate";
/// The reason of what is not a valid number.
inline constexpr std::string_view invalid_reason = "invalid";

/// Whether a text may be a reason: 1 to 32 of a-z, 0-9 and -.
[[nodiscard]] constexpr bool is_reason(std::string_view text) noexcept {
  if (text.empty() || text.size() > 32) return false;
  for (const char c : text) {
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) return false;
  }
  return true;
}

/// Reasons that the engine itself gives; `duplicate` may be the reason of a rule that asks for nothing but duplicates.
[[nodiscard]] constexpr bool is_reserved_reason(std::string_view text) noexcept {
  return text == invalid_reason || text == "malformed" || text == duplicate_reason;
}

namespace detail {

/// Asks one rule of the open rows, writes the decisions of those it decides and keeps the others open.
/// True decides; false passes on; unknown decides a block rule as `unknown`, and neither decides an allow rule nor a
/// rule that passes unknowns. Returns how many unknowns were passed on request.
template <class Predicate>
std::uint64_t apply_rule(const rule_header& rule, std::uint16_t index, const Predicate& when_true, const as_of& when,
                         const batch& numbers, selection& open, std::span<decision> out) {
  if (open.empty() || !rule.in_force(when.date)) return 0;
  std::array<truth, batch_capacity> said;  // written by evaluate()
  const std::span<truth> answers = std::span(said).first(open.size());
  when_true.evaluate(when, numbers, open.ids(), answers);

  const bool unknown_decides = rule.outcome == verdict::block && !rule.pass_unknown;
  const bool no_time_passes = rule.pass_no_time && !when.time;
  std::uint64_t unknowns = 0;
  open.keep_if(answers, [&](std::uint16_t row, truth answer) {
    const bool unknown = is_unknown(answer);
    const bool passes = no_time_passes && answer == truth::no_time;
    unknowns += rule.pass_unknown ? unknown : passes;
    // Written also for rows that stay open: the rule that decides them writes again.
    out[row] = {index, unknown ? verdict::unknown : rule.outcome, answer};
    return unknown && (passes || !unknown_decides);
  });
  return unknowns;
}

/// What happens to the rows that no rule decided.
inline void apply_otherwise(verdict outcome, std::size_t rules, const selection& open, std::span<decision> out) {
  for (const std::uint16_t row : open.ids()) out[row] = {static_cast<std::uint16_t>(rules), outcome, truth::yes};
}

/// One number through a pipeline. A number that is not valid is blocked; no rule is asked.
template <class Pipeline>
decision decide_one(const Pipeline& rules, const parsed_number& number, const as_of& when) {
  if (!number.valid()) return {invalid_rule, verdict::block, truth::yes};
  const batch one{std::span(&number.number, 1), std::span(&number.region, 1), std::span(&number.type, 1), {}};
  decision answer;
  rules.decide(when, one, std::span(&answer, 1), {});
  return answer;
}

/// A number as the plan has it; `not_in_plan` when it has not.
[[nodiscard]] inline parsed_number in_plan(phone_number number) noexcept {
  const plan_entry entry = classify(number);
  return {number, entry.region, entry.type, entry.valid ? parse_error::none : parse_error::not_in_plan};
}

}  // namespace detail
}  // namespace callsieve

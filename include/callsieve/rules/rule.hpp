// What a rule is besides its predicate, and the one step that applies a rule to a batch. Both pipelines take this step.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "callsieve/base/date.hpp"
#include "callsieve/batch/batch.hpp"
#include "callsieve/batch/row_set.hpp"
#include "callsieve/batch/scratch.hpp"
#include "callsieve/batch/truth.hpp"
#include "callsieve/number/parse.hpp"
#include "callsieve/rules/row_answers.hpp"

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

/// Writes `what` for all rows.
inline void write_all(const decision& what, std::span<decision> out) noexcept {
  static_assert(sizeof(decision) == sizeof(std::uint32_t));
  std::uint32_t pattern = 0;
  std::memcpy(&pattern, &what, sizeof pattern);
  for (decision& one : out) std::memcpy(static_cast<void*>(&one), &pattern, sizeof pattern);
}

/// Writes `what` for the rows of the set.
inline void write_decisions(const row_set& rows, const decision& what, std::span<decision> out) noexcept {
  if (rows.count() * 4 < out.size()) {  // finding each is faster than a pass over all
    scratch<row_id, row_set::id_room> id_room;
    for (const row_id row : rows.ids(id_room.first(row_set::id_room))) out[row] = what;
    return;
  }
  std::uint32_t pattern = 0;
  std::memcpy(&pattern, &what, sizeof pattern);
  const std::uint64_t two = std::uint64_t{pattern} << 32 | pattern;
  constexpr std::uint64_t low = 0xffff'ffff, both_rows = ~std::uint64_t{0};
  constexpr std::array<std::array<std::uint64_t, 2>, 16> masks = [] {
    std::array<std::array<std::uint64_t, 2>, 16> made{};
    constexpr std::array<std::uint64_t, 4> halves = {0, low, both_rows - low, both_rows};
    for (std::size_t four = 0; four < made.size(); ++four) made[four] = {halves[four & 3], halves[four >> 2]};
    return made;
  }();
  std::size_t row = 0;
  for (; row + 4 <= out.size(); row += 4) {
    const std::array<std::uint64_t, 2>& mask = masks[(rows.words()[row / 64] >> (row % 64)) & 15];
    std::array<std::uint64_t, 2> four{};
    std::memcpy(four.data(), out.data() + row, sizeof four);
    for (std::size_t i = 0; i < four.size(); ++i) four[i] = (four[i] & ~mask[i]) | (two & mask[i]);
    std::memcpy(static_cast<void*>(out.data() + row), four.data(),
                sizeof four);  // trivially copyable, but for its defaults
  }
  for (; row < out.size(); ++row) {
    if (rows.contains(row)) out[row] = what;
  }
}

/// Takes what a rule could not say of a row: it decides a block rule as `unknown`, and neither an allow rule nor a rule
/// that passes unknowns. Returns whether it was passed on request.
inline bool take_unknown(const rule_header& rule, std::uint16_t index, const as_of& when, std::size_t row, truth cause,
                         row_set& open, std::span<decision> out) noexcept {
  const bool passes = rule.pass_unknown || (rule.pass_no_time && !when.time && cause == truth::no_time);
  if (!passes && rule.outcome == verdict::block) {
    out[row] = {index, verdict::unknown, cause};
    open.remove(row);
  }
  return passes;
}

/// As apply_rule, of few numbers.
template <class Predicate>
std::uint64_t apply_to_few(const rule_header& rule, std::uint16_t index, const Predicate& when_true, const as_of& when,
                           const batch& numbers, row_set& open, std::span<decision> out) {
  scratch<row_id, row_set::id_room> id_room;
  scratch<truth, least_in_bits> truth_room;
  const std::span<const row_id> ids = open.ids(id_room.first(row_set::id_room));
  const std::span<truth> said = truth_room.first(ids.size());
  when_true.evaluate(when, numbers, ids, said);
  std::uint64_t passed = 0;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (said[i] == truth::yes) {
      out[ids[i]] = {index, rule.outcome, truth::yes};
      open.remove(ids[i]);
    } else if (is_unknown(said[i])) {
      passed += take_unknown(rule, index, when, ids[i], said[i], open, out);
    }
  }
  return passed;
}

/// Asks one rule of the open rows, writes the decisions of those it decides and keeps the others open: true decides,
/// false passes on, for unknown see above. Returns how many unknowns were passed on request.
template <class Predicate>
std::uint64_t apply_rule(const rule_header& rule, std::uint16_t index, const Predicate& when_true, const as_of& when,
                         const batch& numbers, list_answers& lists, row_set& open, std::span<decision> out) {
  if (!rule.in_force(when.date) || open.empty()) return 0;
  if (numbers.size() < least_in_bits) return apply_to_few(rule, index, when_true, when, numbers, open, out);
  row_answers said(numbers.size());
  answer_rows(when_true, when, numbers, open, lists, said);
  write_decisions(said.yes, {index, rule.outcome, truth::yes}, out);
  open -= said.yes;
  std::uint64_t passed = 0;
  said.unknown.for_each(
      [&](std::size_t row) { passed += take_unknown(rule, index, when, row, said.cause(row), open, out); });
  return passed;
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

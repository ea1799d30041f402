// What a rule is besides its predicate, and the one step that applies a rule to a batch. Both pipelines take it.
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
#include "callsieve/batch/lane_set.hpp"
#include "callsieve/batch/scratch.hpp"
#include "callsieve/batch/truth.hpp"
#include "callsieve/number/parse.hpp"
#include "callsieve/rules/lane_results.hpp"

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

/// Writes `what` for all lanes.
inline void write_all(const decision& what, std::span<decision> out) noexcept {
  static_assert(sizeof(decision) == sizeof(std::uint32_t));
  std::uint32_t pattern = 0;
  std::memcpy(&pattern, &what, sizeof pattern);
  for (decision& one : out) std::memcpy(static_cast<void*>(&one), &pattern, sizeof pattern);
}

/// Writes `what` for the lanes of the set.
template <std::size_t Capacity>
void write_decisions(const lane_set<Capacity>& lanes, const decision& what, std::span<decision> out) noexcept {
  if (lanes.count() * 4 < out.size()) {  // finding each is faster than a pass over all
    scratch<lane_id, lane_set<Capacity>::id_room> id_room;
    for (const lane_id lane : lanes.ids(id_room.first(lane_set<Capacity>::id_room))) out[lane] = what;
    return;
  }
  std::uint32_t pattern = 0;
  std::memcpy(&pattern, &what, sizeof pattern);
  const std::uint64_t two = std::uint64_t{pattern} << 32 | pattern;
  constexpr std::uint64_t low = 0xffff'ffff, both_lanes = ~std::uint64_t{0};
  constexpr std::array<std::array<std::uint64_t, 2>, 16> masks = [] {
    std::array<std::array<std::uint64_t, 2>, 16> made{};
    constexpr std::array<std::uint64_t, 4> halves = {0, low, both_lanes - low, both_lanes};
    for (std::size_t four = 0; four < made.size(); ++four) made[four] = {halves[four & 3], halves[four >> 2]};
    return made;
  }();
  std::size_t lane = 0;
  for (; lane + 4 <= out.size(); lane += 4) {
    const std::array<std::uint64_t, 2>& mask = masks[(lanes.words()[lane / 64] >> (lane % 64)) & 15];
    std::array<std::uint64_t, 2> four{};
    std::memcpy(four.data(), out.data() + lane, sizeof four);
    for (std::size_t i = 0; i < four.size(); ++i) four[i] = (four[i] & ~mask[i]) | (two & mask[i]);
    std::memcpy(static_cast<void*>(out.data() + lane), four.data(),
                sizeof four);  // trivially copyable, but for its defaults
  }
  for (; lane < out.size(); ++lane) {
    if (lanes.contains(lane)) out[lane] = what;
  }
}

/// The numbers that rules have not decided yet, and what they decided of the others.
template <std::size_t Capacity>
struct undecided {
  lane_set<Capacity> lanes;
  std::span<decision> out;

  /// Asks one rule: true decides, false passes on. What the rule cannot say decides a block rule as `unknown`, and
  /// neither an allow rule nor a rule that passes unknowns. Returns how many unknowns were passed on request.
  template <class Predicate>
  std::uint64_t apply(const rule_header& rule, std::uint16_t index, const Predicate& predicate,
                      const lane_question<Capacity>& asked) {
    if (!rule.in_force(asked.when.date) || lanes.empty()) return 0;
    lane_results<Capacity> found(asked.numbers.size());
    predicate.evaluate(asked, lanes, found);
    write_decisions(found.yes, {index, rule.outcome, truth::yes}, out);
    lanes -= found.yes;
    std::uint64_t passed = 0;
    found.unknown.for_each([&](std::size_t lane) {
      const truth cause = found.cause(lane);
      const bool passes = rule.pass_unknown || (rule.pass_no_time && !asked.when.time && cause == truth::no_time);
      passed += passes;
      if (passes || rule.outcome == verdict::allow) return;
      out[lane] = {index, verdict::unknown, cause};
      lanes.remove(lane);
    });
    return passed;
  }
};

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

// What a rule is besides its predicate, and the one step that applies a rule to a batch. Both pipelines take this step.
#pragma once

#include <algorithm>
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
#include "callsieve/rules/screen.hpp"

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

/// Writes `what` for the rows of the set.
inline void write_decisions(const row_set& rows, const decision& what, std::span<decision> out) noexcept {
  static_assert(sizeof(decision) == sizeof(std::uint32_t));
  constexpr std::size_t many = 16;  // of a word's rows: a pass over all of them is then faster
  std::uint32_t pattern = 0;
  std::memcpy(&pattern, &what, sizeof pattern);
  const std::uint64_t two = std::uint64_t{pattern} << 32 | pattern;
  constexpr std::array<std::uint64_t, 4> halves = {0, 0xffff'ffff, 0xffff'ffff'0000'0000, ~std::uint64_t{0}};
  for (std::size_t i = 0; i < rows.words().size(); ++i) {
    std::uint64_t word = rows.words()[i];
    decision* const at = out.data() + i * row_set::word_rows;
    if (count_ones(word) > many && (i + 1) * row_set::word_rows <= out.size()) {
      for (std::size_t row = 0; row < row_set::word_rows; row += 2) {
        const std::uint64_t mask = halves[(word >> row) & 3];
        std::uint64_t both = 0;
        std::memcpy(&both, at + row, sizeof both);
        both = (both & ~mask) | (two & mask);
        std::memcpy(static_cast<void*>(at + row), &both, sizeof both);  // trivially copyable, but for its defaults
      }
      continue;
    }
    for (; word != 0; word &= word - 1) at[std::countr_zero(word)] = what;
  }
}

/// Takes what a rule said of the rows `ids`: writes the decisions of those it decides and closes them. True decides;
/// false passes on; unknown decides a block rule as `unknown`, and neither decides an allow rule nor a rule that passes
/// unknowns. Returns how many unknowns were passed on request.
inline std::uint64_t take_answers(const rule_header& rule, std::uint16_t index, bool has_time,
                                  std::span<const row_id> ids, std::span<const truth> said, row_set& open,
                                  std::span<decision> out) noexcept {
  static_assert(static_cast<std::uint8_t>(truth::no) == 0);
  const bool unknown_decides = rule.outcome == verdict::block && !rule.pass_unknown;
  const bool no_time_passes = rule.pass_no_time && !has_time;
  std::uint64_t unknowns = 0;
  constexpr std::size_t together = 8;  // that say no cost one comparison
  for (std::size_t i = 0; i < ids.size();) {
    if (i + together <= ids.size()) {
      std::uint64_t answers = 0;
      std::memcpy(&answers, said.data() + i, together);
      if (answers == 0) {
        i += together;
        continue;
      }
    }
    for (const std::size_t end = std::min(i + together, ids.size()); i < end; ++i) {
      const truth answer = said[i];
      if (answer == truth::no) continue;
      if (answer == truth::yes) {
        out[ids[i]] = {index, rule.outcome, answer};
        open.remove(ids[i]);
        continue;
      }
      const bool passes = no_time_passes && answer == truth::no_time;
      unknowns += rule.pass_unknown || passes;
      if (passes || !unknown_decides) continue;
      out[ids[i]] = {index, verdict::unknown, answer};
      open.remove(ids[i]);
    }
  }
  return unknowns;
}

/// Asks one rule of the open rows, writes the decisions of those it decides and keeps the others open.
/// Returns how many unknowns were passed on request.
template <class Predicate>
std::uint64_t apply_rule(const rule_header& rule, std::uint16_t index, const Predicate& when_true, const as_of& when,
                         const batch& numbers, screening& lists, row_set& open, std::span<decision> out) {
  if (!rule.in_force(when.date) || open.empty()) return 0;
  row_set hits = row_set::none(numbers.size());
  const screened first = screen(when_true, when, numbers, open, lists, hits);
  if (first == screened::settled) {
    write_decisions(hits, {index, rule.outcome, truth::yes}, out);
    open -= hits;
    return 0;
  }
  scratch<row_id, row_set::id_room> room;
  scratch<truth, batch_capacity> answers;
  const std::span<const row_id> ids = (first == screened::some_rows ? hits : open).ids(room.first(row_set::id_room));
  if (ids.empty()) return 0;
  const std::span<truth> said = answers.first(ids.size());
  when_true.evaluate(when, numbers, ids, said);
  return take_answers(rule, index, when.time.has_value(), ids, said, open, out);
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

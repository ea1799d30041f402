// A policy written in C++, composed at compile time.
//
//   auto policy = callsieve::policy(
//       block("objection", listed(blacklist)).whole_row(),
//       allow("consent", consent_given(consents)),
//       allow("customer", related_within(customers, years(3))).until(day{2026y / July / 1}),
//       otherwise_block("no-consent"));
//   decision d = policy.decide(parse("06 12345678", find_region("NL")), as_of{today});
//
// What: the predicates and semantics of a policy file (pipeline.hpp); a rule compiles to one loop over a batch, without
// an indirect call. Nothing checks that the blacklist is asked first: that is the writer's duty here.
// Threads: const access from any thread.
#pragma once

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <tuple>
#include <utility>

#include "callsieve/base/date.hpp"
#include "callsieve/batch/batch.hpp"
#include "callsieve/batch/truth.hpp"
#include "callsieve/rules/predicates.hpp"
#include "callsieve/rules/rule.hpp"

namespace callsieve {

/// A reason checked while compiling: 1 to 32 of a-z, 0-9 and -, not `invalid` or `malformed`. `duplicate` is for rules
/// on the predicate of that name.
class reason_literal {
 public:
  // Implicit, so that a string literal is one.
  consteval reason_literal(const char* text) : text_(text) {  // NOLINT(google-explicit-constructor)
    if (!is_reason(text)) throw "a reason is 1 to 32 of a-z, 0-9 and -";
    if (is_reserved_reason(text) && std::string_view(text) != duplicate_reason) throw "this reason is reserved";
  }
  [[nodiscard]] constexpr const char* text() const noexcept { return text_; }

 private:
  const char* text_;
};

/// A rule on its way into a policy. The modifiers return the rule, changed.
template <predicate Predicate>
class static_rule {
 public:
  static_rule(verdict outcome, reason_literal reason, Predicate when)
      : header_{.outcome = outcome, .reason = reason.text()}, when_(std::move(when)) {}

  /// In force from this day on.
  [[nodiscard]] static_rule from(day first) && {
    header_.from = first;
    return std::move(*this);
  }
  /// In force until the day before this one.
  [[nodiscard]] static_rule until(day end) && {
    header_.until = end;
    return std::move(*this);
  }
  /// An unknown passes on to the next rule and is counted.
  [[nodiscard]] static_rule pass_unknown() && {
    header_.pass_unknown = true;
    return std::move(*this);
  }
  /// A block is meant for all numbers of the input's row.
  [[nodiscard]] static_rule whole_row() && {
    header_.scope = rule_scope::row;
    return std::move(*this);
  }

  [[nodiscard]] const rule_header& header() const noexcept { return header_; }
  [[nodiscard]] const Predicate& when() const noexcept { return when_; }

 private:
  rule_header header_;
  Predicate when_;
};

template <predicate Predicate>
[[nodiscard]] static_rule<Predicate> block(reason_literal reason, Predicate when) {
  return static_rule<Predicate>(verdict::block, reason, std::move(when));
}
template <predicate Predicate>
[[nodiscard]] static_rule<Predicate> allow(reason_literal reason, Predicate when) {
  return static_rule<Predicate>(verdict::allow, reason, std::move(when));
}

/// What happens to a number that no rule decides: the last part of every policy.
struct static_otherwise {
  verdict outcome;
  const char* reason;
};
[[nodiscard]] inline static_otherwise otherwise_block(reason_literal reason) { return {verdict::block, reason.text()}; }
[[nodiscard]] inline static_otherwise otherwise_allow(reason_literal reason) { return {verdict::allow, reason.text()}; }

/// The composed policy. Made by policy().
template <class... Rules>
class static_pipeline {
 public:
  explicit static_pipeline(static_otherwise otherwise, Rules... rules)
      : rules_(std::move(rules)...), otherwise_(otherwise.outcome), otherwise_reason_(otherwise.reason) {}

  /// One decision a number. `passed[r]` grows by the numbers on which rule r was unknown and passed on request;
  /// `passed` has size() elements, or none when nobody counts.
  /// Requires out.size() == numbers.size(); a batch of any length. Cost: no allocation, no lock.
  void decide(const as_of& when, const batch& numbers, std::span<decision> out, std::span<std::uint64_t> passed) const {
    assert(out.size() == numbers.size());
    detail::write_all({static_cast<std::uint16_t>(size()), otherwise_, truth::yes}, out);  // of what no rule decides
    detail::in_parts(when, numbers, [&]<std::size_t Capacity>(const lane_question<Capacity>& asked, std::size_t begin) {
      const std::size_t count = asked.numbers.size();
      detail::undecided<Capacity> open{lane_set<Capacity>(count), out.subspan(begin, count)};
      std::uint16_t index = 0;
      const auto step = [&](const auto& rule) {
        const std::uint64_t unknowns = open.apply(rule.header(), index, rule.when(), asked);
        if (!passed.empty()) passed[index] += unknowns;
        ++index;
      };
      std::apply([&](const Rules&... rule) { (step(rule), ...); }, rules_);
    });
  }

  /// One number, as parsed. Not a valid one: blocked by `invalid_rule`. Nothing is a duplicate here.
  [[nodiscard]] decision decide(const parsed_number& number, const as_of& when) const {
    return detail::decide_one(*this, number, when);
  }
  /// One number, as a dialer holds it; the numbering plan is asked for its region and type.
  [[nodiscard]] decision decide(phone_number number, const as_of& when) const {
    return decide(detail::in_plan(number), when);
  }

  [[nodiscard]] static constexpr std::size_t size() noexcept { return sizeof...(Rules); }
  /// Requires r < size().
  [[nodiscard]] const rule_header& rule(std::size_t r) const {
    const std::array<const rule_header*, sizeof...(Rules)> headers = std::apply(
        [](const Rules&... rules) { return std::array<const rule_header*, sizeof...(Rules)>{&rules.header()...}; },
        rules_);
    return *headers.at(r);
  }
  [[nodiscard]] verdict otherwise() const noexcept { return otherwise_; }
  /// The reason behind a decision's rule index: `invalid` for invalid_rule, size() for otherwise.
  [[nodiscard]] std::string_view reason(std::size_t rule_index) const {
    if (rule_index == invalid_rule) return invalid_reason;
    return rule_index == size() ? std::string_view(otherwise_reason_) : std::string_view(rule(rule_index).reason);
  }

 private:
  std::tuple<Rules...> rules_;
  verdict otherwise_;
  std::string otherwise_reason_;
};

namespace detail {

template <class Parts, std::size_t... I>
auto compose(Parts&& parts, std::index_sequence<I...>) {
  using pipeline_type = static_pipeline<std::tuple_element_t<I, std::remove_reference_t<Parts>>...>;
  return pipeline_type(std::get<sizeof...(I)>(parts), std::get<I>(std::forward<Parts>(parts))...);
}

}  // namespace detail

/// Rules in order, then otherwise_block(...) or otherwise_allow(...). The first rule that decides wins.
template <class... Parts>
[[nodiscard]] auto policy(Parts... parts) {
  using all_parts = std::tuple<Parts...>;
  using last = std::tuple_element_t<sizeof...(Parts) - 1, all_parts>;
  static_assert(std::is_same_v<last, static_otherwise>,
                "a policy ends with otherwise_block(...) or otherwise_allow(...)");
  static_assert(sizeof...(Parts) < invalid_rule);
  return detail::compose(all_parts(std::move(parts)...), std::make_index_sequence<sizeof...(Parts) - 1>());
}

}  // namespace callsieve

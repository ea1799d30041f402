// all_of, any_of, not_: Kleene logic over predicates, composed at compile time or from a vector at run time.
//
// What: all is no if any part is no, else the first unknown, else yes; any is yes if any part is yes, else the first
// unknown, else no; not keeps an unknown. Parts are asked in order, only of the lanes that are not settled yet.
// Cost: the parts', and a bit a part and lane; of stack a level 3 KiB, or 200 bytes for few lanes; no allocation, no
// lock. Threads: const access from any thread.
#pragma once

#include <concepts>
#include <cstddef>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "callsieve/base/date.hpp"
#include "callsieve/batch/batch.hpp"
#include "callsieve/batch/truth.hpp"
#include "callsieve/rules/lane_results.hpp"

namespace callsieve {

/// A question about numbers. `evaluate` adds to `out`, which is all no, the lanes of which it is true and those of
/// which nobody can say; lanes that are not asked stay no. `explain` says in words what the answer for one lane rests
/// on.
template <class P>
concept predicate = requires(const P& p, const as_of& when, const batch& numbers, std::size_t lane) {
  { p.explain(when, numbers, lane) } -> std::convertible_to<std::string>;
}
&&requires(const P& p, const lane_question<few_lanes>& asked, const lane_set<few_lanes>& lanes,
           lane_results<few_lanes>& out) {
  p.evaluate(asked, lanes, out);
}
&&requires(const P& p, const lane_question<batch_capacity>& asked, const lane_set<batch_capacity>& lanes,
           lane_results<batch_capacity>& out) {
  p.evaluate(asked, lanes, out);
};

/// Whether the predicate needs the batch's column of duplicates.
template <predicate P>
[[nodiscard]] constexpr bool asks_for_duplicates(const P& p) {
  if constexpr (requires { p.asks_for_duplicates(); }) {
    return p.asks_for_duplicates();
  } else {
    return false;
  }
}

/// What the predicate says of every number. Requires out.size() == numbers.size().
template <predicate P>
void ask(const P& p, const as_of& when, const batch& numbers, std::span<truth> out) {
  detail::in_parts(when, numbers, [&]<std::size_t Capacity>(const lane_question<Capacity>& asked, std::size_t begin) {
    const std::size_t count = asked.numbers.size();
    lane_results<Capacity> found(count);
    p.evaluate(asked, lane_set<Capacity>(count), found);
    for (std::size_t lane = 0; lane < count; ++lane) out[begin + lane] = found.of(lane);
  });
}

/// Adds the names of the columns of the call list that the predicate reads; a name may come more than once.
template <predicate P>
void add_columns([[maybe_unused]] const P& p, [[maybe_unused]] std::vector<std::string>& names) {
  if constexpr (requires { p.add_columns(names); }) p.add_columns(names);
}

namespace detail {

/// Takes parts one by one into results: `and` when Settled is no, `or` when it is yes. Only lanes that are not settled
/// are asked.
template <truth Settled, std::size_t Capacity>
class kleene_fold {
 public:
  kleene_fold(const lane_question<Capacity>& asked, const lane_set<Capacity>& lanes, lane_results<Capacity>& out)
      : asked_(asked), out_(out), left_(lanes) {}

  template <class P>
  void take(const P& part) {
    if (first_) {
      part.evaluate(asked_, left_, out_);
      first_ = false;
    } else if (!left_.empty()) {
      lane_results<Capacity> more(asked_.numbers.size());
      part.evaluate(asked_, left_, more);
      fold(more);
    }
    left_ = Settled == truth::no ? out_.yes | out_.unknown : left_ - out_.yes;
  }

 private:
  /// Of two unknowns the first one's cause is kept.
  void fold(const lane_results<Capacity>& more) {
    const lane_set<Capacity> newly = more.unknown - out_.unknown;
    if constexpr (Settled == truth::no) {
      out_.unknown &= more.yes | more.unknown;
      out_.yes &= more.yes;
    } else {
      out_.unknown -= more.yes;
      out_.yes |= more.yes;
    }
    newly.for_each([&](std::size_t lane) { out_.add_unknown(lane, more.cause(lane)); });
  }

  const lane_question<Capacity>& asked_;
  lane_results<Capacity>& out_;
  lane_set<Capacity> left_;  ///< lanes that are not settled
  bool first_ = true;
};

/// Parts known at compile time.
template <truth Settled, predicate... Parts>
class fixed_parts {
  static_assert(sizeof...(Parts) > 0, "all_of and any_of of nothing have no meaning");

 public:
  explicit fixed_parts(Parts... parts) : parts_(std::move(parts)...) {}

  template <std::size_t Capacity>
  void evaluate(const lane_question<Capacity>& asked, const lane_set<Capacity>& lanes,
                lane_results<Capacity>& out) const {
    kleene_fold<Settled, Capacity> fold(asked, lanes, out);
    std::apply([&fold](const Parts&... part) { (fold.take(part), ...); }, parts_);
  }
  [[nodiscard]] std::string explain(const as_of& when, const batch& numbers, std::size_t lane) const {
    std::string text;
    const auto append = [&](const auto& part) {
      text += (text.empty() ? "" : " | ") + part.explain(when, numbers, lane);
    };
    std::apply([&append](const Parts&... part) { (append(part), ...); }, parts_);
    return text;
  }
  [[nodiscard]] bool asks_for_duplicates() const {
    return std::apply([](const Parts&... part) { return (callsieve::asks_for_duplicates(part) || ...); }, parts_);
  }
  void add_columns(std::vector<std::string>& names) const {
    std::apply([&names](const Parts&... part) { (callsieve::add_columns(part, names), ...); }, parts_);
  }

 private:
  std::tuple<Parts...> parts_;
};

/// Parts known at run time. Requires at least one.
template <truth Settled, predicate Part>
class many_parts {
 public:
  explicit many_parts(std::vector<Part> parts) : parts_(std::move(parts)) {}

  template <std::size_t Capacity>
  void evaluate(const lane_question<Capacity>& asked, const lane_set<Capacity>& lanes,
                lane_results<Capacity>& out) const {
    kleene_fold<Settled, Capacity> fold(asked, lanes, out);
    for (const Part& part : parts_) fold.take(part);
  }
  [[nodiscard]] std::string explain(const as_of& when, const batch& numbers, std::size_t lane) const {
    std::string text;
    for (const Part& part : parts_) text += (text.empty() ? "" : " | ") + part.explain(when, numbers, lane);
    return text;
  }
  [[nodiscard]] bool asks_for_duplicates() const {
    for (const Part& part : parts_) {
      if (callsieve::asks_for_duplicates(part)) return true;
    }
    return false;
  }
  void add_columns(std::vector<std::string>& names) const {
    for (const Part& part : parts_) callsieve::add_columns(part, names);
  }

 private:
  std::vector<Part> parts_;
};

template <predicate Part>
class negated {
 public:
  explicit negated(Part part) : part_(std::move(part)) {}

  template <std::size_t Capacity>
  void evaluate(const lane_question<Capacity>& asked, const lane_set<Capacity>& lanes,
                lane_results<Capacity>& out) const {
    part_.evaluate(asked, lanes, out);
    out.yes = lanes - out.yes - out.unknown;
  }
  [[nodiscard]] std::string explain(const as_of& when, const batch& numbers, std::size_t lane) const {
    return part_.explain(when, numbers, lane);
  }
  [[nodiscard]] bool asks_for_duplicates() const { return callsieve::asks_for_duplicates(part_); }
  void add_columns(std::vector<std::string>& names) const { callsieve::add_columns(part_, names); }

 private:
  Part part_;
};

}  // namespace detail

/// `all_of(listed(a), of_type{number_type::mobile})`. Of two unknowns the first one's cause is kept.
template <predicate... Parts>
[[nodiscard]] detail::fixed_parts<truth::no, Parts...> all_of(Parts... parts) {
  return detail::fixed_parts<truth::no, Parts...>(std::move(parts)...);
}
template <predicate Part>
[[nodiscard]] detail::many_parts<truth::no, Part> all_of(std::vector<Part> parts) {
  return detail::many_parts<truth::no, Part>(std::move(parts));
}

/// `any_of(listed(a), listed(b))`.
template <predicate... Parts>
[[nodiscard]] detail::fixed_parts<truth::yes, Parts...> any_of(Parts... parts) {
  return detail::fixed_parts<truth::yes, Parts...>(std::move(parts)...);
}
template <predicate Part>
[[nodiscard]] detail::many_parts<truth::yes, Part> any_of(std::vector<Part> parts) {
  return detail::many_parts<truth::yes, Part>(std::move(parts));
}

/// `not_(of_type{number_type::mobile})`. An unknown stays unknown.
template <predicate Part>
[[nodiscard]] detail::negated<Part> not_(Part part) {  // NOLINT(readability-identifier-naming): `not` is a keyword
  return detail::negated<Part>(std::move(part));
}

}  // namespace callsieve

// all_of, any_of, not_: Kleene logic over predicates, composed at compile time or from a vector at run time.
//
// What: all is no if any part is no, else the first unknown, else yes; any is yes if any part is yes, else the first
// unknown, else no; not keeps an unknown. Parts are asked in order, only of the rows that are not settled yet.
// Cost: the parts', and about a nanosecond a part and row; some 10 KiB of stack a level; no allocation, no lock.
// Threads: const access from any thread.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "callsieve/base/date.hpp"
#include "callsieve/batch/batch.hpp"
#include "callsieve/batch/scratch.hpp"
#include "callsieve/batch/truth.hpp"
#include "callsieve/rules/row_answers.hpp"

namespace callsieve {

/// A question about numbers: writes one truth a row asked, parallel to `rows` (ascending row ids of the batch).
/// `saw` says in words what the answer for one row rests on.
template <class P>
concept predicate = requires(const P& p, const as_of& when, const batch& numbers, std::span<const row_id> rows,
                             std::span<truth> out, std::size_t row) {
  p.evaluate(when, numbers, rows, out);
  { p.saw(when, numbers, row) } -> std::convertible_to<std::string>;
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

/// Adds the names of the columns of the call list that the predicate reads; a name may come more than once.
template <predicate P>
void add_columns([[maybe_unused]] const P& p, [[maybe_unused]] std::vector<std::string>& names) {
  if constexpr (requires { p.add_columns(names); }) p.add_columns(names);
}

namespace detail {

/// Takes parts one by one into a column: `and` when Settled is no, `or` when it is yes.
template <truth Settled>
class kleene_fold {
 public:
  kleene_fold(const as_of& when, const batch& numbers, std::span<const row_id> rows, std::span<truth> out)
      : when_(when), numbers_(numbers), rows_(rows), out_(out) {}

  template <predicate P>
  void take(const P& part) {
    if (first_) {
      part.evaluate(when_, numbers_, rows_, out_);
      first_ = false;
      return;
    }
    const std::span<row_id> places = places_.first(rows_.size());
    const std::span<row_id> ids = ids_.first(rows_.size());
    std::size_t open = 0;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      places[open] = static_cast<row_id>(i);
      ids[open] = rows_[i];
      open += out_[i] != Settled;
    }
    if (open == 0) return;
    const std::span<truth> said = said_.first(open);
    part.evaluate(when_, numbers_, ids.first(open), said);
    for (std::size_t i = 0; i < open; ++i) {
      truth& column = out_[places[i]];
      column = Settled == truth::no ? column & said[i] : column | said[i];
    }
  }

 private:
  const as_of& when_;
  const batch& numbers_;
  std::span<const row_id> rows_;
  std::span<truth> out_;
  bool first_ = true;
  scratch<row_id, batch_capacity> places_, ids_;
  scratch<truth, batch_capacity> said_;
};

/// As kleene_fold, in bits.
template <truth Settled>
class kleene_rows {
 public:
  kleene_rows(const as_of& when, const batch& numbers, const row_set& rows, list_answers& lists, row_answers& said)
      : when_(when), numbers_(numbers), lists_(lists), said_(said), left_(rows) {}

  template <predicate P>
  void take(const P& part) {
    if (first_) {
      answer_rows(part, when_, numbers_, left_, lists_, said_);
      first_ = false;
    } else if (!left_.empty()) {
      row_answers more(numbers_.size());
      answer_rows(part, when_, numbers_, left_, lists_, more);
      fold(more);
    }
    left_ = Settled == truth::no ? said_.yes | said_.unknown : left_ - said_.yes;
  }

 private:
  /// Of two unknowns the first one's cause is kept.
  void fold(const row_answers& more) {
    row_set newly = more.unknown - said_.unknown;
    if constexpr (Settled == truth::no) {
      said_.unknown &= more.yes | more.unknown;
      said_.yes &= more.yes;
    } else {
      said_.unknown -= more.yes;
      said_.yes |= more.yes;
    }
    newly.for_each([&](std::size_t row) { said_.add_unknown(row, more.cause(row)); });
  }

  const as_of& when_;
  const batch& numbers_;
  list_answers& lists_;
  row_answers& said_;
  row_set left_;  ///< rows that are not settled
  bool first_ = true;
};

/// Parts known at compile time.
template <truth Settled, predicate... Parts>
class fixed_parts {
  static_assert(sizeof...(Parts) > 0, "all_of and any_of of nothing have no meaning");

 public:
  explicit fixed_parts(Parts... parts) : parts_(std::move(parts)...) {}

  void evaluate(const as_of& when, const batch& numbers, std::span<const row_id> rows, std::span<truth> out) const {
    kleene_fold<Settled> fold(when, numbers, rows, out);
    std::apply([&fold](const Parts&... part) { (fold.take(part), ...); }, parts_);
  }
  void answer(const as_of& when, const batch& numbers, const row_set& rows, list_answers& lists,
              row_answers& said) const {
    kleene_rows<Settled> fold(when, numbers, rows, lists, said);
    std::apply([&fold](const Parts&... part) { (fold.take(part), ...); }, parts_);
  }
  [[nodiscard]] std::string saw(const as_of& when, const batch& numbers, std::size_t row) const {
    std::string text;
    const auto append = [&](const auto& part) { text += (text.empty() ? "" : " | ") + part.saw(when, numbers, row); };
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

  void evaluate(const as_of& when, const batch& numbers, std::span<const row_id> rows, std::span<truth> out) const {
    kleene_fold<Settled> fold(when, numbers, rows, out);
    for (const Part& part : parts_) fold.take(part);
  }
  void answer(const as_of& when, const batch& numbers, const row_set& rows, list_answers& lists,
              row_answers& said) const {
    kleene_rows<Settled> fold(when, numbers, rows, lists, said);
    for (const Part& part : parts_) fold.take(part);
  }
  [[nodiscard]] std::string saw(const as_of& when, const batch& numbers, std::size_t row) const {
    std::string text;
    for (const Part& part : parts_) text += (text.empty() ? "" : " | ") + part.saw(when, numbers, row);
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

  void evaluate(const as_of& when, const batch& numbers, std::span<const row_id> rows, std::span<truth> out) const {
    part_.evaluate(when, numbers, rows, out);
    for (truth& t : out) t = !t;
  }
  void answer(const as_of& when, const batch& numbers, const row_set& rows, list_answers& lists,
              row_answers& said) const {
    answer_rows(part_, when, numbers, rows, lists, said);
    said.yes = rows - said.yes - said.unknown;
  }
  [[nodiscard]] std::string saw(const as_of& when, const batch& numbers, std::size_t row) const {
    return part_.saw(when, numbers, row);
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

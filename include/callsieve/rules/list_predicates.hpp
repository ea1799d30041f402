// Predicates about lists: customer, consent given, consent withdrawn. (On a list: listed.hpp; attempts: attempted.hpp.)
//
// What: each answers `yes`, `no` or an unknown for the lanes asked. A copy older than max_age answers `stale` whatever
// it says; a number outside the list's coverage answers `not_covered` unless the list holds a record of it. Cost: one
// contains() of the list a number, and a find() of those that it holds; calendar arithmetic once a batch, not once
// a number. A list that speaks for the whole world costs one comparison a batch for its coverage. No allocation, no
// lock. Lifetime: a predicate holds its list by value: lists are handles, cheap to copy. Threads: const access from any
// thread.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "callsieve/base/date.hpp"
#include "callsieve/batch/batch.hpp"
#include "callsieve/batch/truth.hpp"
#include "callsieve/rules/detail/list_words.hpp"
#include "callsieve/rules/lane_results.hpp"
#include "callsieve/sets/coverage.hpp"
#include "callsieve/sets/record.hpp"

namespace callsieve {

/// The earliest day from which `length` reaches `target`: the least d with add(d, length) >= target, as a day number.
/// add() never decreases with its day, so every earlier day falls short and every later one reaches: one comparison of
/// day numbers then replaces calendar arithmetic. Lengths past 2,000 years reach from any day.
[[nodiscard]] constexpr std::int32_t first_day_reaching(day target, period length) noexcept {
  constexpr std::int32_t most[] = {730'500, 104'357, 24'000, 2'000};  // days, weeks, months, years
  if (length.count > most[static_cast<int>(length.unit)]) return std::numeric_limits<std::int32_t>::min();
  // Going back clamps to the month's end, so coming forth again never passes the target; a few steps are missing at
  // most.
  day d = add(target, period{-length.count, length.unit});
  while (add(d, length) < target) d += std::chrono::days{1};
  return day_number(d);
}

namespace detail {

[[nodiscard]] inline std::optional<std::int32_t> oldest_fresh(const as_of& when, const std::optional<period>& max_age) {
  if (!max_age) return std::nullopt;
  return first_day_reaching(when.date, *max_age);
}

/// Which of the lanes the list holds and its copy speaks for; adds to `out` those of which it cannot say. Requires
/// `held` to be empty.
template <number_list List, std::size_t Capacity>
void find_covered(const List& list, const std::optional<period>& max_age, const lane_question<Capacity>& asked,
                  const lane_set<Capacity>& lanes, lane_set<Capacity>& held, lane_results<Capacity>& out) {
  const batch& numbers = asked.numbers;
  const coverage& covers = list.speaks_for();
  const std::optional<std::int32_t> oldest = oldest_fresh(asked.when, max_age);
  if (covers.is_world_only()) {
    if (oldest && day_number(covers.entries()[0].obtained) < *oldest) return out.add_unknown(lanes, truth::stale);
    return asked.lists.find_held(list, numbers, lanes, held);
  }
  asked.lists.find_held(list, numbers, lanes, held);
  auto outside = lane_set<Capacity>::none(numbers.size()), old = outside;
  covers.find_outside(numbers.numbers, (oldest ? lanes : lanes - held).words(),
                      oldest.value_or(std::numeric_limits<std::int32_t>::min()), outside.words(), old.words());
  out.add_unknown(outside - held, truth::not_covered);
  out.add_unknown(old, truth::stale);
  held -= old;
}

/// The list and the age its copy may have: what all predicates about lists share.
template <number_list List>
class list_question {
 public:
  list_question(List list, std::optional<period> max_age) : list_(std::move(list)), max_age_(max_age) {}

 protected:
  /// `counts(record)` is whether a record that is present makes it a yes.
  template <std::size_t Capacity, class Counts>
  void ask(const lane_question<Capacity>& asked, const lane_set<Capacity>& lanes, lane_results<Capacity>& out,
           Counts counts) const {
    auto held = lane_set<Capacity>::none(asked.numbers.size());
    find_covered(list_, max_age_, asked, lanes, held, out);
    if (held.empty()) return;
    asked.lists.find_counting(list_, asked.numbers, held, counts, out.yes);
  }
  [[nodiscard]] list_record record_of(phone_number number) const {
    list_record record;
    list_.find(std::span(&number, 1), std::span(&record, 1));
    return record;
  }
  [[nodiscard]] std::string explain_record(const as_of& when, phone_number number) const {
    const list_record record = record_of(number);
    const std::string name = list_name(list_);
    const std::string text = record.state == record_state::absent ? absent_words("in", name, list_.speaks_for(), number)
                                                                  : record_words(record, when.date) + " in " + name;
    return text + age_words(list_.speaks_for(), number, when.date, max_age_, name);
  }
  /// Whether a list that tells its kind is of this kind: a wrong kind would answer no for ever.
  [[nodiscard]] bool may_be([[maybe_unused]] list_kind kind) const {
    if constexpr (requires { list_.kind(); }) return list_.kind() == kind;
    return true;
  }

  List list_;
  std::optional<period> max_age_;
};

}  // namespace detail

/// Whether the number is a customer's: the last purchase not later than as-of and less than `within` ago, or a contract
/// that runs, ends later, or ended less than `within` ago. The day as-of = purchase + within is the first day of no.
/// Requires a list of kind dated.
template <number_list List>
class related_within : private detail::list_question<List> {
 public:
  related_within(List list, period within, std::optional<period> max_age = std::nullopt)
      : detail::list_question<List>(std::move(list), max_age), within_(within) {
    assert(this->may_be(list_kind::dated));
  }

  template <std::size_t Capacity>
  void evaluate(const lane_question<Capacity>& asked, const lane_set<Capacity>& lanes,
                lane_results<Capacity>& out) const {
    this->ask(asked, lanes, out, counts_at(asked.when));
  }
  /// For people: `purchase 2024-03-01`, `contract runs`, `not in customers`.
  [[nodiscard]] std::string explain(const as_of& when, const batch& numbers, std::size_t lane) const {
    return this->explain_record(when, numbers.numbers[lane]);
  }

 private:
  [[nodiscard]] auto counts_at(const as_of& when) const {
    const std::int32_t today = day_number(when.date);
    const std::int32_t earliest = first_day_reaching(when.date + std::chrono::days{1}, within_);
    return [today, earliest](const list_record& record) {
      const bool recent = record.day_number >= earliest;  // a running contract ends after every day
      const bool bought = record.state == record_state::purchase && record.day_number <= today;
      return recent && (bought || record.state == record_state::contract_end);
    };
  }

  period within_;
};

/// Whether consent was given, not later than as-of and, when `not_older_than` is stated, less than that ago. Requires a
/// list of kind consent.
template <number_list List>
class consent_given : private detail::list_question<List> {
 public:
  explicit consent_given(List list, std::optional<period> not_older_than = std::nullopt,
                         std::optional<period> max_age = std::nullopt)
      : detail::list_question<List>(std::move(list), max_age), not_older_than_(not_older_than) {
    assert(this->may_be(list_kind::consent));
  }

  template <std::size_t Capacity>
  void evaluate(const lane_question<Capacity>& asked, const lane_set<Capacity>& lanes,
                lane_results<Capacity>& out) const {
    this->ask(asked, lanes, out, counts_at(asked.when));
  }
  /// For people: `given 2025-01-02`, `withdrawn 2025-01-02`, `not in consents`.
  [[nodiscard]] std::string explain(const as_of& when, const batch& numbers, std::size_t lane) const {
    return this->explain_record(when, numbers.numbers[lane]);
  }

 private:
  [[nodiscard]] auto counts_at(const as_of& when) const {
    const std::int32_t today = day_number(when.date);
    const std::int32_t earliest = not_older_than_
                                      ? first_day_reaching(when.date + std::chrono::days{1}, *not_older_than_)
                                      : std::numeric_limits<std::int32_t>::min();
    return [today, earliest](const list_record& record) {
      return record.state == record_state::given && record.day_number <= today && record.day_number >= earliest;
    };
  }

  std::optional<period> not_older_than_;
};

/// Whether consent was withdrawn, on whatever day: also one dated after as-of counts. Requires a list of kind consent.
template <number_list List>
class consent_withdrawn : private detail::list_question<List> {
 public:
  explicit consent_withdrawn(List list, std::optional<period> max_age = std::nullopt)
      : detail::list_question<List>(std::move(list), max_age) {
    assert(this->may_be(list_kind::consent));
  }

  template <std::size_t Capacity>
  void evaluate(const lane_question<Capacity>& asked, const lane_set<Capacity>& lanes,
                lane_results<Capacity>& out) const {
    this->ask(asked, lanes, out, counts_at(asked.when));
  }
  /// As consent_given's.
  [[nodiscard]] std::string explain(const as_of& when, const batch& numbers, std::size_t lane) const {
    return this->explain_record(when, numbers.numbers[lane]);
  }

 private:
  [[nodiscard]] static auto counts_at(const as_of&) {
    return [](const list_record& record) { return record.state == record_state::withdrawn; };
  }
};

}  // namespace callsieve

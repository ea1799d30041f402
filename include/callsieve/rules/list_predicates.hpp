// Predicates about lists: on a list, customer, consent given, consent withdrawn.
//
// What: each answers `yes`, `no` or an unknown for the rows asked. A copy older than max_age answers `stale` whatever
// it says; a number outside the list's coverage answers `not_covered` unless the list holds a record of it. Cost: one
// find() of the list a number, in chunks that stay in the first-level cache; calendar arithmetic once a batch, not once
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
#include "callsieve/batch/scratch.hpp"
#include "callsieve/batch/truth.hpp"
#include "callsieve/rules/detail/list_words.hpp"
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

/// Asks `list` for the rows and writes a truth each. `answer(record)` says yes or no for a record that is present.
template <number_list List, class Answer>
void ask_list(const List& list, const std::optional<period>& max_age, const as_of& when, const batch& numbers,
              std::span<const std::uint16_t> rows, std::span<truth> out, Answer answer) {
  constexpr std::size_t chunk = 512;
  const coverage& covers = list.speaks_for();
  const bool whole_world = covers.is_world_only();
  const std::int32_t oldest_fresh =
      max_age ? first_day_reaching(when.date, *max_age) : std::numeric_limits<std::int32_t>::min();
  if (whole_world && day_number(covers.entries()[0].obtained) < oldest_fresh) {
    std::fill(out.begin(), out.end(), truth::stale);
    return;
  }
  scratch<phone_number, chunk> gathered;
  scratch<list_record, chunk> found;
  const bool every_row = rows.size() == numbers.size();  // ascending ids without gaps: the column itself
  for (std::size_t begin = 0; begin < rows.size(); begin += chunk) {
    const std::size_t count = std::min(chunk, rows.size() - begin);
    const std::span<list_record> records = found.first(count);
    std::span<const phone_number> asked;
    if (every_row) {
      asked = numbers.numbers.subspan(begin, count);
    } else {
      const std::span<phone_number> copy = gathered.first(count);
      for (std::size_t i = 0; i < count; ++i) copy[i] = numbers.numbers[rows[begin + i]];
      asked = copy;
    }
    list.find(asked, records);
    const std::span<truth> said = out.subspan(begin, count);
    for (std::size_t i = 0; i < count; ++i) {
      const bool yes = records[i].state != record_state::absent && answer(records[i]);
      said[i] = static_cast<truth>(yes);
    }
    if (whole_world) continue;
    for (std::size_t i = 0; i < count; ++i) {
      const bool present = records[i].state != record_state::absent;
      if (present && !max_age) continue;
      const std::optional<day> obtained = covers.obtained_for(asked[i]);
      if (!obtained) {
        if (!present) said[i] = truth::not_covered;
      } else if (day_number(*obtained) < oldest_fresh) {
        said[i] = truth::stale;
      }
    }
  }
}

/// The list and the age its copy may have: what all predicates about lists share.
template <number_list List>
class list_question {
 public:
  list_question(List list, std::optional<period> max_age) : list_(std::move(list)), max_age_(max_age) {}

 protected:
  template <class Answer>
  void ask(const as_of& when, const batch& numbers, std::span<const std::uint16_t> rows, std::span<truth> out,
           Answer answer) const {
    ask_list(list_, max_age_, when, numbers, rows, out, answer);
  }
  [[nodiscard]] list_record record_of(phone_number number) const {
    list_record record;
    list_.find(std::span(&number, 1), std::span(&record, 1));
    return record;
  }
  [[nodiscard]] std::string saw_record(const as_of& when, phone_number number) const {
    const list_record record = record_of(number);
    std::string text = record.state == record_state::absent
                           ? absent_words("in", list_name(list_), list_.speaks_for(), number)
                           : record_words(record, when.date);
    if (max_age_) text += age_words(list_.speaks_for(), number, when.date);
    return text;
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

/// Whether the list holds the number, whatever day its record has. Units: max_age in calendar time; a copy is still
/// fresh on the day obtained + max_age.
template <number_list List>
class listed : private detail::list_question<List> {
 public:
  explicit listed(List list, std::optional<period> max_age = std::nullopt)
      : detail::list_question<List>(std::move(list), max_age) {}

  void evaluate(const as_of& when, const batch& numbers, std::span<const std::uint16_t> rows,
                std::span<truth> out) const {
    this->ask(when, numbers, rows, out, [](const list_record&) { return true; });
  }
  /// For people: `on ftc; obtained 2026-11-01, 23 days old`.
  [[nodiscard]] std::string saw(const as_of& when, const batch& numbers, std::size_t row) const {
    const phone_number number = numbers.numbers[row];
    const std::string name = detail::list_name(this->list_);
    const coverage& covers = this->list_.speaks_for();
    const bool present = this->record_of(number).state != record_state::absent;
    return (present ? "on " + name : detail::absent_words("on", name, covers, number)) +
           detail::age_words(covers, number, when.date);
  }
};

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

  void evaluate(const as_of& when, const batch& numbers, std::span<const std::uint16_t> rows,
                std::span<truth> out) const {
    const std::int32_t today = day_number(when.date);
    const std::int32_t earliest = first_day_reaching(when.date + std::chrono::days{1}, within_);
    this->ask(when, numbers, rows, out, [today, earliest](const list_record& record) {
      const bool recent = record.day_number >= earliest;  // a running contract ends after every day
      const bool bought = record.state == record_state::purchase && record.day_number <= today;
      return recent && (bought || record.state == record_state::contract_end);
    });
  }
  /// For people: `purchase 2024-03-01`, `contract runs`, `not in customers`.
  [[nodiscard]] std::string saw(const as_of& when, const batch& numbers, std::size_t row) const {
    return this->saw_record(when, numbers.numbers[row]);
  }

 private:
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

  void evaluate(const as_of& when, const batch& numbers, std::span<const std::uint16_t> rows,
                std::span<truth> out) const {
    const std::int32_t today = day_number(when.date);
    const std::int32_t earliest = not_older_than_
                                      ? first_day_reaching(when.date + std::chrono::days{1}, *not_older_than_)
                                      : std::numeric_limits<std::int32_t>::min();
    this->ask(when, numbers, rows, out, [today, earliest](const list_record& record) {
      return record.state == record_state::given && record.day_number <= today && record.day_number >= earliest;
    });
  }
  /// For people: `given 2025-01-02`, `withdrawn 2025-01-02`, `not in consents`.
  [[nodiscard]] std::string saw(const as_of& when, const batch& numbers, std::size_t row) const {
    return this->saw_record(when, numbers.numbers[row]);
  }

 private:
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

  void evaluate(const as_of& when, const batch& numbers, std::span<const std::uint16_t> rows,
                std::span<truth> out) const {
    this->ask(when, numbers, rows, out,
              [](const list_record& record) { return record.state == record_state::withdrawn; });
  }
  /// As consent_given's.
  [[nodiscard]] std::string saw(const as_of& when, const batch& numbers, std::size_t row) const {
    return this->saw_record(when, numbers.numbers[row]);
  }
};

}  // namespace callsieve

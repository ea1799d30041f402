// Predicates about lists: customer, consent given, consent withdrawn. (On a list: listed.hpp; attempts: attempted.hpp.)
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
#include "callsieve/rules/row_answers.hpp"
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

inline constexpr std::size_t list_chunk = 512;  ///< numbers asked of a list at once

/// Asks about the rows and writes a truth each, in chunks. `fetch(asked, begin, said, present)` answers the numbers of
/// the chunk that begins at place `begin` of `rows`: a truth each, and whether the list holds a record.
/// `oldest_fresh`: the first day of a copy that is not stale; nothing: copies never are.
template <class Fetch>
void ask_covered(const coverage& covers, std::optional<std::int32_t> oldest_fresh, const batch& numbers,
                 std::span<const row_id> rows, std::span<truth> out, Fetch fetch) {
  const bool whole_world = covers.is_world_only();
  if (whole_world && oldest_fresh && day_number(covers.entries()[0].obtained) < *oldest_fresh) {
    std::fill(out.begin(), out.end(), truth::stale);
    return;
  }
  scratch<phone_number, list_chunk> gathered;
  scratch<std::uint8_t, list_chunk> held;
  const bool every_row = rows.size() == numbers.size();  // ascending ids without gaps: the column itself
  for (std::size_t begin = 0; begin < rows.size(); begin += list_chunk) {
    const std::size_t count = std::min(list_chunk, rows.size() - begin);
    std::span<const phone_number> asked;
    if (every_row) {
      asked = numbers.numbers.subspan(begin, count);
    } else {
      const std::span<phone_number> copy = gathered.first(count);
      for (std::size_t i = 0; i < count; ++i) copy[i] = numbers.numbers[rows[begin + i]];
      asked = copy;
    }
    const std::span<truth> said = out.subspan(begin, count);
    const std::span<std::uint8_t> present = held.first(count);
    fetch(asked, begin, said, present);
    if (whole_world) continue;
    for (std::size_t i = 0; i < count; ++i) {
      if (present[i] != 0 && !oldest_fresh) continue;
      const std::optional<day> obtained = covers.obtained_for(asked[i]);
      if (!obtained) {
        if (present[i] == 0) said[i] = truth::not_covered;
      } else if (oldest_fresh && day_number(*obtained) < *oldest_fresh) {
        said[i] = truth::stale;
      }
    }
  }
}

[[nodiscard]] inline std::optional<std::int32_t> oldest_fresh(const as_of& when, const std::optional<period>& max_age) {
  if (!max_age) return std::nullopt;
  return first_day_reaching(when.date, *max_age);
}

/// Asks `list` for the rows. `answer(record, place in rows)` gives the truth of a record that is present.
template <number_list List, class Answer>
void ask_list(const List& list, const std::optional<period>& max_age, const as_of& when, const batch& numbers,
              std::span<const row_id> rows, std::span<truth> out, Answer answer) {
  scratch<list_record, list_chunk> found;
  ask_covered(list.speaks_for(), oldest_fresh(when, max_age), numbers, rows, out,
              [&](std::span<const phone_number> asked, std::size_t begin, std::span<truth> said,
                  std::span<std::uint8_t> present) {
                const std::span<list_record> records = found.first(asked.size());
                list.find(asked, records);
                for (std::size_t i = 0; i < asked.size(); ++i) {
                  present[i] = records[i].state != record_state::absent;
                  said[i] = present[i] != 0 ? answer(records[i], begin + i) : truth::no;
                }
              });
}

/// Which of the rows the list holds and its copy speaks for; adds to `said` those of which it cannot say. Requires
/// `held` to be empty.
template <bit_list List>
void find_covered(const List& list, const std::optional<period>& max_age, const as_of& when, const batch& numbers,
                  const row_set& rows, list_answers& lists, row_set& held, row_answers& said) {
  const coverage& covers = list.speaks_for();
  const std::optional<std::int32_t> oldest = oldest_fresh(when, max_age);
  if (covers.is_world_only()) {
    if (oldest && day_number(covers.entries()[0].obtained) < *oldest) return said.add_unknown(rows, truth::stale);
    return lists.find_held(list, numbers, rows, held);
  }
  lists.find_held(list, numbers, rows, held);
  row_set outside = row_set::none(numbers.size()), old = outside;
  covers.find_outside(numbers.numbers, (oldest ? rows : rows - held).words(),
                      oldest.value_or(std::numeric_limits<std::int32_t>::min()), outside.words(), old.words());
  said.add_unknown(outside - held, truth::not_covered);
  said.add_unknown(old, truth::stale);
  held -= old;
}

/// The list and the age its copy may have: what all predicates about lists share.
template <number_list List>
class list_question {
 public:
  list_question(List list, std::optional<period> max_age) : list_(std::move(list)), max_age_(max_age) {}

 protected:
  template <class Counts>
  void ask(const as_of& when, const batch& numbers, std::span<const row_id> rows, std::span<truth> out,
           Counts counts) const {
    ask_list(list_, max_age_, when, numbers, rows, out,
             [&](const list_record& record, std::size_t) { return static_cast<truth>(counts(record)); });
  }
  /// In bits: `counts(record)` is whether a record that is present makes it a yes.
  template <class Counts>
  void answer_records(const as_of& when, const batch& numbers, const row_set& rows, list_answers& lists,
                      row_answers& said, Counts counts) const {
    row_set held = row_set::none(numbers.size());
    find_covered(list_, max_age_, when, numbers, rows, lists, held, said);
    if (held.empty()) return;
    lists.find_counting(list_, numbers, held, counts, said.yes);
  }
  [[nodiscard]] list_record record_of(phone_number number) const {
    list_record record;
    list_.find(std::span(&number, 1), std::span(&record, 1));
    return record;
  }
  [[nodiscard]] std::string saw_record(const as_of& when, phone_number number) const {
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

  void evaluate(const as_of& when, const batch& numbers, std::span<const row_id> rows, std::span<truth> out) const {
    this->ask(when, numbers, rows, out, counts_at(when));
  }
  void answer(const as_of& when, const batch& numbers, const row_set& rows, list_answers& lists,
              row_answers& said) const requires bit_list<List> {
    this->answer_records(when, numbers, rows, lists, said, counts_at(when));
  }
  /// For people: `purchase 2024-03-01`, `contract runs`, `not in customers`.
  [[nodiscard]] std::string saw(const as_of& when, const batch& numbers, std::size_t row) const {
    return this->saw_record(when, numbers.numbers[row]);
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

  void evaluate(const as_of& when, const batch& numbers, std::span<const row_id> rows, std::span<truth> out) const {
    this->ask(when, numbers, rows, out, counts_at(when));
  }
  void answer(const as_of& when, const batch& numbers, const row_set& rows, list_answers& lists,
              row_answers& said) const requires bit_list<List> {
    this->answer_records(when, numbers, rows, lists, said, counts_at(when));
  }
  /// For people: `given 2025-01-02`, `withdrawn 2025-01-02`, `not in consents`.
  [[nodiscard]] std::string saw(const as_of& when, const batch& numbers, std::size_t row) const {
    return this->saw_record(when, numbers.numbers[row]);
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

  void evaluate(const as_of& when, const batch& numbers, std::span<const row_id> rows, std::span<truth> out) const {
    this->ask(when, numbers, rows, out, counts_at(when));
  }
  void answer(const as_of& when, const batch& numbers, const row_set& rows, list_answers& lists,
              row_answers& said) const requires bit_list<List> {
    this->answer_records(when, numbers, rows, lists, said, counts_at(when));
  }
  /// As consent_given's.
  [[nodiscard]] std::string saw(const as_of& when, const batch& numbers, std::size_t row) const {
    return this->saw_record(when, numbers.numbers[row]);
  }

 private:
  [[nodiscard]] static auto counts_at(const as_of&) {
    return [](const list_record& record) { return record.state == record_state::withdrawn; };
  }
};

}  // namespace callsieve

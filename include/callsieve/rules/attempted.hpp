// Attempts: whether a number was called so often within so many days. A quiet period after a refusal is the same
// question, asked of a list of refusals.
//
// Cost: as list_predicates.hpp, and eight comparisons a number. Threads: const access from any thread.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "callsieve/rules/list_predicates.hpp"

namespace callsieve {

/// A list of the days of the last calls.
template <class L>
concept attempts_list = number_list<L> &&
    requires(const L& list, std::span<const phone_number> numbers, std::span<attempt_days> days) {
  list.find_attempts(numbers, days);
};

/// How many attempts a list remembers of a number.
inline constexpr int most_attempts = static_cast<int>(std::tuple_size_v<attempt_days>);

/// Whether there were at least `at_least` attempts less than `within` ago: an attempt counts on its own day and until
/// the day before that day plus `within`. Attempts dated after as-of count. Requires a list of kind attempts and 1 <=
/// at_least <= most_attempts.
template <attempts_list List>
class attempted : private detail::list_question<List> {
 public:
  attempted(List list, int at_least, period within, std::optional<period> max_age = std::nullopt)
      : detail::list_question<List>(std::move(list), max_age), at_least_(at_least), within_(within) {
    assert(this->may_be(list_kind::attempts));
  }

  template <std::size_t Capacity>
  void evaluate(const lane_question<Capacity>& asked, const lane_set<Capacity>& lanes,
                lane_results<Capacity>& out) const {
    auto held = lane_set<Capacity>::none(asked.numbers.size());
    detail::find_covered(this->list_, this->max_age_, asked, lanes, held, out);
    const std::int32_t earliest = first_day_reaching(asked.when.date + std::chrono::days{1}, within_);
    constexpr std::size_t chunk = std::min<std::size_t>(512, Capacity);
    scratch<lane_id, lane_set<Capacity>::id_room> id_room;
    scratch<phone_number, chunk> number_room;
    scratch<attempt_days, chunk> day_room;
    const std::span<const lane_id> ids = held.ids(id_room.first(lane_set<Capacity>::id_room));
    for (std::size_t begin = 0; begin < ids.size(); begin += chunk) {
      const std::span<const lane_id> some = ids.subspan(begin, std::min(chunk, ids.size() - begin));
      const std::span<phone_number> numbers = number_room.first(some.size());
      const std::span<attempt_days> days = day_room.first(some.size());
      for (std::size_t i = 0; i < some.size(); ++i) numbers[i] = asked.numbers.numbers[some[i]];
      this->list_.find_attempts(numbers, days);
      for (std::size_t i = 0; i < some.size(); ++i) {
        out.yes.insert_if(count_since(days[i], earliest) >= at_least_, some[i]);
      }
    }
  }
  /// For people: `3 attempts within 30 days, the last on 2026-11-20`.
  [[nodiscard]] std::string explain(const as_of& when, const batch& numbers, std::size_t lane) const {
    const phone_number number = numbers.numbers[lane];
    attempt_days days;
    this->list_.find_attempts(std::span(&number, 1), std::span(&days, 1));
    if (days[0] == no_attempt) {
      return detail::absent_words("in", detail::list_name(this->list_), this->list_.speaks_for(), number);
    }
    const int count = count_since(days, first_day_reaching(when.date + std::chrono::days{1}, within_));
    return std::to_string(count) + (count == 1 ? " attempt within " : " attempts within ") + to_string(within_) +
           ", the last on " + to_string(day_from_number(days[0]));
  }

 private:
  static int count_since(const attempt_days& days, std::int32_t earliest) noexcept {
    int count = 0;
    for (const std::int32_t d : days) count += d >= earliest && d != no_attempt;
    return count;
  }

  int at_least_;
  period within_;
};

}  // namespace callsieve

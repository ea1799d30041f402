// The predicate `listed`: whether a list holds a number, by the clock and for the category that the law names.
//
// Cost: as list_predicates.hpp; one more column of the list for days or categories, when they are asked for.
// Threads: const access from any thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "callsieve/rules/list_predicates.hpp"

namespace callsieve {

/// A list that keeps categories of its entries: a bit each, 32 at most. 0: no category is stated, all are meant.
template <class L>
concept flagged_list = number_list<L> &&
    requires(const L& list, std::span<const phone_number> numbers, std::span<std::uint32_t> flags) {
  list.find_flags(numbers, flags);
};

/// How being listed counts.
struct listed_terms {
  std::optional<period> max_age{};  ///< of the copy; still fresh on the day obtained + max_age
  /// The clock of max_age is the day that the list calls its version, not the day the copy was obtained. A list whose
  /// version is no day: `no_date`.
  bool from_version = false;
  /// A registration younger than this does not count yet; one whose day is not known does.
  std::optional<period> grace{};
  /// Only entries of one of these categories count, and those that state none; 0: all entries.
  std::uint32_t categories = 0;
};

namespace detail {

/// What the days of a list mean; lists that do not say have none.
template <class List>
day_meaning meaning_of_days(const List& list) {
  if constexpr (requires { list.info().days; }) {
    return list.info().days;
  } else {
    return day_meaning::none;
  }
}

}  // namespace detail

/// Whether the list holds the number. An entry that does not count says nothing of a number that the list does not
/// cover: that is unknown. Where the list's days are last days of validity, an entry counts up to and with
/// that day; other days are those of registration, and only `grace` asks for them.
template <number_list List>
class listed : private detail::list_question<List> {
 public:
  explicit listed(List list, std::optional<period> max_age = std::nullopt)
      : listed(std::move(list), listed_terms{.max_age = max_age}) {}
  /// Requires a list with categories when the terms name some.
  listed(List list, listed_terms terms)
      : detail::list_question<List>(std::move(list), terms.from_version ? std::nullopt : terms.max_age),
        terms_(terms) {}

  template <std::size_t Capacity>
  void evaluate(const lane_question<Capacity>& asked, const lane_set<Capacity>& lanes,
                lane_results<Capacity>& out) const {
    if (const truth version = version_at(asked.when); is_unknown(version)) return out.add_unknown(lanes, version);
    auto held = lane_set<Capacity>::none(asked.numbers.size());
    detail::find_covered(this->list_, this->max_age_, asked, lanes, held, out);
    if (held.empty()) return;
    if (asks_days()) {
      asked.lists.find_counting(this->list_, asked.numbers, held, counts_at(asked.when), out.yes);
    } else {
      out.yes |= held;
    }
    if constexpr (flagged_list<List>) {
      if (terms_.categories != 0) leave_out_other_categories(asked.numbers, out.yes);
    }
    add_uncovered(asked.numbers, held - out.yes, out);
  }
  /// For people: `on ftc; obtained 2026-11-01, 23 days old`.
  [[nodiscard]] std::string explain(const as_of& when, const batch& numbers, std::size_t lane) const {
    const phone_number number = numbers.numbers[lane];
    const std::string name = detail::list_name(this->list_);
    const coverage& covers = this->list_.speaks_for();
    const list_record record = this->record_of(number);
    std::string text = "on " + name;
    if (record.state == record_state::absent) {
      text = detail::absent_words("on", name, covers, number);
    } else if (record.day_number != 0) {  // what was added live has no day
      const day_meaning days = detail::meaning_of_days(this->list_);
      if (days == day_meaning::last_valid) text += " up to and with " + to_string(day_from_number(record.day_number));
      if (days == day_meaning::registered) text += " since " + to_string(day_from_number(record.day_number));
    }
    if constexpr (flagged_list<List>) {
      if (terms_.categories != 0 && record.state != record_state::absent) text += category_words(number);
    }
    if (terms_.from_version) {
      const std::optional<day> version = version_day();
      return text + (version ? "; version of " + to_string(*version) : "; its version is no day");
    }
    return text + detail::age_words(covers, number, when.date, terms_.max_age, name);
  }

 private:
  /// Yes, or why a list whose age is its version's cannot say.
  [[nodiscard]] truth version_at(const as_of& when) const {
    if (!terms_.from_version || !terms_.max_age) return truth::yes;
    const std::optional<day> version = version_day();
    if (!version) return truth::no_date;
    return add(*version, *terms_.max_age) < when.date ? truth::stale : truth::yes;
  }
  /// An entry that does not count, because it ended, is too young or for other categories, says no where the list
  /// covers the number, else nothing.
  template <std::size_t Capacity>
  void add_uncovered(const batch& numbers, const lane_set<Capacity>& not_counting, lane_results<Capacity>& out) const {
    const coverage& covers = this->list_.speaks_for();
    if (not_counting.empty() || covers.is_world_only()) return;
    auto outside = lane_set<Capacity>::none(numbers.size()), old = outside;
    covers.find_outside(numbers.numbers, not_counting.words(), std::numeric_limits<std::int32_t>::min(),
                        outside.words(), old.words());
    out.add_unknown(outside, truth::not_covered);
  }
  /// Whether an entry's day decides if it counts.
  [[nodiscard]] bool asks_days() const {
    const day_meaning days = detail::meaning_of_days(this->list_);
    return days == day_meaning::last_valid || (terms_.grace && days == day_meaning::registered);
  }
  [[nodiscard]] auto counts_at(const as_of& when) const {
    const std::int32_t today = day_number(when.date);
    const day_meaning days = detail::meaning_of_days(this->list_);
    const bool may_end = days == day_meaning::last_valid;
    const bool dated = terms_.grace && days == day_meaning::registered;
    const std::int32_t latest =
        dated ? first_day_reaching(when.date + std::chrono::days{1}, *terms_.grace) : std::int32_t{0};
    return [=](const list_record& record) {
      // An objection taken down live has no day: it does not end.
      if (may_end) return today <= record.day_number || record.day_number == 0;
      return !dated || record.day_number < latest;
    };
  }
  [[nodiscard]] std::optional<day> version_day() const {
    if constexpr (requires { parse_day(this->list_.info().version); }) {
      return parse_day(this->list_.info().version);
    } else {
      return std::nullopt;
    }
  }

  /// Takes away the numbers whose entries are for other categories only.
  template <std::size_t Capacity>
  void leave_out_other_categories(const batch& numbers, lane_set<Capacity>& yes) const requires flagged_list<List> {
    constexpr std::size_t chunk = std::min<std::size_t>(512, Capacity);
    scratch<lane_id, lane_set<Capacity>::id_room> id_room;
    scratch<phone_number, chunk> number_room;
    scratch<std::uint32_t, chunk> flag_room;
    const std::span<const lane_id> ids = yes.ids(id_room.first(lane_set<Capacity>::id_room));
    for (std::size_t begin = 0; begin < ids.size(); begin += chunk) {
      const std::span<const lane_id> some = ids.subspan(begin, std::min(chunk, ids.size() - begin));
      const std::span<phone_number> asked = number_room.first(some.size());
      const std::span<std::uint32_t> flags = flag_room.first(some.size());
      for (std::size_t i = 0; i < some.size(); ++i) asked[i] = numbers.numbers[some[i]];
      this->list_.find_flags(asked, flags);
      for (std::size_t i = 0; i < some.size(); ++i) {
        if (flags[i] != 0 && (flags[i] & terms_.categories) == 0) yes.remove(some[i]);
      }
    }
  }
  [[nodiscard]] std::string category_words(phone_number number) const requires flagged_list<List> {
    std::uint32_t flags = 0;
    this->list_.find_flags(std::span(&number, 1), std::span(&flags, 1));
    if (flags == 0) return ", for every category";
    return (flags & terms_.categories) != 0 ? ", for this category" : ", for other categories only";
  }

  listed_terms terms_;
};

}  // namespace callsieve

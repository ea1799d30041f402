// The predicate `listed`: whether a list holds a number, by the clock and for the category that the law names.
//
// Cost: as list_predicates.hpp; one more column of the list for days or categories, when they are asked for.
// Threads: const access from any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "callsieve/base/bytes.hpp"
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

/// The bits as bytes of 0 and 1. Requires bits for all of `bytes`.
inline void spread_bits(std::span<const std::uint64_t> bits, std::span<std::uint8_t> bytes) noexcept {
  std::size_t i = 0;
  for (; i + 8 <= bytes.size(); i += 8) {
    const std::uint64_t eight = (bits[i / 64] >> (i % 64)) & 0xff;
    const std::uint64_t marked = (eight * 0x0101010101010101) & 0x8040201008040201;  // one bit of each byte, its own
    store_le(bytes.data() + i, ((marked + 0x7f7f7f7f7f7f7f7f) >> 7) & 0x0101010101010101);
  }
  for (; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>((bits[i / 64] >> (i % 64)) & 1);
}

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

  void evaluate(const as_of& when, const batch& numbers, std::span<const row_id> rows, std::span<truth> out) const {
    if (const truth version = version_at(when); is_unknown(version)) {
      std::fill(out.begin(), out.end(), version);
      return;
    }
    if (!bit_list<List> || asks_days()) {
      const auto counts = counts_at(when);
      detail::ask_list(this->list_, this->max_age_, when, numbers, rows, out,
                       [&](const list_record& record, std::size_t place) {
                         return counts(record) ? truth::yes : said_elsewhere(numbers.numbers[rows[place]]);
                       });
    } else {
      ask_bits(when, numbers, rows, out);
    }
    if constexpr (flagged_list<List>) {
      if (terms_.categories == 0) return;
      for_each_of_other_categories(numbers, rows, [&](std::size_t place) {
        if (out[place] == truth::yes) out[place] = said_elsewhere(numbers.numbers[rows[place]]);
      });
    }
  }
  void answer(const as_of& when, const batch& numbers, const row_set& rows, list_answers& lists,
              row_answers& said) const requires bit_list<List> {
    if (const truth version = version_at(when); is_unknown(version)) return said.add_unknown(rows, version);
    row_set held = row_set::none(numbers.size());
    detail::find_covered(this->list_, this->max_age_, when, numbers, rows, lists, held, said);
    if (held.empty()) return;
    if (asks_days()) {
      lists.find_counting(this->list_, numbers, held, counts_at(when), said.yes);
    } else {
      said.yes |= held;
    }
    if constexpr (flagged_list<List>) {
      if (terms_.categories != 0) {
        scratch<row_id, row_set::id_room> id_room;
        const std::span<const row_id> ids = said.yes.ids(id_room.first(row_set::id_room));
        for_each_of_other_categories(numbers, ids, [&](std::size_t place) { said.yes.remove(ids[place]); });
      }
    }
    add_uncovered(numbers, held - said.yes, said);
  }
  /// For people: `on ftc; obtained 2026-11-01, 23 days old`.
  [[nodiscard]] std::string saw(const as_of& when, const batch& numbers, std::size_t row) const {
    const phone_number number = numbers.numbers[row];
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
  /// What a list says of a number by an entry that does not count, because it ended, is too young or for other
  /// categories: no where it covers the number, else nothing.
  [[nodiscard]] truth said_elsewhere(phone_number number) const {
    return this->list_.speaks_for().obtained_for(number) ? truth::no : truth::not_covered;
  }
  void add_uncovered(const batch& numbers, const row_set& not_counting, row_answers& said) const {
    const coverage& covers = this->list_.speaks_for();
    if (not_counting.empty() || covers.is_world_only()) return;
    row_set outside = row_set::none(numbers.size()), old = outside;
    covers.find_outside(numbers.numbers, not_counting.words(), std::numeric_limits<std::int32_t>::min(),
                        outside.words(), old.words());
    said.add_unknown(outside, truth::not_covered);
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
  /// Where being on the list is all that counts.
  void ask_bits(const as_of& when, const batch& numbers, std::span<const row_id> rows, std::span<truth> out) const {
    if constexpr (bit_list<List>) {
      std::array<std::uint64_t, detail::list_chunk / 64> bits;  // written by contains()
      detail::ask_covered(this->list_.speaks_for(), detail::oldest_fresh(when, this->max_age_), numbers, rows, out,
                          [&](std::span<const phone_number> asked, std::size_t, std::span<truth> said,
                              std::span<std::uint8_t> present) {
                            this->list_.contains(asked, bits);
                            detail::spread_bits(bits, present);
                            std::memcpy(said.data(), present.data(), present.size());  // 0 is no, 1 is yes
                          });
    }
  }

  [[nodiscard]] std::optional<day> version_day() const {
    if constexpr (requires { parse_day(this->list_.info().version); }) {
      return parse_day(this->list_.info().version);
    } else {
      return std::nullopt;
    }
  }

  /// Calls visit(place in rows) for each number with an entry for other categories only.
  template <class Visit>
  void for_each_of_other_categories(const batch& numbers, std::span<const row_id> rows,
                                    Visit visit) const requires flagged_list<List> {
    scratch<phone_number, detail::list_chunk> asked;
    scratch<std::uint32_t, detail::list_chunk> found;
    for (std::size_t begin = 0; begin < rows.size(); begin += detail::list_chunk) {
      const std::size_t count = std::min(detail::list_chunk, rows.size() - begin);
      const std::span<phone_number> copy = asked.first(count);
      const std::span<std::uint32_t> flags = found.first(count);
      for (std::size_t i = 0; i < count; ++i) copy[i] = numbers.numbers[rows[begin + i]];
      this->list_.find_flags(copy, flags);
      for (std::size_t i = 0; i < count; ++i) {
        if (flags[i] != 0 && (flags[i] & terms_.categories) == 0) visit(begin + i);
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

// What rules and lists say of the rows of a batch, a bit a row.
//
// What: a predicate may have a member `answer`, which says in bits what evaluate() says in a truth a row: most numbers
// are on no list, and of 64 of them a word tells so. Predicates without it are asked by evaluate(). What a list said is
// kept for the batch: rules that ask the same list share its answers and records.
// Cost: a bit a row; no allocation, no lock. Threads: each object belongs to one batch of one thread.
#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "callsieve/base/date.hpp"
#include "callsieve/batch/batch.hpp"
#include "callsieve/batch/row_set.hpp"
#include "callsieve/batch/scratch.hpp"
#include "callsieve/batch/truth.hpp"
#include "callsieve/sets/record.hpp"

namespace callsieve {

/// A list that answers many numbers with a bit each, and those of them that are wanted.
template <class L>
concept bit_list = number_list<L> && requires(const L& list, std::span<const phone_number> numbers,
                                              std::span<const std::uint64_t> wanted, std::span<std::uint64_t> bits) {
  list.contains(numbers, bits);
  list.contains(numbers, wanted, bits);
};

/// A list of which two copies can be known to be one.
template <class L>
concept known_list = requires(const L& list) {
  { list.identity() } -> std::same_as<const void*>;
};

/// The truth of each row asked: rows in neither set are no. 2.5 KiB; lives on the stack.
class row_answers {
 public:
  /// All no. Requires rows <= batch_capacity.
  explicit row_answers(std::size_t rows) noexcept : yes(row_set::none(rows)), unknown(row_set::none(rows)) {}

  row_set yes, unknown;  ///< no row is in both
  /// Requires a row in `unknown`, of which a cause was told.
  [[nodiscard]] truth cause(std::size_t row) const noexcept { return causes_.first(batch_capacity)[row]; }

  void add_unknown(std::size_t row, truth why) noexcept {
    unknown.insert(row);
    causes_.first(batch_capacity)[row] = why;
  }
  /// Of all these rows.
  void add_unknown(const row_set& rows, truth why) noexcept {
    unknown |= rows;
    rows.for_each([&](std::size_t row) { causes_.first(batch_capacity)[row] = why; });
  }
  void add(std::size_t row, truth answer) noexcept {
    if (answer == truth::yes) yes.insert(row);
    if (is_unknown(answer)) add_unknown(row, answer);
  }

 private:
  scratch<truth, batch_capacity> causes_;  // written where `unknown` has a row
};

/// What the lists said of one batch so far.
class list_answers {
 public:
  /// Which of the rows the list holds. Requires held.rows() == numbers.size().
  template <bit_list List>
  void find_held(const List& list, const batch& numbers, const row_set& rows, row_set& held) {
    remembered* const known = find(list);
    if (known == nullptr) {
      ask(list, numbers, rows, held);
      remember(list, rows, held);
      return;
    }
    if (const row_set missing = rows - known->asked; !missing.empty()) {
      ask(list, numbers, missing, held);
      known->held |= held;
      known->asked |= missing;
    }
    held = known->held & rows;
  }

  /// Adds to `yes` the rows for whose record counts(record) is true.
  template <number_list List, class Counts>
  void find_counting(const List& list, const batch& numbers, const row_set& rows, Counts counts, row_set& yes) {
    remembered* const known = find(list);
    const std::span<list_record> all = records_.first(records_room);
    const std::span<row_id> rows_read = rows_read_.first(rows_room);
    if (known != nullptr && known->records != 0 && (rows - known->read).empty()) {
      for (std::size_t i = known->first_record; i < known->first_record + known->records; ++i) {
        const bool is_asked = rows.contains(rows_read[i]), does_count = counts(all[i]);
        yes.insert_if(is_asked & does_count, rows_read[i]);
      }
      return;
    }
    const std::size_t room =
        known != nullptr && records_used_ + rows.count() <= batch_capacity ? records_used_ : batch_capacity;
    const std::span<const row_id> ids = rows.ids(rows_read.subspan(room));
    if (room != batch_capacity) {
      known->read = rows;
      known->first_record = room;
      known->records = ids.size();
      records_used_ += ids.size();
    }
    scratch<phone_number, chunk> number_room;
    for (std::size_t begin = 0; begin < ids.size(); begin += chunk) {
      const std::span<const row_id> some = ids.subspan(begin, std::min(chunk, ids.size() - begin));
      const std::span<phone_number> asked = number_room.first(some.size());
      for (std::size_t i = 0; i < some.size(); ++i) asked[i] = numbers.numbers[some[i]];
      const std::span<list_record> records = all.subspan(room == batch_capacity ? room : room + begin, some.size());
      list.find(asked, records);
      for (std::size_t i = 0; i < some.size(); ++i) yes.insert_if(counts(records[i]), some[i]);
    }
  }

 private:
  static constexpr std::size_t most = 8;     ///< lists remembered; further ones are asked again
  static constexpr std::size_t chunk = 512;  ///< records asked for at once
  static constexpr std::size_t records_room = batch_capacity + chunk;          ///< the last ones are not kept
  static constexpr std::size_t rows_room = batch_capacity + row_set::id_room;  ///< as these

  struct remembered {
    const void* list;
    row_set asked, held;                ///< `held` says nothing of rows that were not asked
    row_set read;                       ///< rows whose records are kept
    std::size_t first_record, records;  ///< none: `read` means nothing
  };

  template <class List>
  remembered* find([[maybe_unused]] const List& list) noexcept {
    if constexpr (known_list<List>) {
      for (remembered& one : lists_.first(count_)) {
        if (one.list == list.identity()) return &one;
      }
    }
    return nullptr;
  }
  template <class List>
  void remember([[maybe_unused]] const List& list, [[maybe_unused]] const row_set& asked,
                [[maybe_unused]] const row_set& held) noexcept {
    if constexpr (known_list<List>) {
      if (count_ == most) return;
      remembered& one = lists_.first(most)[count_++];
      one.list = list.identity();
      one.asked = asked;
      one.held = held;
      one.records = 0;
    }
  }
  template <bit_list List>
  static void ask(const List& list, const batch& numbers, const row_set& rows, row_set& held) {
    list.contains(numbers.numbers, rows.words(), held.words());
  }

  scratch<remembered, most> lists_;  // written as far as count_ reaches
  std::size_t count_ = 0;
  scratch<list_record, records_room> records_;
  scratch<row_id, rows_room> rows_read_;  // of each record
  std::size_t records_used_ = 0;
};

namespace detail {

/// Below so many numbers evaluate() is asked: bits cost more than they save.
inline constexpr std::size_t least_in_bits = 32;

/// Adds what evaluate() says of the rows.
template <class Predicate>
void add_evaluated(const Predicate& asked, const as_of& when, const batch& numbers, const row_set& rows,
                   row_answers& said) {
  scratch<row_id, row_set::id_room> id_room;
  scratch<truth, batch_capacity> truth_room;
  const std::span<const row_id> ids = rows.ids(id_room.first(row_set::id_room));
  if (ids.empty()) return;
  const std::span<truth> truths = truth_room.first(ids.size());
  asked.evaluate(when, numbers, ids, truths);
  constexpr std::size_t together = 8;  // that say no cost one comparison
  static_assert(static_cast<std::uint8_t>(truth::no) == 0);
  for (std::size_t i = 0; i < ids.size();) {
    const std::size_t end = std::min(i + together, ids.size());
    std::uint64_t some = 0;
    std::memcpy(&some, truths.data() + i, end - i);
    if (some == 0) i = end;
    for (; i < end; ++i) said.add(ids[i], truths[i]);
  }
}

/// What the predicate says of the rows. Requires `said` to be all no.
template <class Predicate>
void answer_rows(const Predicate& asked, const as_of& when, const batch& numbers, const row_set& rows,
                 list_answers& lists, row_answers& said) {
  if constexpr (requires { asked.answer(when, numbers, rows, lists, said); }) {
    asked.answer(when, numbers, rows, lists, said);
  } else {
    add_evaluated(asked, when, numbers, rows, said);
  }
}

}  // namespace detail
}  // namespace callsieve

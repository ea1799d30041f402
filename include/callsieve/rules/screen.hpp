// The first, cheap question of a rule: of which rows could it say anything but no?
//
// What: most numbers are on no list. A predicate that can tell so for a whole batch in a few bits (is the number on the
// list at all?) has a member `screen`, which is given an empty set of rows to fill; the costly question, evaluate(), is
// then for the rows that remain. Predicates without it are asked of every row. A list that two rules ask is screened
// once a batch. Cost: a bit a row, and what the list's contains() costs. No allocation, no lock. Threads: a screening
// belongs to one batch of one thread.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "callsieve/base/date.hpp"
#include "callsieve/batch/batch.hpp"
#include "callsieve/batch/row_set.hpp"
#include "callsieve/sets/record.hpp"

namespace callsieve {

/// What a screen found out.
enum class screened : std::uint8_t {
  every_row,  ///< nothing: evaluate() has to be asked of every row, and `hits` means nothing
  some_rows,  ///< evaluate() has to be asked of the rows in `hits`; of the others the answer is no
  settled,    ///< the answer is yes in `hits` and no elsewhere
};

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

/// What the lists said of one batch so far. Rows that were not open when a list was asked count as not on it: open rows
/// only ever become fewer.
class screening {
 public:
  /// Which of the open rows the list holds. Requires held.rows() == numbers.size().
  template <bit_list List>
  void find_held(const List& list, const batch& numbers, const row_set& open, row_set& held) {
    if constexpr (known_list<List>) {
      for (std::size_t i = 0; i < count_; ++i) {
        if (lists_[i] != list.identity()) continue;
        held = held_[i];
        held &= open;
        return;
      }
    }
    list.contains(numbers.numbers, std::as_const(open).words(), held.words());
    if constexpr (known_list<List>) {
      if (count_ == most) return;
      lists_[count_] = list.identity();
      held_[count_++] = held;
    }
  }

 private:
  static constexpr std::size_t most = 8;  ///< lists remembered; further ones are asked again

  std::array<const void*, most> lists_;  // both written as far as count_ reaches
  std::array<row_set, most> held_;
  std::size_t count_ = 0;
};

namespace detail {

/// Below so many numbers a screen costs more than it saves.
inline constexpr std::size_t least_screened = 32;

template <class Predicate>
[[nodiscard]] screened screen(const Predicate& predicate, const as_of& when, const batch& numbers, const row_set& open,
                              screening& lists, row_set& hits) {
  if constexpr (requires { predicate.screen(when, numbers, open, lists, hits); }) {
    if (numbers.size() >= least_screened) return predicate.screen(when, numbers, open, lists, hits);
  }
  return screened::every_row;
}

}  // namespace detail
}  // namespace callsieve

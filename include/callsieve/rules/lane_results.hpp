// What a predicate is asked, and what it says of each lane of a batch, in bits.
//
// What: a question is a moment, a batch and what its lists have said so far; results are a bit a lane for yes, one for
// unknown, and a cause beside the latter. Most numbers are on no list, and of 64 of them a word tells so. What a list
// said is kept for the batch: rules that ask the same list share its answers and records. Everything has a capacity:
// batch_capacity, or few_lanes where a number or a handful is asked, so that one decision takes little stack.
// Cost: a bit a lane; no allocation, no lock. Threads: each object belongs to one batch of one thread.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "callsieve/base/date.hpp"
#include "callsieve/batch/batch.hpp"
#include "callsieve/batch/lane_set.hpp"
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

/// The truth of each lane asked: lanes in neither set are no.
template <std::size_t Capacity>
class lane_results {
 public:
  /// All no. Requires lanes <= Capacity.
  explicit lane_results(std::size_t lanes) noexcept
      : yes(lane_set<Capacity>::none(lanes)), unknown(lane_set<Capacity>::none(lanes)) {}

  lane_set<Capacity> yes, unknown;  ///< no lane is in both
  /// Requires a lane in `unknown`, of which a cause was told.
  [[nodiscard]] truth cause(std::size_t lane) const noexcept { return causes_.first(Capacity)[lane]; }
  /// Requires a lane that was asked.
  [[nodiscard]] truth of(std::size_t lane) const noexcept {
    return yes.contains(lane) ? truth::yes : unknown.contains(lane) ? cause(lane) : truth::no;
  }

  void add_unknown(std::size_t lane, truth why) noexcept {
    unknown.insert(lane);
    causes_.first(Capacity)[lane] = why;
  }
  /// Of all these lanes.
  void add_unknown(const lane_set<Capacity>& lanes, truth why) noexcept {
    unknown |= lanes;
    lanes.for_each([&](std::size_t lane) { causes_.first(Capacity)[lane] = why; });
  }
  void add(std::size_t lane, truth answer) noexcept {
    if (answer == truth::yes) yes.insert(lane);
    if (is_unknown(answer)) add_unknown(lane, answer);
  }

 private:
  scratch<truth, Capacity> causes_;  // written where `unknown` has a lane
};

/// What the lists said of one batch so far.
template <std::size_t Capacity>
class list_memo {
 public:
  using lanes_type = lane_set<Capacity>;

  /// Before another batch.
  void forget() noexcept { count_ = records_used_ = 0; }

  /// Which of the lanes the list holds. Requires held.size() == numbers.size().
  template <number_list List>
  void find_held(const List& list, const batch& numbers, const lanes_type& lanes, lanes_type& held) {
    remembered* const known = find(list);
    if (known == nullptr) {
      ask(list, numbers, lanes, held);
      remember(list, lanes, held);
      return;
    }
    if (const lanes_type missing = lanes - known->asked; !missing.empty()) {
      ask(list, numbers, missing, held);
      known->held |= held;
      known->asked |= missing;
    }
    held = known->held & lanes;
  }

  /// Adds to `yes` the lanes for whose record counts(record) is true.
  template <number_list List, class Counts>
  void find_counting(const List& list, const batch& numbers, const lanes_type& lanes, Counts counts, lanes_type& yes) {
    remembered* const known = find(list);
    const std::span<list_record> all = records_.first(records_room);
    const std::span<lane_id> lanes_read = lanes_read_.first(lanes_room);
    if (known != nullptr && known->records != 0 && (lanes - known->read).empty()) {
      for (std::size_t i = known->first_record; i < known->first_record + known->records; ++i) {
        const bool is_asked = lanes.contains(lanes_read[i]), does_count = counts(all[i]);
        yes.insert_if(is_asked & does_count, lanes_read[i]);
      }
      return;
    }
    const std::size_t room = known != nullptr && records_used_ + lanes.count() <= Capacity ? records_used_ : Capacity;
    const std::span<const lane_id> ids = lanes.ids(lanes_read.subspan(room));
    if (room != Capacity) {
      known->read = lanes;
      known->first_record = room;
      known->records = ids.size();
      records_used_ += ids.size();
    }
    scratch<phone_number, chunk> number_room;
    for (std::size_t begin = 0; begin < ids.size(); begin += chunk) {
      const std::span<const lane_id> some = ids.subspan(begin, std::min(chunk, ids.size() - begin));
      const std::span<phone_number> asked = number_room.first(some.size());
      for (std::size_t i = 0; i < some.size(); ++i) asked[i] = numbers.numbers[some[i]];
      const std::span<list_record> records = all.subspan(room == Capacity ? room : room + begin, some.size());
      list.find(asked, records);
      for (std::size_t i = 0; i < some.size(); ++i) yes.insert_if(counts(records[i]), some[i]);
    }
  }

 private:
  static constexpr std::size_t most = 8;  ///< lists remembered; further ones are asked again
  static constexpr std::size_t chunk = std::min<std::size_t>(512, Capacity);         ///< records asked for at once
  static constexpr std::size_t records_room = Capacity + chunk;                      ///< the last ones are not kept
  static constexpr std::size_t lanes_room = Capacity + lane_set<Capacity>::id_room;  ///< as these

  struct remembered {
    const void* list;
    lanes_type asked, held;             ///< `held` says nothing of lanes that were not asked
    lanes_type read;                    ///< lanes whose records are kept
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
  void remember([[maybe_unused]] const List& list, [[maybe_unused]] const lanes_type& asked,
                [[maybe_unused]] const lanes_type& held) noexcept {
    if constexpr (known_list<List>) {
      if (count_ == most) return;
      remembered& one = lists_.first(most)[count_++];
      one.list = list.identity();
      one.asked = asked;
      one.held = held;
      one.records = 0;
    }
  }
  template <number_list List>
  static void ask(const List& list, const batch& numbers, const lanes_type& lanes, lanes_type& held) {
    if constexpr (bit_list<List>) {
      list.contains(numbers.numbers, lanes.words(), held.words());
    } else {
      held = lanes_type::none(numbers.size());
      lanes.for_each([&](std::size_t lane) {
        list_record record;
        list.find(numbers.numbers.subspan(lane, 1), std::span(&record, 1));
        held.insert_if(record.state != record_state::absent, lane);
      });
    }
  }

  scratch<remembered, most> lists_;  // written as far as count_ reaches
  std::size_t count_ = 0;
  scratch<list_record, records_room> records_;
  scratch<lane_id, lanes_room> lanes_read_;  // of each record
  std::size_t records_used_ = 0;
};

/// What all predicates of one batch are asked.
template <std::size_t Capacity>
struct lane_question {
  const as_of& when;
  const batch& numbers;
  list_memo<Capacity>& lists;
};

namespace detail {

/// As in_parts(), of batches that need the whole of the stack: a function of its own, so that others do without.
template <class Decide>
[[gnu::noinline]] void in_long_parts(const as_of& when, const batch& numbers, Decide& decide) {
  list_memo<batch_capacity> lists;
  for (std::size_t begin = 0; begin < numbers.size(); begin += batch_capacity) {
    const batch part = numbers.part(begin, std::min(batch_capacity, numbers.size() - begin));
    lists.forget();
    decide(lane_question<batch_capacity>{when, part, lists}, begin);
  }
}

/// Calls `decide(question, begin)` for the batch, or for one part of it after the other where it is longer than
/// batch_capacity. Few numbers are asked with a sixtieth of the stack.
template <class Decide>
void in_parts(const as_of& when, const batch& numbers, Decide decide) {
  if (numbers.size() > few_lanes) return in_long_parts(when, numbers, decide);
  list_memo<few_lanes> lists;
  decide(lane_question<few_lanes>{when, numbers, lists}, std::size_t{0});
}

}  // namespace detail

/// Adds what `answer(lanes, truths)` says of the lanes: ids, ascending, and a truth for each to be written. For
/// predicates that look at one number after the other. Requires `out` to be all no.
template <std::size_t Capacity, class Answer>
void answer_by_lane(const lane_set<Capacity>& lanes, lane_results<Capacity>& out, Answer answer) {
  scratch<lane_id, lane_set<Capacity>::id_room> id_room;
  scratch<truth, Capacity> truth_room;
  const std::span<const lane_id> ids = lanes.ids(id_room.first(lane_set<Capacity>::id_room));
  if (ids.empty()) return;
  const std::span<truth> truths = truth_room.first(ids.size());
  answer(ids, truths);
  constexpr std::size_t together = 8;  // that say no cost one comparison
  static_assert(static_cast<std::uint8_t>(truth::no) == 0);
  for (std::size_t i = 0; i < ids.size();) {
    const std::size_t end = std::min(i + together, ids.size());
    std::uint64_t some = 0;
    std::memcpy(&some, truths.data() + i, end - i);
    if (some == 0) i = end;
    for (; i < end; ++i) out.add(ids[i], truths[i]);
  }
}

}  // namespace callsieve

// Lists made of lists, against the same done with std::map.
#include "callsieve/sets/set_algebra.hpp"

#include <algorithm>
#include <memory>
#include <random>
#include <utility>

#include "sets/combine_oracle.hpp"
#include "sets/gathered_kit.hpp"
#include "sets/snapshot_kit.hpp"
#include "support/catch.hpp"
#include "support/seed.hpp"

using namespace callsieve;
using test::gathered_list;
using test::held_entry;
using test::number;

namespace {

/// A map's entries as a source, each column there only when an entry needs it.
class map_source final : public block_source {
 public:
  explicit map_source(gathered_list list, std::vector<number_interval> intervals = {})
      : list_(std::move(list)), at_(list_.begin()), intervals_(std::move(intervals)) {}

  absl::StatusOr<const block_entries*> next() override {
    if (at_ == list_.end()) return nullptr;
    offsets_.clear();
    days_.clear();
    states_.clear();
    flags_.clear();
    references_.clear();
    attempts_.clear();
    const std::uint32_t block = block_of(number(at_->first));
    bool days = false, states = false, flags = false, references = false, attempts = false;
    for (; at_ != list_.end() && block_of(number(at_->first)) == block; ++at_) {
      const held_entry& e = at_->second;
      offsets_.push_back(offset_of(number(at_->first)));
      days_.push_back(e.record.day_number);
      states_.push_back(e.record.state);
      flags_.push_back(e.flags);
      references_.push_back(e.reference);
      auto& made = attempts_.emplace_back();
      made.fill(no_attempt);
      std::copy(e.attempts.begin(), e.attempts.end(), made.begin());
      days |= e.record.day_number != 0;
      states |= e.record.state != record_state::listed;
      flags |= e.flags != 0;
      references |= !e.reference.empty();
      attempts |= !e.attempts.empty();
    }
    made_ = {};
    made_.block = block;
    made_.offsets = offsets_;
    if (attempts) {
      made_.attempts = attempts_;
      made_.state = record_state::attempted;
      return &made_;
    }
    if (days) made_.days = days_;
    if (states) made_.states = states_;
    if (flags) made_.flags = flags_;
    if (references) made_.references = references_;
    return &made_;
  }
  absl::Status rewind() override {
    at_ = list_.begin();
    return absl::OkStatus();
  }
  [[nodiscard]] std::span<const number_interval> intervals() const noexcept override { return intervals_; }
  [[nodiscard]] bool is_plain() const noexcept override { return false; }

 private:
  gathered_list list_;
  gathered_list::const_iterator at_;
  std::vector<number_interval> intervals_;
  block_entries made_;
  std::vector<std::uint32_t> offsets_, flags_;
  std::vector<std::int32_t> days_;
  std::vector<record_state> states_;
  std::vector<std::string_view> references_;
  std::vector<attempt_days> attempts_;
};

block_stream stream(const gathered_list& list, std::vector<number_interval> intervals = {}) {
  return std::make_unique<map_source>(list, std::move(intervals));
}

gathered_list random_list(std::mt19937_64& random, list_kind kind, std::size_t count) {
  gathered_list list;
  for (std::size_t i = 0; i < count; ++i) {
    // Few numbers, so that lists meet; over blocks that one, both or none have.
    const std::uint64_t blocks[] = {0, 1202, 1203, 3161, 99'999'999};
    const std::uint64_t digits = blocks[random() % std::size(blocks)] * block_numbers + 1 + random() % 60;
    held_entry entry;
    const auto day = static_cast<std::int32_t>(20'000 + random() % 3);
    if (kind == list_kind::set) {
      if (random() % 2 == 0) entry.flags = 1U << random() % 3;
      if (random() % 2 == 0) entry.record.day_number = day;
    } else if (kind == list_kind::consent) {
      entry.record = {day, random() % 2 == 0 ? record_state::given : record_state::withdrawn};
      entry.reference = std::string(random() % 3, 'r');
    } else {
      for (std::uint64_t k = 0; k <= random() % 8; ++k) {
        entry.attempts.push_back(day + static_cast<std::int32_t>(random() % 3));
      }
      std::sort(entry.attempts.rbegin(), entry.attempts.rend());
      entry.record = {entry.attempts[0], record_state::attempted};
    }
    list.emplace(digits, entry);
  }
  return list;
}

held_entry both_of(const held_entry& a, const held_entry& b, const combination& how) {
  held_entry made = a;
  if (!a.attempts.empty()) {
    made.attempts = how.same_calls ? test::same_calls(a.attempts, b.attempts) : test::all_calls(a.attempts, b.attempts);
    made.record.day_number = made.attempts[0];
    return made;
  }
  made.record = test::both_records(a.record, b.record, how.days);
  if (a.record.state == record_state::listed) made.flags = test::both_flags(a.flags, b.flags);
  made.reference = a.record == b.record      ? std::max(a.reference, b.reference)
                   : made.record == a.record ? a.reference
                                             : b.reference;
  return made;
}

gathered_list read_twice(block_stream source) {
  const gathered_list once = test::all_of(*source);
  REQUIRE(source->rewind().ok());
  const bool same = test::all_of(*source) == once;
  REQUIRE(same);
  return once;
}

}  // namespace

TEST_CASE("Unions, differences and parts of streams are those of maps") {
  std::mt19937_64 random(test::random_seed());
  const coverage covers(
      {{number_prefix{1202, 4}, day{}}, {number_prefix{31'610'000'000ULL, 11}, day{}}, {number_prefix{3, 1}, day{}}});
  for (int round = 0; round < 300; ++round) {
    const list_kind kind = round % 3 == 0 ? list_kind::set : round % 3 == 1 ? list_kind::consent : list_kind::attempts;
    const gathered_list a = random_list(random, kind, random() % 3 == 0 ? random() % 3 : 100);
    const gathered_list b = random_list(random, kind, random() % 3 == 0 ? random() % 3 : 100);
    const combination how{.days = round % 2 == 0 ? day_meaning::last_valid : day_meaning::registered,
                          .same_calls = random() % 2 == 0};
    gathered_list both = a, only_a = a, b_updated = b, within, beyond;
    list_difference difference;
    for (const auto& [digits, entry] : b) {
      const auto in_a = a.find(digits);
      only_a.erase(digits);
      both[digits] = in_a == a.end() ? entry : both_of(in_a->second, entry, how);
      b_updated[digits] = both[digits];
      if (in_a == a.end()) {
        ++difference.added;
      } else {
        ++(in_a->second == entry ? difference.unchanged : difference.changed);
      }
    }
    difference.removed = only_a.size();
    for (const auto& [digits, entry] : a) {
      (covers.obtained_for(number(digits)) ? within : beyond).emplace(digits, entry);
    }
    const bool union_right = read_twice(united(stream(a), stream(b), how)) == both;
    const bool update_right = read_twice(updated(stream(a), stream(b), how)) == b_updated;
    const bool difference_right = read_twice(without(stream(a), stream(b))) == only_a;
    const bool inside_right = read_twice(inside(stream(a), covers)) == within;
    const bool outside_right = read_twice(outside(stream(a), covers)) == beyond;
    CHECK(union_right);
    CHECK(update_right);
    CHECK(difference_right);
    CHECK(inside_right);
    CHECK(outside_right);
    const bool compared_right = compare(*stream(a), *stream(b)).value() == difference;
    CHECK(compared_right);
  }
}

TEST_CASE("What is taken away leaves holes in ranges, and ranges take away numbers") {
  const gathered_list none, some = {{150, {}}, {12'020'000'005, {}}};
  const std::vector<number_interval> range = {{number(100), number(199)}};
  const auto intervals = [](const block_stream& of) {
    return std::vector<number_interval>(of->intervals().begin(), of->intervals().end());
  };
  const std::vector<number_interval> holed = {{number(100), number(149)}, {number(151), number(199)}};
  CHECK(intervals(without(stream(none, range), stream(some))) == holed);
  const bool taken = test::all_of(*without(stream(some), stream(none, range))) == gathered_list{{12'020'000'005, {}}};
  CHECK(taken);
  const std::vector<number_interval> middle = {{number(120), number(180)}};
  const std::vector<number_interval> edges = {{number(100), number(119)}, {number(181), number(199)}};
  CHECK(intervals(without(stream(none, range), stream(none, middle))) == edges);
  CHECK(intervals(united(stream(none, edges), stream(none, middle), {})) == range);
}

TEST_CASE("Ranges are cut where a coverage begins and ends") {
  const std::vector<number_interval> range = {{number(12'019'999'990), number(12'030'000'009)}};
  const coverage washington({{number_prefix{1202, 4}, day{}}});
  const auto within = inside(stream({}, range), washington);
  const auto beyond = outside(stream({}, range), washington);
  const std::vector<number_interval> expected = {{number(12'020'000'000), number(12'029'999'999)}};
  const std::vector<number_interval> rest = {{number(12'019'999'990), number(12'019'999'999)},
                                             {number(12'030'000'000), number(12'030'000'009)}};
  CHECK(std::vector<number_interval>(within->intervals().begin(), within->intervals().end()) == expected);
  CHECK(std::vector<number_interval>(beyond->intervals().begin(), beyond->intervals().end()) == rest);
}

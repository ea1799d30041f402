#include "sets/intervals.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <iterator>
#include <map>

namespace callsieve {
namespace {

std::uint64_t first_of(const number_interval& of) { return of.first.value(); }
std::uint64_t last_of(const number_interval& of) { return of.last.value(); }
phone_number number(std::uint64_t digits) { return phone_number::from_digits_unchecked(digits); }

/// Intervals that overlap, combined. Cost: a look-up in their days each time.
class overlay {
 public:
  void add(const number_interval& of) { count(of, 1); }
  void remove(const number_interval& of) { count(of, -1); }
  /// Requires that some interval stands.
  [[nodiscard]] std::int32_t day_number(day_meaning meaning) const {
    list_record all{days_.begin()->first, record_state::listed};
    // What no days between the least and the greatest could change, the two and 0 decide.
    all = combined(all, {days_.rbegin()->first, record_state::listed}, meaning);
    return days_.contains(0) ? 0 : all.day_number;
  }
  [[nodiscard]] std::uint32_t flags() const {
    if (without_flags_ > 0) return 0;
    std::uint32_t all = 0;
    for (std::size_t bit = 0; bit < with_flag_.size(); ++bit) all |= std::uint32_t{with_flag_[bit] > 0} << bit;
    return all;
  }

 private:
  void count(const number_interval& of, std::int64_t by) {
    if ((days_[of.day_number] += by) == 0) days_.erase(of.day_number);
    if (of.flags == 0) without_flags_ += by;
    for (std::uint32_t left = of.flags; left != 0; left &= left - 1) {
      with_flag_[static_cast<std::size_t>(std::countr_zero(left))] += by;
    }
  }

  std::map<std::int32_t, std::int64_t> days_;
  std::int64_t without_flags_ = 0;
  std::array<std::int64_t, 32> with_flag_{};
};

void append(std::vector<number_interval>& to, number_interval next) {
  if (!to.empty() && last_of(to.back()) + 1 == first_of(next) && to.back().day_number == next.day_number &&
      to.back().flags == next.flags) {
    to.back().last = next.last;
  } else {
    to.push_back(next);
  }
}

}  // namespace

std::vector<number_interval> settled(std::vector<number_interval> intervals, day_meaning days) {
  std::sort(intervals.begin(), intervals.end(), [](const auto& a, const auto& b) { return first_of(a) < first_of(b); });
  std::vector<number_interval> made;
  // Sweeps over the borders with what stands over the current stretch.
  std::multimap<std::uint64_t, const number_interval*> ends;
  overlay standing;
  std::size_t next = 0;
  for (std::uint64_t at = 0; next < intervals.size() || !ends.empty();) {
    if (ends.empty()) at = first_of(intervals[next]);
    for (; next < intervals.size() && first_of(intervals[next]) == at; ++next) {
      ends.emplace(last_of(intervals[next]), &intervals[next]);
      standing.add(intervals[next]);
    }
    std::uint64_t until = ends.begin()->first;
    if (next < intervals.size()) until = std::min(until, first_of(intervals[next]) - 1);
    append(made, {number(at), number(until), standing.day_number(days), standing.flags()});
    for (; !ends.empty() && ends.begin()->first == until; ends.erase(ends.begin())) {
      standing.remove(*ends.begin()->second);
    }
    at = until + 1;
  }
  return made;
}

const number_interval* interval_with(std::span<const number_interval> intervals, phone_number number) noexcept {
  const auto after = std::partition_point(intervals.begin(), intervals.end(),
                                          [&](const number_interval& of) { return of.first <= number; });
  if (after == intervals.begin() || std::prev(after)->last < number) return nullptr;
  return &*std::prev(after);
}

std::vector<number_interval> minus(std::span<const number_interval> from, std::span<const number_interval> holes) {
  std::vector<number_interval> made;
  auto hole = holes.begin();
  for (number_interval rest : from) {
    bool left = true;
    while (hole != holes.end() && last_of(*hole) < first_of(rest)) ++hole;
    for (auto in = hole; left && in != holes.end() && first_of(*in) <= last_of(rest); ++in) {
      if (first_of(*in) > first_of(rest)) {
        number_interval before = rest;
        before.last = number(first_of(*in) - 1);
        append(made, before);
      }
      left = last_of(*in) < last_of(rest);
      if (left) rest.first = number(last_of(*in) + 1);
    }
    if (left) append(made, rest);
  }
  return made;
}

std::vector<number_interval> intervals_of(const coverage& covers) {
  std::vector<number_interval> all;
  for (const coverage_entry& entry : covers.entries()) {
    if (entry.prefix.length == 0) return {{number(1), number(phone_number::max_value)}};
    std::uint64_t digits = entry.prefix.digits, width = 1;
    for (int length = entry.prefix.length; length <= 15; ++length, digits *= 10, width *= 10) {
      all.push_back({number(digits), number(digits + width - 1)});
    }
  }
  return settled(std::move(all), day_meaning::none);
}

}  // namespace callsieve

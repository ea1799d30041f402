#include "sets/intervals.hpp"

#include <algorithm>
#include <set>

namespace callsieve {
namespace {

std::uint64_t first_of(const number_interval& of) { return of.first.value(); }
std::uint64_t last_of(const number_interval& of) { return of.last.value(); }
phone_number number(std::uint64_t digits) { return phone_number::from_digits_unchecked(digits); }

list_record record_of(const number_interval& of) { return {of.day_number, record_state::listed}; }

void append(std::vector<number_interval>& to, number_interval next) {
  if (!to.empty() && last_of(to.back()) + 1 == first_of(next) && to.back().day_number == next.day_number &&
      to.back().flags == next.flags) {
    to.back().last = next.last;
  } else {
    to.push_back(next);
  }
}

}  // namespace

std::vector<number_interval> settled(std::vector<number_interval> intervals) {
  std::sort(intervals.begin(), intervals.end(), [](const auto& a, const auto& b) { return first_of(a) < first_of(b); });
  std::vector<number_interval> made;
  // Sweeps over the borders; `open` holds the intervals that stand over the current stretch, the one that counts last.
  const auto later = [](const number_interval* a, const number_interval* b) {
    return a->day_number == b->day_number ? a < b : supersedes(record_of(*b), record_of(*a));
  };
  std::set<const number_interval*, decltype(later)> open(later);
  std::multiset<std::uint64_t> ends;
  std::size_t next = 0;
  for (std::uint64_t at = 0; next < intervals.size() || !open.empty();) {
    if (open.empty()) at = first_of(intervals[next]);
    for (; next < intervals.size() && first_of(intervals[next]) == at; ++next) {
      open.insert(&intervals[next]);
      ends.insert(last_of(intervals[next]));
    }
    std::uint64_t until = *ends.begin();
    if (next < intervals.size()) until = std::min(until, first_of(intervals[next]) - 1);
    const number_interval& counts = **open.rbegin();
    number_interval stretch{number(at), number(until), counts.day_number, counts.flags};
    for (auto of = open.rbegin(); of != open.rend() && (*of)->day_number == stretch.day_number; ++of) {
      stretch.flags = united_flags(stretch.flags, (*of)->flags);
    }
    append(made, stretch);
    if (until == *ends.begin()) {
      ends.erase(until);
      std::erase_if(open, [&](const number_interval* of) { return last_of(*of) == until; });
    }
    at = until + 1;
  }
  return made;
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
  return settled(std::move(all));
}

}  // namespace callsieve

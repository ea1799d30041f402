// How two records of one number combine, said from docs/lists.md, apart from the code: by the days and categories on
// which each of them blocks.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "callsieve/sets/record.hpp"

namespace callsieve::test {

/// An entry of a set, as what it does: whether it blocks on a day, for a category.
inline bool blocks(const list_record& entry, std::uint32_t flags, day_meaning days, std::int32_t on,
                   unsigned category) {
  const bool for_it = flags == 0 || ((flags >> category) & 1) != 0;
  if (entry.day_number == 0 || days == day_meaning::none) return for_it;
  if (days == day_meaning::last_valid) return for_it && on <= entry.day_number;
  constexpr std::int32_t grace = 2;  // of days: any would do
  return for_it && on >= entry.day_number + grace;
}

/// The day of two entries of a set, or the record of two customers or consents.
inline list_record both_records(const list_record& a, const list_record& b, day_meaning days) {
  if (a.state == record_state::listed) {
    std::vector<std::int32_t> both{a.day_number, b.day_number};
    std::sort(both.begin(), both.end());
    const bool one_has_no_day = both[0] == 0 || both[1] == 0;
    if (one_has_no_day) return {0, record_state::listed};
    return {days == day_meaning::registered ? both[0] : both[1], record_state::listed};
  }
  if (a.day_number != b.day_number) return a.day_number > b.day_number ? a : b;
  for (const record_state blocks_more : {record_state::withdrawn, record_state::purchase}) {
    if (a.state == blocks_more) return a;
    if (b.state == blocks_more) return b;
  }
  return a;
}

/// The categories of two entries: as sets of names, where none means every one.
inline std::uint32_t both_flags(std::uint32_t a, std::uint32_t b) {
  const bool every = a == 0 || b == 0;
  return every ? 0 : a | b;
}

/// Calls of two sources: each tells of its own, so that all count.
inline std::vector<std::int32_t> all_calls(std::vector<std::int32_t> a, const std::vector<std::int32_t>& b) {
  a.insert(a.end(), b.begin(), b.end());
  std::sort(a.rbegin(), a.rend());
  a.resize(std::min<std::size_t>(a.size(), 8));
  return a;
}
/// Both may tell of the same calls: of each day as many as the one that has more.
inline std::vector<std::int32_t> same_calls(const std::vector<std::int32_t>& a, const std::vector<std::int32_t>& b) {
  std::vector<std::int32_t> all = a;
  for (const std::int32_t day : b) {
    if (std::count(all.begin(), all.end(), day) < std::count(b.begin(), b.end(), day)) all.push_back(day);
  }
  std::sort(all.rbegin(), all.rend());
  all.resize(std::min<std::size_t>(all.size(), 8));
  return all;
}

}  // namespace callsieve::test

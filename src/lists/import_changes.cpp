#include "lists/import_changes.hpp"

#include <algorithm>

namespace callsieve {

settled_changes settle(std::vector<list_change> marks) {
  std::sort(marks.begin(), marks.end(), [](const list_change& a, const list_change& b) {
    if (a.number != b.number) return a.number < b.number;
    if (a.day_number != b.day_number) return a.day_number > b.day_number;
    return a.adds && !b.adds;
  });
  settled_changes settled;
  for (std::size_t i = 0; i < marks.size();) {
    const list_change& latest = marks[i];
    std::int32_t since = latest.day_number;  // of an addition: the first one that no deletion has ended
    bool still_adds = latest.adds;
    std::size_t next = i + 1;
    bool contradicted = false;
    for (; next < marks.size() && marks[next].number == latest.number; ++next) {
      contradicted |= marks[next].day_number == latest.day_number && marks[next].adds != latest.adds;
      still_adds &= marks[next].adds;
      if (still_adds) since = marks[next].day_number;
    }
    settled.contradictions += contradicted ? 1 : 0;
    if (latest.adds) {
      settled.added.push_back({latest.number, {since, record_state::listed}});
    } else {
      settled.deleted.push_back(latest.number);
    }
    i = next;
  }
  return settled;
}

}  // namespace callsieve

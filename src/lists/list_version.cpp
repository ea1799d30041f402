#include "lists/list_version.hpp"

#include <algorithm>
#include <vector>

#include "callsieve/base/date.hpp"

namespace callsieve {

std::string version_of_both(const std::string& a, const std::string& b) {
  if (a == b) return a;
  const auto day_of_a = parse_day(a);
  const auto day_of_b = parse_day(b);
  return day_of_a && day_of_b ? to_string(std::min(*day_of_a, *day_of_b)) : std::string();
}

std::string version_after(const std::string& was, const coverage& covered, const std::string& imported,
                          std::span<const coverage_entry> brought) {
  const coverage now(std::vector<coverage_entry>(brought.begin(), brought.end()));
  const auto entries = covered.entries();
  const bool replaces_all = std::all_of(entries.begin(), entries.end(), [&](const coverage_entry& entry) {
    return now.entry_for(entry.prefix) != nullptr;
  });
  return replaces_all ? imported : version_of_both(was, imported);
}

}  // namespace callsieve

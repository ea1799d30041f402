// Random numbers as a pipeline takes them, and pipelines over lists in memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "callsieve/rules/pipeline.hpp"

#include "oracle.hpp"
#include "policy/compose.hpp"
#include "random_world.hpp"

namespace callsieve_test {

using namespace callsieve;

/// The columns of a batch, owned.
struct columns {
  std::vector<phone_number> numbers;
  std::vector<region_id> regions;
  std::vector<number_type> types;
  std::vector<std::uint8_t> duplicates;
  std::vector<oracle_row> rows;
  bool has_columns;
  std::vector<std::string_view> states, zones;
  std::vector<text_column> texts;

  columns(random_source& random, std::size_t size) {
    const bool keeps_track = !one_in(random, 4);
    for (std::size_t i = 0; i < size; ++i) {
      const std::string region = one_in(random, 20) ? std::string() : pick(random, test_regions());
      rows.push_back({random_number(random), region, static_cast<number_type>(below(random, number_type_count)),
                      keeps_track && one_in(random, 3), pick(random, test_states()),
                      one_in(random, 3)   ? ""
                      : one_in(random, 9) ? "Mars/Olympus"
                                          : pick(random, test_zones())});
      numbers.push_back(phone_number::from_digits_unchecked(rows[i].number));
      regions.push_back(find_region(region));
      types.push_back(rows[i].type);
      if (keeps_track) duplicates.push_back(rows[i].duplicate);
    }
    for (const oracle_row& row : rows) {
      states.push_back(row.state);
      zones.push_back(row.zone);
    }
    has_columns = !one_in(random, 8);
    if (has_columns) texts = {{"state", states}, {"zone", zones}};
  }
  columns(const columns&) = delete;
  columns& operator=(const columns&) = delete;
  [[nodiscard]] batch view() const { return {numbers, regions, types, duplicates, texts}; }
};

/// Rules that name one list are given copies of one, whose answers are then shared between them.
template <class List>
pipeline composed_over(const std::map<std::string, List>& lists, const policy_document& policy) {
  const detail::composer<List> make([&](const std::string& name) { return lists.at(name); }, policy);
  std::vector<pipeline_rule> rules;
  for (const rule_document& rule : policy.rules) rules.push_back(detail::compose_rule(rule, make));
  return pipeline(std::move(rules), policy.otherwise, policy.otherwise_reason);
}

inline pipeline composed(const policy_document& policy, const std::map<std::string, list_facts>& lists) {
  std::map<std::string, memory_list> made;
  for (const auto& [name, facts] : lists) made.try_emplace(name, facts);
  return composed_over(made, policy);
}

}  // namespace callsieve_test

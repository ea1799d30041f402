// A list in memory, for rules to ask: a double of the mapped ones.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "callsieve/base/date.hpp"
#include "callsieve/sets/coverage.hpp"
#include "callsieve/sets/record.hpp"

namespace callsieve_test {

/// What is known of a list, as a test writes it. Prefixes are digits; empty is the whole world.
struct list_facts {
  std::string name = "list";
  callsieve::list_kind kind = callsieve::list_kind::set;
  std::map<std::uint64_t, callsieve::list_record> records{};
  std::vector<std::pair<std::string, callsieve::day>> covers{};
  std::optional<callsieve::period> default_max_age{};
};

class memory_list {
 public:
  explicit memory_list(const list_facts& facts) {
    std::vector<callsieve::coverage_entry> entries;
    for (const auto& [digits, obtained] : facts.covers) {
      const std::uint64_t value = digits.empty() ? 0 : std::stoull(digits);
      entries.push_back({{value, static_cast<std::uint8_t>(digits.size())}, obtained});
    }
    held_ = std::make_shared<const held>(held{facts, callsieve::coverage(std::move(entries))});
  }

  [[nodiscard]] const std::string& name() const { return held_->facts.name; }
  [[nodiscard]] callsieve::list_kind kind() const { return held_->facts.kind; }
  [[nodiscard]] std::optional<callsieve::period> default_max_age() const { return held_->facts.default_max_age; }
  [[nodiscard]] const callsieve::coverage& speaks_for() const { return held_->covers; }
  void find(std::span<const callsieve::phone_number> numbers, std::span<callsieve::list_record> records) const {
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const auto found = held_->facts.records.find(numbers[i].value());
      records[i] = found == held_->facts.records.end() ? callsieve::list_record{} : found->second;
    }
  }

 private:
  struct held {
    list_facts facts;
    callsieve::coverage covers;
  };
  std::shared_ptr<const held> held_;
};

}  // namespace callsieve_test

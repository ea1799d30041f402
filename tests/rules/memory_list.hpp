// A list in memory, for rules to ask: a double of the mapped ones.
#pragma once

#include <algorithm>
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
#include "callsieve/sets/snapshot_info.hpp"

namespace callsieve_test {

/// What is known of a list, as a test writes it. Prefixes are digits; empty is the whole world.
struct list_facts {
  std::string name = "list";
  callsieve::list_kind kind = callsieve::list_kind::set;
  std::map<std::uint64_t, callsieve::list_record> records{};
  std::vector<std::pair<std::string, callsieve::day>> covers{};
  std::optional<callsieve::period> default_max_age{};
  callsieve::day_meaning days = callsieve::day_meaning::none;
  std::string version{};
  std::map<std::uint64_t, std::string> references{};
  std::map<std::uint64_t, std::uint32_t> flags{};                   ///< 0 where there are none
  std::map<std::uint64_t, std::vector<callsieve::day>> attempts{};  ///< in any order, at most eight
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
  [[nodiscard]] callsieve::snapshot_info info() const {
    callsieve::snapshot_info info;
    info.days = held_->facts.days;
    info.version = held_->facts.version;
    return info;
  }
  [[nodiscard]] std::string reference(callsieve::phone_number number) const {
    const auto found = held_->facts.references.find(number.value());
    return found == held_->facts.references.end() ? std::string() : found->second;
  }
  [[nodiscard]] const void* identity() const { return held_.get(); }
  void contains(std::span<const callsieve::phone_number> numbers, std::span<std::uint64_t> bits) const {
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      if (i % 64 == 0) bits[i / 64] = 0;
      const std::uint64_t value = numbers[i].value();
      const bool known = held_->facts.records.count(value) + held_->facts.attempts.count(value) != 0;
      bits[i / 64] |= std::uint64_t{known} << (i % 64);
    }
  }
  void contains(std::span<const callsieve::phone_number> numbers, std::span<const std::uint64_t> wanted,
                std::span<std::uint64_t> bits) const {
    contains(numbers, bits);
    for (std::size_t i = 0; i < (numbers.size() + 63) / 64; ++i) bits[i] &= wanted[i];
  }
  void find_flags(std::span<const callsieve::phone_number> numbers, std::span<std::uint32_t> flags) const {
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const auto found = held_->facts.flags.find(numbers[i].value());
      flags[i] = found == held_->facts.flags.end() ? 0 : found->second;
    }
  }
  void find_attempts(std::span<const callsieve::phone_number> numbers, std::span<callsieve::attempt_days> days) const {
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      days[i].fill(callsieve::no_attempt);
      const auto found = held_->facts.attempts.find(numbers[i].value());
      if (found == held_->facts.attempts.end()) continue;
      std::vector<callsieve::day> sorted = found->second;
      std::sort(sorted.rbegin(), sorted.rend());
      for (std::size_t a = 0; a < sorted.size() && a < days[i].size(); ++a)
        days[i][a] = callsieve::day_number(sorted[a]);
    }
  }
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

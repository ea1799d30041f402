// What a source of blocks has, as a map: for comparison with an oracle.
#pragma once

#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

#include "callsieve/sets/block_source.hpp"

namespace callsieve::test {

struct held_entry {
  list_record record{0, record_state::listed};
  std::string reference{};
  std::uint32_t flags = 0;
  std::vector<std::int32_t> attempts{};  ///< the latest first
  friend bool operator==(const held_entry&, const held_entry&) = default;
};
using gathered_list = std::map<std::uint64_t, held_entry>;

/// Throws when blocks or offsets do not ascend.
inline gathered_list all_of(block_source& source) {
  gathered_list list;
  for (;;) {
    const auto next = source.next();
    if (!next.ok()) throw std::runtime_error(message_of(next.status()));
    if (*next == nullptr) return list;
    const block_entries& block = **next;
    if (block.size() == 0) throw std::runtime_error("an empty block");
    for (std::size_t i = 0; i < block.size(); ++i) {
      held_entry entry;
      if (!block.days.empty()) entry.record.day_number = block.days[i];
      if (!block.states.empty()) entry.record.state = block.states[i];
      if (!block.flags.empty()) entry.flags = block.flags[i];
      if (!block.references.empty()) entry.reference = std::string(block.references[i]);
      if (!block.attempts.empty()) {
        for (const std::int32_t when : block.attempts[i]) {
          if (when != no_attempt) entry.attempts.push_back(when);
        }
        entry.record = {entry.attempts[0], record_state::attempted};
      }
      const std::uint64_t digits = number_in_block(block.block, block.offsets[i]).value();
      if (!list.empty() && list.rbegin()->first >= digits) throw std::runtime_error("out of order");
      list.emplace(digits, entry);
    }
  }
}

}  // namespace callsieve::test

// What an opened list is made of.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "callsieve/io/file.hpp"
#include "callsieve/lists/list.hpp"

#include "absl/container/flat_hash_map.h"
#include "head.hpp"

namespace callsieve {

struct list_state {
  std::string name;
  mapped_file mapping;  ///< the snapshot's bytes stand here,
  std::string memory;   ///< or here
  snapshot_view view;
  absl::flat_hash_map<phone_number, record_state> changes;  ///< what the live changes make of a number
  std::uint64_t count = 0;
  last_operation last;
  std::uint64_t changes_checksum = 0;
  std::optional<period> max_age;

  /// Takes in the live changes and counts. Requires name, view.
  void settle(const list_head& head);
  /// Bit i, what the snapshot says of the number, becomes what the list says of it.
  void change_bit(phone_number number, std::size_t i, std::span<std::uint64_t> bits) const noexcept;
  static list make(std::shared_ptr<const list_state> state) { return list(std::move(state)); }
};

}  // namespace callsieve

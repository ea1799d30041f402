// One opened list: a mapped snapshot, and the live additions and removals made since.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "callsieve/base/status.hpp"
#include "callsieve/sets/record.hpp"
#include "callsieve/sets/snapshot.hpp"

namespace callsieve {

/// An opened, verified list. Satisfies number_list. Cheap to copy: copies share the mapping.
/// Threads: const access from any thread. Lifetime: the mapping lives as long as any copy, also when the list is
/// replaced on disk meanwhile.
class list {
 public:
  [[nodiscard]] const std::string& name() const noexcept;
  [[nodiscard]] list_kind kind() const noexcept;
  /// Numbers held, live changes included.
  [[nodiscard]] std::uint64_t count() const noexcept;
  /// Bytes of the snapshot in memory and of the live changes, directories included.
  [[nodiscard]] std::uint64_t bytes() const noexcept;
  [[nodiscard]] const snapshot_info& info() const noexcept;
  [[nodiscard]] const coverage& speaks_for() const noexcept;
  /// XXH3 over the whole list as 16 hexadecimal digits: the same content, the same text.
  [[nodiscard]] std::string checksum() const;
  /// From store.toml; nothing when it states none. A rule's own max_age goes before it.
  [[nodiscard]] std::optional<period> default_max_age() const noexcept;

  /// One record a number. Cost: one or two cache lines a number, prefetched; no allocation, no lock.
  void find(std::span<const phone_number> numbers, std::span<list_record> records) const noexcept;
  /// The reference kept beside a number (consent evidence); empty when none. For people: not a hot path.
  [[nodiscard]] std::string reference(phone_number number) const;
};

}  // namespace callsieve

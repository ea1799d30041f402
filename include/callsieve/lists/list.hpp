// One opened list: a mapped snapshot, and the live additions and removals made since.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "callsieve/base/date.hpp"
#include "callsieve/base/status.hpp"
#include "callsieve/sets/record.hpp"
#include "callsieve/sets/snapshot.hpp"

namespace callsieve {

/// What was done to a list last.
enum class list_operation : std::uint8_t {
  none = 0,
  make = 1,
  import = 2,
  changes = 3,
  add = 4,
  remove = 5,
  accept = 6
};
/// `none`, `made`, `import`, `changes`, ...: for people.
[[nodiscard]] std::string_view to_string(list_operation operation) noexcept;

struct last_operation {
  list_operation what = list_operation::none;  ///< none: not known (lists of version 0.1)
  day on{};                                    ///< UTC
  std::uint64_t numbers = 0;                   ///< that it added, removed or changed
  friend constexpr bool operator==(const last_operation&, const last_operation&) = default;
};

/// An opened, verified list. Satisfies number_list. Cheap to copy: copies share the mapping.
/// Threads: const access from any thread. Lifetime: the mapping lives as long as any copy, also when the list is
/// replaced on disk meanwhile. What store::load gives; a moved-from list may only be assigned to.
class list {
 public:
  /// A list in memory, of a snapshot's bytes as snapshot_builder::bytes gives them. Errors: damaged.
  [[nodiscard]] static absl::StatusOr<list> from_snapshot(std::string name, std::string bytes);

  [[nodiscard]] const std::string& name() const noexcept;
  [[nodiscard]] list_kind kind() const noexcept { return info().kind; }
  /// Numbers held singly, live changes included; ranges are counted apart: info().intervals.
  [[nodiscard]] std::uint64_t count() const noexcept;
  /// Bytes of the snapshot in memory and of the live changes, directories included.
  [[nodiscard]] std::uint64_t bytes() const noexcept;
  /// Of the snapshot; its count leaves the live changes out.
  [[nodiscard]] const snapshot_info& info() const noexcept;
  [[nodiscard]] const coverage& speaks_for() const noexcept { return info().covers; }
  /// What was done to it last.
  [[nodiscard]] const last_operation& last() const noexcept;
  /// Entries outside the numbering plan: of imports as the plan was on their day, of live additions as it is.
  [[nodiscard]] std::uint64_t outside_plan() const;
  /// Whether the file still is what was mapped: for those who decided by it, before they commit. A list replaced on
  /// disk is no fault. Errors: somebody wrote into the file, or cut it; named. Cost: a system call.
  [[nodiscard]] absl::Status check_unchanged() const;
  /// XXH3 over the whole list as 16 hexadecimal digits: the same numbers, records, coverage and live changes, the same
  /// text, whenever and wherever it was imported.
  [[nodiscard]] std::string checksum() const;
  /// The same for copies of one opened list, and only for them.
  [[nodiscard]] const void* identity() const noexcept { return state_.get(); }
  /// From store.toml; nothing when it states none. A rule's own max_age goes before it.
  [[nodiscard]] std::optional<period> default_max_age() const noexcept;

  /// One record a number. Requires equal sizes. Cost: one or two cache lines a number, prefetched, and one look-up in a
  /// small table when there are live changes; no allocation, no lock.
  void find(std::span<const phone_number> numbers, std::span<list_record> records) const noexcept;
  /// Bit i % 64 of bits[i / 64] becomes whether numbers[i] is on the list: the fastest way to ask sets. Requires
  /// bits.size() >= (numbers.size() + 63) / 64. Cost: as find, without records.
  void contains(std::span<const phone_number> numbers, std::span<std::uint64_t> bits) const noexcept;
  /// Of the numbers whose bit is set in `wanted` alone; the bits of others become 0. Requires zeros in `wanted` behind
  /// the last number, and its size as that of `bits`; it may not be `bits`.
  void contains(std::span<const phone_number> numbers, std::span<const std::uint64_t> wanted,
                std::span<std::uint64_t> bits) const noexcept;
  /// The category flags of each number; 0 for those without, and for live additions. Requires equal sizes.
  void find_flags(std::span<const phone_number> numbers, std::span<std::uint32_t> flags) const noexcept;
  /// The days of the last calls to each number; all no_attempt when there were none. Requires equal sizes.
  void find_attempts(std::span<const phone_number> numbers, std::span<attempt_days> attempts) const noexcept;
  /// The reference kept beside a number (consent evidence); empty when none. For people: not a hot path.
  [[nodiscard]] std::string reference(phone_number number) const;

 private:
  friend struct list_state;
  explicit list(std::shared_ptr<const struct list_state> state) : state_(std::move(state)) {}
  std::shared_ptr<const struct list_state> state_;
};

}  // namespace callsieve

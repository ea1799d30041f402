// Gathers a list's entries in any order and writes them as a snapshot.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "callsieve/base/status.hpp"
#include "callsieve/number/phone_number.hpp"
#include "callsieve/sets/record.hpp"
#include "callsieve/sets/snapshot_info.hpp"
#include "callsieve/sets/snapshot_writer.hpp"

namespace callsieve {

/// One writer, then a snapshot. The same entries give the same bytes, whatever the order in which they came.
/// Cost: 8 bytes an entry of a set, 16 of a dated list, 24 plus its reference of a consent list; sorting is
/// O(n log n) at worst, writing O(n) with 2 MiB of buffers.
/// Errors: an entry that the kind cannot hold is remembered and returned by settle() and write(): the number none or
/// beyond 15 digits, a state of another kind, a day outside 1900 to 9999 (but open_contract), a reference over 65,535
/// bytes. Threads: one.
class snapshot_builder {
 public:
  static constexpr std::size_t longest_reference = 65'535;  ///< bytes

  explicit snapshot_builder(list_kind kind);

  [[nodiscard]] list_kind kind() const noexcept { return kind_; }
  void reserve(std::size_t entries);
  /// The record is that of the kind: the default one for sets. References are kept by consent lists only.
  void add(phone_number number, list_record record = {0, record_state::listed}, std::string_view reference = {});

  /// Sorts, and of several entries for one number keeps the one that supersedes (of equal ones the greater reference).
  /// More may be added afterwards; then settle again.
  absl::Status settle();
  /// Entries added; once settled, numbers.
  [[nodiscard]] std::uint64_t size() const noexcept;
  /// Requires settle(). Cost: a binary search.
  [[nodiscard]] bool contains(phone_number number) const noexcept;
  /// Calls visit(phone_number, const list_record&, std::string_view reference) for each, in ascending
  /// order. Requires settle().
  template <class Visit>
  void for_each(Visit&& visit) const;

  using written = snapshot_writer::written;
  using sink = snapshot_writer::sink;
  /// Settles, and sends the snapshot to `to` piece by piece, from its first byte to its last. Of `info` the kind and
  /// count are the builder's own. Errors: settle()'s, and the first that `to` returns.
  absl::StatusOr<written> write(const snapshot_info& info, const sink& to);
  /// As write(), into memory.
  [[nodiscard]] absl::StatusOr<std::string> bytes(const snapshot_info& info);

 private:
  struct dated_entry {
    std::uint64_t value = 0;
    list_record record;
  };
  struct consent_entry {
    std::uint64_t value = 0;
    list_record record;
    std::uint64_t reference = 0;  ///< offset << 16 | length, in references_
  };
  using plain_entries = std::vector<std::uint64_t>;
  using dated_entries = std::vector<dated_entry>;
  using consent_entries = std::vector<consent_entry>;

  static std::uint64_t value_of(std::uint64_t entry) noexcept { return entry; }
  static std::uint64_t value_of(const dated_entry& entry) noexcept { return entry.value; }
  static std::uint64_t value_of(const consent_entry& entry) noexcept { return entry.value; }
  static list_record record_of(std::uint64_t) noexcept { return {0, record_state::listed}; }
  static list_record record_of(const dated_entry& entry) noexcept { return entry.record; }
  static list_record record_of(const consent_entry& entry) noexcept { return entry.record; }
  [[nodiscard]] std::string_view reference_of(std::uint64_t) const noexcept { return {}; }
  [[nodiscard]] std::string_view reference_of(const dated_entry&) const noexcept { return {}; }
  [[nodiscard]] std::string_view reference_of(const consent_entry& entry) const noexcept {
    return std::string_view(references_).substr(entry.reference >> 16, entry.reference & 0xffff);
  }
  template <class Entries>
  void sort_and_merge(Entries& entries) const;
  template <class Entries>
  absl::StatusOr<written> write_entries(const Entries& entries, const snapshot_info& info, const sink& to) const;

  list_kind kind_;
  bool settled_ = true;
  std::variant<plain_entries, dated_entries, consent_entries> entries_;
  std::string references_;
  absl::Status failure_;
};

template <class Visit>
void snapshot_builder::for_each(Visit&& visit) const {
  std::visit(
      [&](const auto& entries) {
        for (const auto& entry : entries) {
          visit(phone_number::from_digits_unchecked(value_of(entry)), record_of(entry), reference_of(entry));
        }
      },
      entries_);
}

/// A small snapshot in one call. Errors: as snapshot_builder.
[[nodiscard]] absl::StatusOr<std::string> build_snapshot(const snapshot_info& info,
                                                         std::span<const list_entry> entries);

}  // namespace callsieve

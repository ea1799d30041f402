// One list's folder: its files by name, read as one consistent state, and replaced in the order that keeps it so.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "callsieve/base/status.hpp"
#include "callsieve/io/file.hpp"
#include "callsieve/lists/store.hpp"
#include "callsieve/sets/block_source.hpp"
#include "callsieve/sets/snapshot.hpp"

#include "head.hpp"

namespace callsieve {

/// A head with the snapshot it names. The mapping holds the view's bytes.
struct list_contents {
  list_head head;
  mapped_file mapping;
  snapshot_view view;
};

class list_folder {
 public:
  explicit list_folder(std::filesystem::path folder) : folder_(std::move(folder)) {}

  [[nodiscard]] std::filesystem::path head_path() const { return folder_ / "head"; }
  [[nodiscard]] std::filesystem::path lock_path() const { return folder_ / "lock"; }
  [[nodiscard]] std::filesystem::path snapshot_path(std::uint64_t generation) const;
  [[nodiscard]] bool exists() const;

  /// Errors: damaged (DataLoss) with the mend; written by a newer version (FailedPrecondition); system_failure.
  [[nodiscard]] absl::StatusOr<list_head> read_head() const;
  /// The head and its snapshot, also while a writer replaces them. Errors: as read_head.
  [[nodiscard]] absl::StatusOr<list_contents> read(checking how) const;

  /// Writes the snapshot of a new generation, reads it back, every byte, and fills in the head's part on it. It counts
  /// once write_head has named it. Requires the lock.
  [[nodiscard]] absl::StatusOr<list_contents> write_snapshot(block_source& entries, const snapshot_info& info,
                                                             list_head& head) const;
  absl::Status write_head(const list_head& head) const;
  /// Removes what no head names: superseded snapshots and what died writers left. Requires the lock. That something
  /// cannot be removed harms nothing.
  void tidy(const list_head& head) const;

 private:
  std::filesystem::path folder_;
};

/// The numbers that stand singly, live changes included. A live addition that a range holds already, and a live removal
/// from a range, change no count.
[[nodiscard]] std::uint64_t count_of(const snapshot_view& view, const list_head& head);

/// A snapshot's file against the head that names it.
[[nodiscard]] std::variant<snapshot_view, byte_damage> check_named_snapshot(const mapped_file& file,
                                                                            const list_head& head, checking how);
/// `NAME.snapshot`?
[[nodiscard]] bool is_snapshot_name(std::string_view file_name) noexcept;

}  // namespace callsieve

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
#include "revisions.hpp"

namespace callsieve {

/// A head with the snapshot it names. The mapping holds the view's bytes.
struct list_contents {
  list_head head;
  mapped_file mapping;
  snapshot_view view;
};

/// Makes a folder and what is missing above it, durably: a number added to a list in it must outlast a power cut.
absl::Status make_folders(const std::filesystem::path& folder);

class list_folder {
 public:
  /// `folder`: where the list of that name stands, or is being made.
  list_folder(const std::filesystem::path& store_folder, std::filesystem::path folder, std::string_view name)
      : folder_(std::move(folder)), name_(name), revisions_(store_folder) {}

  [[nodiscard]] std::filesystem::path head_path() const { return folder_ / "head"; }
  [[nodiscard]] std::filesystem::path lock_path() const { return folder_ / "lock"; }
  [[nodiscard]] std::filesystem::path snapshot_path(std::uint64_t generation) const;
  /// Errors: it cannot be looked for; the store has seen the list, and it is gone.
  [[nodiscard]] absl::StatusOr<bool> exists() const;

  /// Errors: damaged (DataLoss) with the mend; written by a newer version, another list's, or an older state put back
  /// (FailedPrecondition); system_failure.
  [[nodiscard]] absl::StatusOr<list_head> read_head() const;
  /// What stands in the folder, whatever state of the list the store has seen. Requires the lock.
  [[nodiscard]] absl::StatusOr<list_contents> read_any() const;
  /// The head and its snapshot, also while a writer replaces them. Errors: as read_head.
  [[nodiscard]] absl::StatusOr<list_contents> read(checking how) const;
  /// Notes a state as seen in the store, where that may be written: for those who only read.
  void note_seen(const list_head& head, const snapshot_view& view) const;

  /// Writes the snapshot of a new generation, reads it back, every byte, and fills in the head's part on it; the list
  /// has an id from here on. It counts once commit() has named it. Requires the lock.
  [[nodiscard]] absl::StatusOr<list_contents> write_snapshot(block_source& entries, snapshot_info info,
                                                             list_head& head) const;
  /// Replaces the head by this one, of the next revision. Requires the lock.
  absl::Status write_head(list_head& head, list_operation what, std::uint64_t numbers) const;
  /// write_head(), and notes the state as seen. Errors: also what was seen cannot be written; then nothing is changed.
  absl::Status commit(list_head& head, const snapshot_view& view, list_operation what, std::uint64_t numbers) const;
  /// Makes durable what a writer left that died before it could, or whose disk failed. Requires the lock.
  absl::Status sync() const;
  /// Removes what no head names: superseded snapshots and what died writers left. Requires the lock. That something
  /// cannot be removed harms nothing.
  void tidy(const list_head& head) const;

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return folder_; }
  [[nodiscard]] const revisions& seen() const noexcept { return revisions_; }

 private:
  [[nodiscard]] absl::StatusOr<list_head> read_any_head() const;

  std::filesystem::path folder_;
  std::string name_;
  revisions revisions_;
};

/// The numbers that stand singly, live changes included. A live addition that a range holds already, and a live removal
/// from a range, change no count.
[[nodiscard]] std::uint64_t count_of(const snapshot_view& view, const list_head& head);

/// Numbers and ranges: nothing is lost with a list that holds none.
[[nodiscard]] std::uint64_t entries_held(const snapshot_view& view, const list_head& head);

/// A snapshot's file against the head that names it.
[[nodiscard]] std::variant<snapshot_view, byte_damage> check_named_snapshot(const mapped_file& file,
                                                                            const list_head& head, checking how);
/// `NAME.snapshot`?
[[nodiscard]] bool is_snapshot_name(std::string_view file_name) noexcept;

}  // namespace callsieve

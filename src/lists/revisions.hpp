// Which states of its lists a store has seen: a second place, apart from the lists' folders, so that an older state put
// back, or a list that is gone, is noticed.
//
// <store>/revisions/NAME is written after each change of the list. The bytes, little-endian: magic `CALLREVS`; uint32
// version 0; uint32 byte order mark 0x01020304; uint64 XXH3-64 of the list's name; uint64 how many states follow; of
// each uint64 the two words of the list's id, the greatest revision seen, the checksum of its head, and how many
// numbers and ranges it held; XXH3-64 of everything before it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "callsieve/base/status.hpp"
#include "callsieve/io/file.hpp"

#include "head.hpp"

namespace callsieve {

/// A list of this name that the store has had, and how far it had come.
struct seen_list {
  list_id id;
  std::uint64_t revision = 0;
  std::uint64_t checksum = 0;  ///< of the head of that revision
  std::uint64_t entries = 0;   ///< numbers and ranges that it held; 0: nothing is lost with it
};
/// A head, and how many numbers and ranges its list holds.
[[nodiscard]] seen_list seen_as(const list_head& head, std::uint64_t entries);

class revisions {
 public:
  explicit revisions(const std::filesystem::path& store_folder) : folder_(store_folder / "revisions") {}

  /// What was seen under the name; empty: nothing ever. Errors: unreadable or damaged, with the mend.
  [[nodiscard]] absl::StatusOr<std::vector<seen_list>> of(std::string_view name) const;
  /// That the store has seen any list, as one with a list that has come further than its first state has. Errors: it
  /// has not, with the mend.
  [[nodiscard]] absl::Status check_any(const list_head& head, std::string_view name) const;
  /// Names of the lists seen. Errors: the folder cannot be read.
  [[nodiscard]] absl::StatusOr<std::vector<std::string>> names() const;

  /// A note that is about to be made: whether it can be made is known before what it tells of is done. Others wait.
  class pending {
   public:
    /// Notes the state as seen, durably, unless it is known as that or later.
    absl::Status note(const seen_list& state);
    /// From now on nothing but the state was ever seen under the name.
    absl::Status start_over(const seen_list& state);

   private:
    friend class revisions;
    pending(std::string name, file_lock lock, output_file file, std::vector<seen_list> seen)
        : name_(std::move(name)), lock_(std::move(lock)), file_(std::move(file)), seen_(std::move(seen)) {}
    std::string name_;
    file_lock lock_;
    output_file file_;
    std::vector<seen_list> seen_;
  };
  /// Errors: what was seen cannot be read or written.
  [[nodiscard]] absl::StatusOr<pending> begin_note(std::string_view name) const;
  /// As begin_note(), also where what was seen is damaged: for those who start over.
  [[nodiscard]] absl::StatusOr<pending> begin_anew(std::string_view name) const;
  /// From now on nothing was ever seen under the name.
  absl::Status forget(std::string_view name) const;

 private:
  [[nodiscard]] std::filesystem::path file_of(std::string_view name) const { return folder_ / name; }
  [[nodiscard]] absl::StatusOr<file_lock> lock() const;

  std::filesystem::path folder_;
};

/// Whether the list is as late as what was seen of it. A list of an id not seen yet is, where those seen held nothing:
/// its folder was copied here. Errors (FailedPrecondition): an older state of the list was put back, or one that went
/// another way; another list's folder stands under the name. Each says the mend.
absl::Status check_against(const std::vector<seen_list>& seen, const list_head& head,
                           const std::filesystem::path& list_folder, std::string_view name);
/// The error for a list that was seen and whose folder is not there.
[[nodiscard]] absl::Status list_is_gone(const std::filesystem::path& list_folder, std::string_view name);

}  // namespace callsieve

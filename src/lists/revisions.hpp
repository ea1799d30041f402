// Which states of its lists a store has seen: a second place, apart from the lists' folders, so that an older state put
// back, or a list that is gone, is noticed.
//
// <store>/revisions/NAME is written after each change of the list. The bytes, little-endian: magic `CALLREVS`; uint32
// version 0; uint32 byte order mark 0x01020304; uint64 how many states follow; of each uint64 the two words of the
// list's id and the greatest revision seen; XXH3-64 of everything before it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "callsieve/base/status.hpp"

#include "head.hpp"

namespace callsieve {

/// A list of this name that the store has had, and how far it had come.
struct seen_list {
  list_id id;
  std::uint64_t revision = 0;
};

class revisions {
 public:
  explicit revisions(const std::filesystem::path& store_folder) : folder_(store_folder / "revisions") {}

  /// What was seen under the name; empty: nothing ever. Errors: unreadable or damaged, with the mend.
  [[nodiscard]] absl::StatusOr<std::vector<seen_list>> of(std::string_view name) const;
  /// Names of the lists seen. Errors: the folder cannot be read.
  [[nodiscard]] absl::StatusOr<std::vector<std::string>> names() const;

  /// Notes the head as seen, durably, unless it is known as that or later. Waits for others who do so.
  absl::Status note(std::string_view name, const list_head& head) const;
  /// From now on nothing but the head was ever seen under the name; no head: nothing.
  absl::Status start_over(std::string_view name, const list_head* head) const;

 private:
  [[nodiscard]] std::filesystem::path file_of(std::string_view name) const { return folder_ / name; }
  absl::Status write(std::string_view name, const std::vector<seen_list>& seen) const;

  std::filesystem::path folder_;
};

/// Whether the list is as late as what was seen of it. A list of an id not seen yet, or where nothing was seen, is: its
/// folder was copied here. Errors (FailedPrecondition): an older state of the list was put back; another list's folder
/// stands under the name. Each says the mend.
absl::Status check_against(const std::vector<seen_list>& seen, const list_head& head,
                           const std::filesystem::path& list_folder, std::string_view name);
/// The error for a list that was seen and whose folder is not there.
[[nodiscard]] absl::Status list_is_gone(const std::filesystem::path& list_folder, std::string_view name);

}  // namespace callsieve

// Every byte under lists/ against its checksum.
#include <algorithm>
#include <system_error>
#include <utility>

#include "callsieve/io/file.hpp"
#include "callsieve/lists/store.hpp"

#include "list_folder.hpp"

namespace callsieve {
namespace fs = std::filesystem;
namespace {

/// The files of a folder, sorted by name, so that damage is told in the same order every time.
absl::StatusOr<std::vector<fs::directory_entry>> entries_of(const fs::path& folder) {
  std::vector<fs::directory_entry> entries;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    entries.push_back(*at);
  }
  if (error) return system_failure("cannot read " + folder.string() + ": " + error.message());
  std::sort(entries.begin(), entries.end());
  return entries;
}

bool is_there(const fs::path& path) {
  std::error_code error;
  return fs::exists(path, error);
}

class verifier {
 public:
  absl::Status check_lists(const fs::path& lists) {
    const auto entries = entries_of(lists);
    if (!entries.ok()) return entries.status();
    for (const fs::directory_entry& entry : *entries) {
      const std::string name = entry.path().filename().string();
      std::error_code error;
      if (!entry.is_directory(error)) {
        check_stranger(entry);
      } else if (is_list_name(name)) {
        if (absl::Status status = check_list(entry.path()); !status.ok()) return status;
      } else if (!is_temporary_name(name)) {
        if (absl::Status status = check_strange_folder(entry.path()); !status.ok()) return status;
      }
    }
    return absl::OkStatus();
  }

  std::vector<damage> found;

 private:
  /// Again when a writer changed the list meanwhile: what is missing or new then is no damage.
  absl::Status check_list(const fs::path& path) {
    const list_folder folder(path);
    const std::size_t found_before = found.size();
    std::string head_before;
    do {
      found.resize(found_before);
      head_before = head_bytes(folder);
      if (absl::Status status = check_list_once(folder, path); !status.ok()) return status;
    } while (head_bytes(folder) != head_before);
    return absl::OkStatus();
  }

  static std::string head_bytes(const list_folder& folder) {
    const auto file = mapped_file::open(folder.head_path());
    return file.ok() ? std::string(file->text()) : std::string();
  }

  absl::Status check_list_once(const list_folder& folder, const fs::path& path) {
    std::optional<list_head> head;
    bool is_named_there = false;
    if (!is_there(folder.head_path())) {
      found.push_back({folder.head_path(), 0, "the file is missing"});
    } else {
      const auto file = mapped_file::open(folder.head_path());
      if (!file.ok()) return file.status();
      auto decoded = decode_head(file->bytes());
      if (auto* whole = std::get_if<list_head>(&decoded)) head = std::move(*whole);
      note(folder.head_path(), std::get_if<byte_damage>(&decoded));
    }
    const auto entries = entries_of(path);
    if (!entries.ok()) return entries.status();
    for (const fs::directory_entry& entry : *entries) {
      const std::string name = entry.path().filename().string();
      std::error_code error;
      if (name == "head") continue;
      if (entry.is_directory(error)) {
        if (absl::Status status = check_strange_folder(entry.path()); !status.ok()) return status;
      } else if (!is_snapshot_name(name)) {
        check_stranger(entry);
      } else {
        const auto file = mapped_file::open(entry.path());
        if (!file.ok() && !is_there(entry.path())) continue;  // superseded meanwhile
        if (!file.ok()) return file.status();
        const bool is_named = head && entry.path() == folder.snapshot_path(head->generation);
        is_named_there = is_named_there || is_named;
        const auto opened =
            is_named ? check_named_snapshot(*file, *head, checking::all) : open_verified_snapshot(file->bytes());
        note(entry.path(), std::get_if<byte_damage>(&opened));
      }
    }
    if (head && !is_named_there) found.push_back({folder.snapshot_path(head->generation), 0, "the file is missing"});
    return absl::OkStatus();
  }

  absl::Status check_strange_folder(const fs::path& path) {
    const auto entries = entries_of(path);
    if (!entries.ok()) return entries.status();
    for (const fs::directory_entry& entry : *entries) {
      std::error_code error;
      if (!entry.is_directory(error)) {
        check_stranger(entry);
      } else if (absl::Status status = check_strange_folder(entry.path()); !status.ok()) {
        return status;
      }
    }
    return absl::OkStatus();
  }

  void check_stranger(const fs::directory_entry& entry) {
    std::error_code error;
    if (is_temporary_name(entry.path().filename().string()) || !is_there(entry.path())) return;
    if (entry.is_regular_file(error) && entry.file_size(error) == 0) return;
    found.push_back({entry.path(), 0, "not a file of callsieve's; no checksum stands over it"});
  }

  void note(const fs::path& file, const byte_damage* wrong) {
    if (wrong != nullptr) found.push_back({file, wrong->offset, wrong->what});
  }
};

}  // namespace

absl::StatusOr<std::vector<damage>> store::verify() const {
  verifier all;
  std::error_code error;
  if (!fs::exists(lists_folder(), error)) return all.found;
  if (absl::Status status = all.check_lists(lists_folder()); !status.ok()) return status;
  return std::move(all.found);
}

absl::StatusOr<std::optional<damage>> verify_file(const fs::path& path) {
  const auto file = mapped_file::open(path);
  if (!file.ok()) return file.status();
  std::optional<byte_damage> wrong;
  if (looks_like_head(file->bytes())) {
    auto decoded = decode_head(file->bytes());
    if (auto* found = std::get_if<byte_damage>(&decoded)) wrong = std::move(*found);
  } else {
    auto opened = open_verified_snapshot(file->bytes());
    if (auto* found = std::get_if<byte_damage>(&opened)) wrong = std::move(*found);
  }
  if (!wrong) return std::optional<damage>();
  return std::optional<damage>(damage{path, wrong->offset, wrong->what});
}

}  // namespace callsieve

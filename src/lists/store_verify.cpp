// Every byte under lists/ against its checksum.
#include <algorithm>
#include <system_error>
#include <utility>

#include "callsieve/io/file.hpp"
#include "callsieve/lists/store.hpp"

#include "io/presence.hpp"
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

class verifier {
 public:
  verifier(const store& of, fs::path store_folder) : store_(of), store_folder_(std::move(store_folder)) {}

  /// Lists that must be there and are not, and what cannot be looked at.
  absl::Status check_what_is_missing(const fs::path& lists) {
    const auto seen = revisions(store_folder_).names();
    if (!seen.ok()) return seen.status();
    std::vector<std::string> wanted = *seen;
    const std::string& blacklist = store_.settings().blacklist;
    if (std::find(wanted.begin(), wanted.end(), blacklist) == wanted.end()) wanted.push_back(blacklist);
    for (const std::string& name : wanted) {
      const auto there = store_.has(name);
      const bool is_told =
          std::any_of(found.begin(), found.end(), [&](const damage& d) { return d.file == lists / name; });
      if ((there.ok() && *there) || is_told) continue;
      const std::string no_blacklist = "missing: the store has no blacklist; `callsieve init` makes it";
      found.push_back({lists / name, std::nullopt, there.ok() ? no_blacklist : message_of(there.status())});
    }
    return absl::OkStatus();
  }

  absl::Status check_lists(const fs::path& lists) {
    const auto entries = entries_of(lists);
    if (!entries.ok()) return entries.status();
    for (const fs::directory_entry& entry : *entries) {
      const std::string name = entry.path().filename().string();
      std::error_code error;
      if (const auto there = is_there(entry.path()); !there.ok()) {
        found.push_back({entry.path(), std::nullopt, message_of(there.status())});
        continue;
      }
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
    const list_folder folder(store_folder_, path, path.filename().string());
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
    const auto head_there = is_file_there(folder.head_path());
    if (!head_there.ok()) {
      found.push_back({folder.head_path(), std::nullopt, message_of(head_there.status())});
    } else if (!*head_there) {
      found.push_back({folder.head_path(), std::nullopt, "the file is missing"});
    } else {
      const auto file = mapped_file::open(folder.head_path());
      if (!file.ok()) return file.status();
      auto decoded = decode_head(file->bytes());
      if (auto* whole = std::get_if<list_head>(&decoded)) head = std::move(*whole);
      note(folder.head_path(), std::get_if<byte_damage>(&decoded));
      const auto seen = folder.seen().of(path.filename().string());
      const std::string name = path.filename().string();
      absl::Status is_late = seen.status();
      if (seen.ok() && head) is_late = seen->empty() ? folder.seen().check_any(*head, name) : absl::OkStatus();
      if (is_late.ok() && head) is_late = check_against(*seen, *head, path, name);
      if (!is_late.ok()) found.push_back({folder.head_path(), std::nullopt, message_of(is_late)});
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
        if (!file.ok()) {
          const auto there = is_file_there(entry.path());
          if (there.ok() && !*there) continue;  // superseded meanwhile
          found.push_back({entry.path(), std::nullopt, message_of(there.ok() ? file.status() : there.status())});
          continue;
        }
        const bool is_named = head && entry.path() == folder.snapshot_path(head->generation);
        is_named_there = is_named_there || is_named;
        const auto opened =
            is_named ? check_named_snapshot(*file, *head, checking::all) : open_verified_snapshot(file->bytes());
        note(entry.path(), std::get_if<byte_damage>(&opened));
      }
    }
    if (head && !is_named_there)
      found.push_back({folder.snapshot_path(head->generation), std::nullopt, "the file is missing"});
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
    if (is_temporary_name(entry.path().filename().string()) || !fs::exists(entry.symlink_status(error))) return;
    if (entry.is_regular_file(error) && entry.file_size(error) == 0) return;
    found.push_back({entry.path(), std::nullopt, "not a file of callsieve's; no checksum stands over it"});
  }

  void note(const fs::path& file, const byte_damage* wrong) {
    if (wrong != nullptr) found.push_back({file, wrong->offset, wrong->what});
  }

  const store& store_;
  fs::path store_folder_;
};

}  // namespace

absl::StatusOr<std::vector<damage>> store::verify() const {
  verifier all(*this, folder_);
  const auto there = is_folder_there(lists_folder());
  if (!there.ok()) return there.status();
  if (*there) {
    if (absl::Status status = all.check_lists(lists_folder()); !status.ok()) return status;
  }
  if (absl::Status status = all.check_what_is_missing(lists_folder()); !status.ok()) return status;
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

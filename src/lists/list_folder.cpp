#include "list_folder.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>
#include <vector>

#include "io/presence.hpp"
#include "io/unfinished.hpp"

namespace callsieve {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view snapshot_suffix = ".snapshot";
constexpr std::string_view mend_snapshot = "restore the list's folder from a backup, or import the list again";
constexpr std::string_view mend_head =
    "restore the list's folder from a backup; or delete that folder, say so with `callsieve accept LIST` and import "
    "the "
    "list again, without the numbers that were added live";

absl::Status refuse(const fs::path& file, const byte_damage& wrong, std::string_view mend) {
  if (wrong.newer_version) {
    return absl::FailedPreconditionError(av(file.string() + ": " + wrong.what + "; use that version or a later one"));
  }
  return damaged(file.string() + " is damaged at byte " + std::to_string(wrong.offset) + ": " + wrong.what + "; " +
                 std::string(mend));
}

/// Random, and never none.
absl::StatusOr<list_id> new_id() {
  list_id id;
  while (id == list_id()) {
    if (::getentropy(&id, sizeof id) != 0) {
      return system_failure("the system gives no random numbers for a list's id: " +
                            std::error_code(errno, std::generic_category()).message());
    }
  }
  return id;
}

absl::Status sync_file(const fs::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
  const int error = errno;
  if (descriptor >= 0) ::close(descriptor);
  if (synced) return absl::OkStatus();
  return system_failure("cannot flush " + path.string() + ": " +
                        std::error_code(error, std::generic_category()).message());
}

}  // namespace

bool is_snapshot_name(std::string_view file_name) noexcept { return file_name.ends_with(snapshot_suffix); }

std::variant<snapshot_view, byte_damage> check_named_snapshot(const mapped_file& file, const list_head& head,
                                                              checking how) {
  if (file.bytes().size() < head.snapshot_bytes) {
    return byte_damage{file.bytes().size(),
                       "cut off: ends after " + std::to_string(file.bytes().size()) + " of " +
                           std::to_string(head.snapshot_bytes) + " bytes",
                       false};
  }
  auto opened = how == checking::all ? open_verified_snapshot(file.bytes()) : open_snapshot(file.bytes());
  const auto* view = std::get_if<snapshot_view>(&opened);
  if (view == nullptr) return opened;
  if (view->info().id != list_id() && view->info().id != head.id) {
    return byte_damage{0, "whole, but the snapshot of another list", false};
  }
  if (view->header_checksum() != head.snapshot_checksum || view->info().kind != head.kind) {
    return byte_damage{0, "whole, but not the snapshot that the list's head names", false};
  }
  return opened;
}

fs::path list_folder::snapshot_path(std::uint64_t generation) const {
  char name[32];
  std::snprintf(name, sizeof name, "%08llu", static_cast<unsigned long long>(generation));
  return folder_ / (name + std::string(snapshot_suffix));
}

std::uint64_t count_of(const snapshot_view& view, const list_head& head) {
  std::uint64_t count = view.info().count;
  for (const phone_number number : head.added) count += view.contains(number) ? 0 : 1;
  for (const phone_number number : head.removed) count -= view.holds_singly(number) ? 1 : 0;
  return count;
}

std::uint64_t entries_held(const snapshot_view& view, const list_head& head) {
  return count_of(view, head) + view.info().intervals;
}

absl::Status make_folders(const fs::path& folder) {
  std::error_code error;
  const fs::path whole = fs::absolute(folder, error).lexically_normal();
  if (error) return system_failure("cannot make the folder " + folder.string() + ": " + error.message());
  fs::path standing = whole;
  for (; standing.has_relative_path(); standing = standing.parent_path()) {
    const auto there = is_folder_there(standing);
    if (!there.ok()) return there.status();
    if (*there) break;
  }
  if (standing == whole) return absl::OkStatus();
  fs::create_directories(whole, error);
  if (error) return system_failure("cannot make the folder " + folder.string() + ": " + error.message());
  for (fs::path made = whole; made != standing; made = made.parent_path()) {
    if (absl::Status status = sync_folder(made.parent_path()); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> list_folder::exists() const {
  auto there = is_folder_there(folder_);
  if (!there.ok() || *there) return there;
  const auto seen = revisions_.of(name_);
  if (!seen.ok()) return seen.status();
  if (seen->empty()) return false;
  // Where a list is made, its folder is there before it is seen.
  auto there_now = is_folder_there(folder_);
  if (!there_now.ok() || *there_now) return there_now;
  return list_is_gone(folder_, name_);
}

absl::StatusOr<list_head> list_folder::read_any_head() const {
  const auto there = is_file_there(head_path());
  if (!there.ok()) return there.status();
  if (!*there) return refuse(head_path(), {0, "the file is missing", false}, mend_head);
  const auto file = mapped_file::open(head_path());
  if (!file.ok()) return file.status();
  auto head = decode_head(file->bytes());
  if (const auto* wrong = std::get_if<byte_damage>(&head)) return refuse(head_path(), *wrong, mend_head);
  return std::get<list_head>(std::move(head));
}

absl::StatusOr<list_head> list_folder::read_head() const {
  // In this order: what was seen is written after the head.
  const auto seen = revisions_.of(name_);
  if (!seen.ok()) return seen.status();
  auto head = read_any_head();
  if (!head.ok()) return head;
  absl::Status status = seen->empty() ? revisions_.check_any(*head, name_) : absl::OkStatus();
  if (status.ok()) status = check_against(*seen, *head, folder_, name_);
  if (!status.ok()) return status;
  return head;
}

absl::StatusOr<list_contents> list_folder::read_any() const {
  auto head = read_any_head();
  if (!head.ok()) return head.status();
  auto mapping = mapped_file::open(snapshot_path(head->generation));
  if (!mapping.ok()) return mapping.status();
  auto view = check_named_snapshot(*mapping, *head, checking::head_only);
  if (const auto* wrong = std::get_if<byte_damage>(&view)) {
    return refuse(snapshot_path(head->generation), *wrong, mend_snapshot);
  }
  return list_contents{*std::move(head), *std::move(mapping), std::get<snapshot_view>(std::move(view))};
}

void list_folder::note_seen(const list_head& head, const snapshot_view& view) const {
  if (head.revision == 0) return;
  const seen_list state = seen_as(head, entries_held(view, head));
  const auto seen = revisions_.of(name_);
  const bool is_known = seen.ok() && std::any_of(seen->begin(), seen->end(), [&](const seen_list& one) {
                          return one.id == state.id && one.revision >= state.revision;
                        });
  if (is_known) return;
  // Without leave to write, or on a full disk, the next one who can notes it.
  if (auto note = revisions_.begin_note(name_); note.ok()) note->note(state).IgnoreError();
}

absl::StatusOr<list_contents> list_folder::read(checking how) const {
  auto head = read_head();
  if (!head.ok()) return head.status();
  auto mapping = mapped_file::open(snapshot_path(head->generation));
  while (!mapping.ok()) {
    const auto there = is_file_there(snapshot_path(head->generation));
    if (!there.ok()) return there.status();
    if (*there) return mapping.status();
    // A writer may have replaced it after we read its name; then the head names another one by now.
    auto head_now = read_head();
    if (!head_now.ok()) return head_now.status();
    if (head_now->generation == head->generation) {
      return refuse(snapshot_path(head->generation), {0, "the file is missing", false}, mend_snapshot);
    }
    head = std::move(head_now);
    mapping = mapped_file::open(snapshot_path(head->generation));
  }
  auto view = check_named_snapshot(*mapping, *head, how);
  if (const auto* wrong = std::get_if<byte_damage>(&view)) {
    return refuse(snapshot_path(head->generation), *wrong, mend_snapshot);
  }
  return list_contents{*std::move(head), *std::move(mapping), std::get<snapshot_view>(std::move(view))};
}

absl::StatusOr<list_contents> list_folder::write_snapshot(block_source& entries, snapshot_info info,
                                                          list_head& head) const {
  if (head.id == list_id()) {
    const auto id = new_id();
    if (!id.ok()) return id.status();
    head.id = *id;
  }
  info.id = head.id;
  const std::uint64_t generation = head.generation + 1;
  auto file = output_file::create(snapshot_path(generation));
  if (!file.ok()) return file.status();
  const auto written =
      callsieve::write_snapshot(entries, info.kind, info, [&](std::string_view part) { return file->write(part); });
  if (!written.ok()) return written.status();
  detail::unfinished unchecked(snapshot_path(generation));
  if (absl::Status status = file->commit(); !status.ok()) return status;
  head.kind = info.kind;
  head.generation = generation;
  head.snapshot_bytes = written->bytes;
  head.snapshot_checksum = written->header_checksum;
  auto back = mapped_file::open(snapshot_path(generation));
  if (!back.ok()) return back.status();
  auto view = check_named_snapshot(*back, head, checking::all);
  if (const auto* wrong = std::get_if<byte_damage>(&view)) {
    return refuse(snapshot_path(generation), *wrong, "it was just written, so disk or memory is faulty");
  }
  list_contents contents{head, *std::move(back), std::get<snapshot_view>(std::move(view))};
  unchecked.forget();
  return contents;
}

absl::Status list_folder::write_head(list_head& head, list_operation what, std::uint64_t numbers) const {
  if (head.id == list_id()) {
    const auto id = new_id();
    if (!id.ok()) return id.status();
    head.id = *id;
  }
  head.name = name_;
  ++head.revision;
  head.last = {what, std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()), numbers};
  auto file = output_file::create(head_path());
  if (!file.ok()) return file.status();
  if (absl::Status status = file->write(encode_head(head)); !status.ok()) return status;
  return file->commit();
}

absl::Status list_folder::commit(list_head& head, const snapshot_view& view, list_operation what,
                                 std::uint64_t numbers) const {
  auto note = revisions_.begin_note(name_);
  if (!note.ok()) return note.status();
  if (absl::Status status = write_head(head, what, numbers); !status.ok()) return status;
  // The change stands, and is on the disk; what can still fail here only leaves the note to the next one.
  note->note(seen_as(head, entries_held(view, head))).IgnoreError();
  return absl::OkStatus();
}

absl::Status list_folder::sync() const {
  if (absl::Status status = sync_file(head_path()); !status.ok()) return status;
  for (const fs::path& folder : {folder_, folder_.parent_path(), folder_.parent_path().parent_path()}) {
    if (absl::Status status = sync_folder(folder.empty() ? fs::path(".") : folder); !status.ok()) return status;
  }
  return absl::OkStatus();
}

void list_folder::tidy(const list_head& head) const {
  const fs::path current = snapshot_path(head.generation).filename();
  std::vector<fs::path> superfluous;
  std::error_code error;
  for (fs::directory_iterator at(folder_, error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename().string();
    if (is_temporary_name(name) || (is_snapshot_name(name) && name != current)) superfluous.push_back(at->path());
  }
  for (const fs::path& file : superfluous) fs::remove(file, error);
}

}  // namespace callsieve

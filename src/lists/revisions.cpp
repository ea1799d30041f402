#include "revisions.hpp"

#include <algorithm>
#include <system_error>

#include "callsieve/base/bytes.hpp"
#include "callsieve/io/file.hpp"

#include "io/presence.hpp"
#include "list_folder.hpp"

#include <xxhash.h>

namespace callsieve {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view magic = "CALLREVS";
constexpr const char* lock_name = ".lock";
constexpr std::uint32_t version = 0;
constexpr std::uint32_t byte_order_mark = 0x01020304;
constexpr std::size_t fixed_bytes = 32, state_bytes = 40, checksum_bytes = 8;

template <class T>
void append(std::string& to, T value) {
  char bytes[sizeof(T)];
  store_le(bytes, value);
  to.append(bytes, sizeof bytes);
}

std::uint64_t hash_of_name(std::string_view name) { return XXH3_64bits(name.data(), name.size()); }

std::string encode(std::string_view name, const std::vector<seen_list>& seen) {
  std::string bytes(magic);
  append(bytes, version);
  append(bytes, byte_order_mark);
  append(bytes, hash_of_name(name));
  append(bytes, std::uint64_t{seen.size()});
  for (const seen_list& one : seen) {
    for (const std::uint64_t word : {one.id.high, one.id.low, one.revision, one.checksum, one.entries}) {
      append(bytes, word);
    }
  }
  append(bytes, std::uint64_t{XXH3_64bits(bytes.data(), bytes.size())});
  return bytes;
}

/// Nothing where the bytes are not what encode() makes of the name. Trust: any bytes.
std::optional<std::vector<seen_list>> decode(std::string_view name, std::string_view bytes) {
  if (bytes.size() < fixed_bytes + checksum_bytes || !bytes.starts_with(magic)) return std::nullopt;
  const auto at = [&](std::size_t offset) { return load_le<std::uint64_t>(bytes.data() + offset); };
  const std::size_t checked = bytes.size() - checksum_bytes;
  if (at(checked) != XXH3_64bits(bytes.data(), checked) || load_le<std::uint32_t>(bytes.data() + 8) != version ||
      load_le<std::uint32_t>(bytes.data() + 12) != byte_order_mark || at(16) != hash_of_name(name) ||
      (checked - fixed_bytes) % state_bytes != 0 || at(24) != (checked - fixed_bytes) / state_bytes) {
    return std::nullopt;
  }
  std::vector<seen_list> seen;
  for (std::size_t from = fixed_bytes; from < checked; from += state_bytes) {
    seen.push_back({{at(from), at(from + 8)}, at(from + 16), at(from + 24), at(from + 32)});
  }
  return seen;
}

absl::Status write(output_file& file, std::string_view name, const std::vector<seen_list>& seen) {
  if (absl::Status status = file.write(encode(name, seen)); !status.ok()) return status;
  return file.commit();
}

}  // namespace

absl::StatusOr<std::vector<seen_list>> revisions::of(std::string_view name) const {
  const auto there = is_file_there(file_of(name));
  if (!there.ok()) return there.status();
  if (!*there) return std::vector<seen_list>();
  const auto file = mapped_file::open(file_of(name));
  if (!file.ok()) return file.status();
  auto seen = decode(name, file->text());
  if (seen) return *std::move(seen);
  return damaged(file_of(name).string() +
                 " is damaged, or another list's: it says which states of the list this store has seen; when the list "
                 "is as it should be, "
                 "`callsieve accept " +
                 std::string(name) + "` writes it anew");
}

absl::Status revisions::check_any(const list_head& head, std::string_view name) const {
  if (head.revision == 0) return absl::OkStatus();
  const auto seen = names();
  if (!seen.ok()) return seen.status();
  if (!seen->empty()) return absl::OkStatus();
  // The first list of a store is there a moment before it is noted, and for good where its maker was killed meanwhile:
  // the lock that the maker holds tells it from a folder that was lost.
  const auto lock_there = is_file_there(folder_ / lock_name);
  if (!lock_there.ok()) return lock_there.status();
  if (*lock_there && head.revision == 1) return absl::OkStatus();
  return absl::FailedPreconditionError(av(
      folder_.string() +
      " is gone or empty: it says which states of its lists this store has seen, so nobody could tell an older state "
      "put back. Restore it; or, if the list is as it should be, `callsieve accept " +
      std::string(name) + "`"));
}

absl::StatusOr<std::vector<std::string>> revisions::names() const {
  std::vector<std::string> names;
  const auto there = is_folder_there(folder_);
  if (!there.ok()) return there.status();
  if (!*there) return names;
  std::error_code error;
  for (fs::directory_iterator at(folder_, error), end; !error && at != end; at.increment(error)) {
    std::string name = at->path().filename().string();
    if (is_list_name(name)) names.push_back(std::move(name));
  }
  if (error) return system_failure("cannot read " + folder_.string() + ": " + error.message());
  std::sort(names.begin(), names.end());
  return names;
}

seen_list seen_as(const list_head& head, std::uint64_t entries) {
  const std::string bytes = encode_head(head);
  return {head.id, head.revision, XXH3_64bits(bytes.data(), bytes.size()), entries};
}

absl::StatusOr<file_lock> revisions::lock() const {
  if (absl::Status status = make_folders(folder_); !status.ok()) return status;
  return file_lock::acquire(folder_ / lock_name);
}

absl::StatusOr<revisions::pending> revisions::begin_note(std::string_view name) const {
  auto held = lock();
  if (!held.ok()) return held.status();
  auto seen = of(name);
  if (!seen.ok()) return seen.status();
  auto file = output_file::create(file_of(name));
  if (!file.ok()) return file.status();
  return pending(std::string(name), *std::move(held), *std::move(file), *std::move(seen));
}

absl::StatusOr<revisions::pending> revisions::begin_anew(std::string_view name) const {
  auto held = lock();
  if (!held.ok()) return held.status();
  auto file = output_file::create(file_of(name));
  if (!file.ok()) return file.status();
  return pending(std::string(name), *std::move(held), *std::move(file), {});
}

absl::Status revisions::pending::note(const seen_list& state) {
  for (const seen_list& one : seen_) {
    if (one.id == state.id && one.revision >= state.revision) return absl::OkStatus();
  }
  // A list that took the place of one that held nothing stands alone: the empty one may not come back over it.
  return write(file_, name_, {state});
}

absl::Status revisions::pending::start_over(const seen_list& state) { return write(file_, name_, {state}); }

absl::Status revisions::forget(std::string_view name) const {
  const auto held = lock();
  if (!held.ok()) return held.status();
  std::error_code error;
  fs::remove(file_of(name), error);
  if (error) return system_failure("cannot remove " + file_of(name).string() + ": " + error.message());
  return sync_folder(folder_);
}

absl::Status check_against(const std::vector<seen_list>& seen, const list_head& head, const fs::path& list_folder,
                           std::string_view name) {
  const std::string text = list_folder.string();
  if (!head.name.empty() && head.name != name) {
    return absl::FailedPreconditionError(av(text + " is the folder of the list '" + head.name +
                                            "': folders were exchanged or renamed; give each its own name again"));
  }
  if (seen.empty()) return absl::OkStatus();
  const std::string accept = "; or, if it is to stand as it is, `callsieve accept " + std::string(name) + "`";
  const auto known = std::find_if(seen.begin(), seen.end(), [&](const seen_list& one) { return one.id == head.id; });
  const bool is_new_here = known == seen.end() && head.revision != 0;
  const bool held_nothing =
      std::all_of(seen.begin(), seen.end(), [](const seen_list& one) { return one.entries == 0; });
  if (is_new_here && held_nothing) return absl::OkStatus();
  if (is_new_here) {
    return absl::FailedPreconditionError(
        av(text +
           " is another list than the one that this store had under the name, put in its place: what that one "
           "held would not be known. Restore it" +
           accept));
  }
  const std::uint64_t latest = known == seen.end() ? seen.back().revision : known->revision;
  if (known != seen.end() && head.revision > latest) return absl::OkStatus();
  if (known != seen.end() && head.revision == latest) {
    if (seen_as(head, 0).checksum == known->checksum) return absl::OkStatus();
    return absl::FailedPreconditionError(
        av(text +
           " is a copy of the list that went another way since: what was added here would not be known. Restore "
           "this store's own" +
           accept));
  }
  return absl::FailedPreconditionError(
      av(text + " is an older state of the list, put back: revision " + std::to_string(head.revision) +
         ", and this store has seen revision " + std::to_string(latest) +
         "; what was added since would not be known. Restore the later state" + accept));
}

absl::Status list_is_gone(const fs::path& list_folder, std::string_view name) {
  return absl::FailedPreconditionError(
      av(list_folder.string() + " is gone: this store had a list '" + std::string(name) +
         "'; restore its folder from a backup; or, if it was removed on purpose, `callsieve accept " +
         std::string(name) + "`"));
}

}  // namespace callsieve

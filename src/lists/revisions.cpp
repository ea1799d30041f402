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
constexpr std::uint32_t version = 0;
constexpr std::uint32_t byte_order_mark = 0x01020304;
constexpr std::size_t fixed_bytes = 24, state_bytes = 24, checksum_bytes = 8;

template <class T>
void append(std::string& to, T value) {
  char bytes[sizeof(T)];
  store_le(bytes, value);
  to.append(bytes, sizeof bytes);
}

std::string encode(const std::vector<seen_list>& seen) {
  std::string bytes(magic);
  append(bytes, version);
  append(bytes, byte_order_mark);
  append(bytes, std::uint64_t{seen.size()});
  for (const seen_list& one : seen) {
    append(bytes, one.id.high);
    append(bytes, one.id.low);
    append(bytes, one.revision);
  }
  append(bytes, std::uint64_t{XXH3_64bits(bytes.data(), bytes.size())});
  return bytes;
}

/// Nothing where the bytes are not what encode() makes. Trust: any bytes.
std::optional<std::vector<seen_list>> decode(std::string_view bytes) {
  if (bytes.size() < fixed_bytes + checksum_bytes || !bytes.starts_with(magic)) return std::nullopt;
  const auto at = [&](std::size_t offset) { return load_le<std::uint64_t>(bytes.data() + offset); };
  const std::size_t checked = bytes.size() - checksum_bytes;
  if (at(checked) != XXH3_64bits(bytes.data(), checked) || load_le<std::uint32_t>(bytes.data() + 8) != version ||
      load_le<std::uint32_t>(bytes.data() + 12) != byte_order_mark || (checked - fixed_bytes) % state_bytes != 0 ||
      at(16) != (checked - fixed_bytes) / state_bytes) {
    return std::nullopt;
  }
  std::vector<seen_list> seen;
  for (std::size_t from = fixed_bytes; from < checked; from += state_bytes) {
    seen.push_back({{at(from), at(from + 8)}, at(from + 16)});
  }
  return seen;
}

}  // namespace

absl::StatusOr<std::vector<seen_list>> revisions::of(std::string_view name) const {
  const auto there = is_file_there(file_of(name));
  if (!there.ok()) return there.status();
  if (!*there) return std::vector<seen_list>();
  const auto file = mapped_file::open(file_of(name));
  if (!file.ok()) return file.status();
  auto seen = decode(file->text());
  if (seen) return *std::move(seen);
  return damaged(file_of(name).string() +
                 " is damaged: it says which states of the list this store has seen; when the list is as it should be, "
                 "`callsieve accept " +
                 std::string(name) + "` writes it anew");
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

absl::Status revisions::note(std::string_view name, const list_head& head) const {
  const auto known = of(name);
  if (!known.ok()) return known.status();
  const auto is_known = [&](const std::vector<seen_list>& seen) {
    return std::any_of(seen.begin(), seen.end(),
                       [&](const seen_list& one) { return one.id == head.id && one.revision >= head.revision; });
  };
  if (is_known(*known)) return absl::OkStatus();
  if (absl::Status status = make_folders(folder_); !status.ok()) return status;
  const auto lock = file_lock::acquire(folder_ / ".lock");
  if (!lock.ok()) return lock.status();
  auto seen = of(name);
  if (!seen.ok()) return seen.status();
  if (is_known(*seen)) return absl::OkStatus();
  std::erase_if(*seen, [&](const seen_list& one) { return one.id == head.id; });
  seen->push_back({head.id, head.revision});
  return write(name, *seen);
}

absl::Status revisions::start_over(std::string_view name, const list_head* head) const {
  if (absl::Status status = make_folders(folder_); !status.ok()) return status;
  const auto lock = file_lock::acquire(folder_ / ".lock");
  if (!lock.ok()) return lock.status();
  if (head != nullptr) return write(name, {{head->id, head->revision}});
  std::error_code error;
  fs::remove(file_of(name), error);
  if (error) return system_failure("cannot remove " + file_of(name).string() + ": " + error.message());
  return sync_folder(folder_);
}

absl::Status revisions::write(std::string_view name, const std::vector<seen_list>& seen) const {
  auto file = output_file::create(file_of(name));
  if (!file.ok()) return file.status();
  if (absl::Status status = file->write(encode(seen)); !status.ok()) return status;
  return file->commit();
}

absl::Status check_against(const std::vector<seen_list>& seen, const list_head& head, const fs::path& list_folder,
                           std::string_view name) {
  const std::string text = list_folder.string();
  if (!head.name.empty() && head.name != name) {
    return absl::FailedPreconditionError(av(text + " is the folder of the list '" + head.name +
                                            "': folders were exchanged or renamed; give each its own name again"));
  }
  const auto known = std::find_if(seen.begin(), seen.end(), [&](const seen_list& one) { return one.id == head.id; });
  const bool is_late = known == seen.end() ? head.revision != 0 || seen.empty() : known->revision <= head.revision;
  if (is_late) return absl::OkStatus();
  const std::uint64_t latest = known == seen.end() ? seen.back().revision : known->revision;
  return absl::FailedPreconditionError(
      av(text + " is an older state of the list, put back: revision " + std::to_string(head.revision) + ", and this " +
         "store has seen revision " + std::to_string(latest) +
         "; what was added since would not be known. Restore the later state; or, if this one is to stand, "
         "`callsieve accept " +
         std::string(name) + "`"));
}

absl::Status list_is_gone(const fs::path& list_folder, std::string_view name) {
  return absl::FailedPreconditionError(
      av(list_folder.string() + " is gone: this store had a list '" + std::string(name) +
         "'; restore its folder from a backup; or, if it was removed on purpose, `callsieve accept " +
         std::string(name) + "`"));
}

}  // namespace callsieve

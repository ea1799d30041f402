#include "io/presence.hpp"

#include <cerrno>
#include <optional>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <system_error>

namespace callsieve {
namespace {

namespace fs = std::filesystem;

std::string reason_of(int error) { return std::error_code(error, std::generic_category()).message(); }

std::string_view mend_for(int error) {
  switch (error) {
    case EACCES:
    case EPERM: return "; let this user search the folders above it";
    case ENOTDIR: return "; a file stands where a folder should be: move it away";
    case ELOOP: return "; links lead in a circle: remove one of them";
    default: return "";
  }
}

absl::Status cannot_look(const fs::path& path, int error) {
  return system_failure("cannot look for " + path.string() + ": " + reason_of(error) + std::string(mend_for(error)));
}

/// Why a link that stands cannot be followed.
absl::Status leads_nowhere(const fs::path& link, int error) {
  std::error_code unread;
  const fs::path target = fs::read_symlink(link, unread);
  const std::string text = link.string() + " is a link to " + (unread ? std::string("nothing") : target.string());
  if (error == ENOENT) return system_failure(text + ", which is not there: mend the link or remove it");
  return system_failure(text + ", which cannot be looked at: " + reason_of(error) + std::string(mend_for(error)));
}

/// What stands under the path, links followed; nothing when it is plainly absent.
absl::StatusOr<std::optional<mode_t>> mode_of(const fs::path& path) {
  struct ::stat entry {};
  if (::lstat(path.c_str(), &entry) == 0) {
    if (S_ISLNK(entry.st_mode) && ::stat(path.c_str(), &entry) != 0) return leads_nowhere(path, errno);
    return std::optional(entry.st_mode);
  }
  if (const int error = errno; error != ENOENT) return cannot_look(path, error);
  // No entry, or a folder above is missing. One of those may be a link to nothing, which only looks like it.
  const fs::path above = path.parent_path();
  if (above.empty() || above == path) return std::optional<mode_t>();
  const absl::StatusOr<std::optional<mode_t>> folder = mode_of(above);
  if (!folder.ok()) return folder.status();
  return std::optional<mode_t>();
}

absl::StatusOr<bool> is_there_as(const fs::path& path, mode_t wanted, std::string_view kind) {
  const auto mode = mode_of(path);
  if (!mode.ok()) return mode.status();
  if (!*mode) return false;
  if ((**mode & S_IFMT) == wanted) return true;
  return system_failure(path.string() + " is no " + std::string(kind) + ": move it away, or put a " +
                        std::string(kind) + " in its place");
}

}  // namespace

absl::StatusOr<bool> is_there(const fs::path& path) {
  const auto mode = mode_of(path);
  if (!mode.ok()) return mode.status();
  return mode->has_value();
}

absl::StatusOr<bool> is_file_there(const fs::path& path) { return is_there_as(path, S_IFREG, "regular file"); }

absl::StatusOr<bool> is_folder_there(const fs::path& path) { return is_there_as(path, S_IFDIR, "folder"); }

}  // namespace callsieve

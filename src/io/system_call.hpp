// Opening files, and saying why the system refused something.
#pragma once

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

#include "callsieve/base/status.hpp"

namespace callsieve::detail {

/// `cannot DOING PATH: REASON`.
inline absl::Status refused(std::string_view doing, const std::filesystem::path& path, int error) {
  const std::string reason = std::error_code(error, std::generic_category()).message();
  return system_failure("cannot " + std::string(doing) + ' ' + path.string() + ": " + reason);
}

inline int open_retrying(const char* path, int flags, unsigned mode = 0) noexcept {
  int descriptor = -1;
  do {
    descriptor = ::open(path, flags | O_CLOEXEC, mode);
  } while (descriptor < 0 && errno == EINTR);
  return descriptor;
}

/// Where the file stands, or will.
inline std::filesystem::path folder_of(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

}  // namespace callsieve::detail

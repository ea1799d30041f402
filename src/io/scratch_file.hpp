// A file without a name, for what does not fit in memory: gone with its last user, whatever becomes of the process.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "callsieve/base/status.hpp"

namespace callsieve {

/// Threads: one.
class scratch_file {
 public:
  /// Errors: system_failure naming the folder.
  [[nodiscard]] static absl::StatusOr<scratch_file> create(const std::filesystem::path& folder);
  scratch_file(scratch_file&& other) noexcept;
  scratch_file& operator=(scratch_file&& other) noexcept;
  ~scratch_file();

  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
  /// Errors: disk full, named by its folder.
  absl::Status append(const void* bytes, std::size_t count);
  /// Writes what is gathered so far. Cost: appends are gathered into 1 MiB.
  absl::Status flush();
  /// Requires flush(), and that all of it was appended.
  absl::Status read(std::uint64_t offset, void* bytes, std::size_t count) const;

 private:
  scratch_file() = default;
  std::filesystem::path folder_;
  int descriptor_ = -1;
  std::uint64_t size_ = 0;
  std::string buffer_;
};

}  // namespace callsieve

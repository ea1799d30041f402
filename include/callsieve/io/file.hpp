// Whole files: mapped for reading, written so that a reader sees all or nothing.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "callsieve/base/status.hpp"

namespace callsieve {

/// A file mapped read-only; its pages are shared by every process that maps it.
/// Lifetime: the bytes live as long as the object; moving keeps their address. Threads: const access from any thread.
/// Trust: the bytes are the file's; another process that truncates the file makes reads fault (replace files, never
/// edit them: see output_file).
class mapped_file {
 public:
  /// Errors: system_failure naming the file and the system's reason. An empty file maps to an empty span. A folder is
  /// refused.
  [[nodiscard]] static absl::StatusOr<mapped_file> open(const std::filesystem::path& path);

  mapped_file() = default;
  mapped_file(mapped_file&& other) noexcept;
  mapped_file& operator=(mapped_file&& other) noexcept;
  ~mapped_file();

  [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return {data_, size_}; }
  [[nodiscard]] std::string_view text() const noexcept { return {reinterpret_cast<const char*>(data_), size_}; }

 private:
  const std::byte* data_ = nullptr;
  std::size_t size_ = 0;
};

/// A file being written. A regular file appears under its name only at commit(): written beside it under a temporary
/// name, flushed to the disk, renamed, the folder flushed. Devices, pipes and `-` (standard output) are written straight.
/// Without commit() nothing is left behind. Writes are buffered (1 MiB).
/// Threads: one writer.
class output_file {
 public:
  /// Errors: system_failure when the folder is missing or not writable, named.
  [[nodiscard]] static absl::StatusOr<output_file> create(const std::filesystem::path& path);

  output_file(output_file&& other) noexcept;
  output_file& operator=(output_file&& other) noexcept;
  ~output_file();

  /// Appends. The first failure (disk full, closed pipe) is remembered and returned by every later call.
  absl::Status write(std::string_view bytes);
  /// Flushes, makes durable and visible. Nothing may be written afterwards.
  absl::Status commit();

 private:
  output_file() = default;
  absl::Status flush();
  void discard() noexcept;

  std::filesystem::path final_path_;
  std::filesystem::path temporary_path_;  ///< empty when written straight
  int descriptor_ = -1;
  std::string buffer_;
  absl::Status failure_;
};

/// An exclusive advisory lock on an empty file, made when missing; released at destruction or death of the process.
class file_lock {
 public:
  /// Waits until the lock is free. Errors: system_failure.
  [[nodiscard]] static absl::StatusOr<file_lock> acquire(const std::filesystem::path& path);
  file_lock(file_lock&& other) noexcept;
  file_lock& operator=(file_lock&& other) noexcept;
  ~file_lock();

 private:
  explicit file_lock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
};

/// Flushes a folder's entries to the disk. Errors: system_failure.
absl::Status sync_folder(const std::filesystem::path& folder);

}  // namespace callsieve

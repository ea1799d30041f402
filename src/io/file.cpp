#include "callsieve/io/file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "io/system_call.hpp"

namespace callsieve {

using detail::open_retrying;
using detail::refused;

absl::StatusOr<mapped_file> mapped_file::open(const std::filesystem::path& path) {
  // Non-blocking, or opening a pipe would wait for its writer.
  const int descriptor = open_retrying(path.c_str(), O_RDONLY | O_NONBLOCK);
  if (descriptor < 0) return refused("read", path, errno);
  struct stat facts {};
  if (::fstat(descriptor, &facts) != 0) {
    const int error = errno;
    ::close(descriptor);
    return refused("read", path, error);
  }
  if (!S_ISREG(facts.st_mode)) {
    ::close(descriptor);
    if (S_ISDIR(facts.st_mode)) return refused("read", path, EISDIR);
    return system_failure("cannot read " + path.string() + ": a device or a pipe, not a file");
  }
  mapped_file file;
  file.descriptor_ = descriptor;
  file.path_ = path;
  file.seconds_ = facts.st_mtim.tv_sec;
  file.nanoseconds_ = facts.st_mtim.tv_nsec;
  if (facts.st_size == 0) return file;
  const auto size = static_cast<std::size_t>(facts.st_size);
  void* const mapping = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, descriptor, 0);
  if (mapping == MAP_FAILED) return refused("map", path, errno);
  file.data_ = static_cast<const std::byte*>(mapping);
  file.size_ = size;
  // What is not in memory yet comes in huge pages then, where the file system has them; elsewhere it is refused, and
  // nothing lost.
  constexpr std::size_t huge_page_bytes = std::size_t{1} << 21;
  if (size >= huge_page_bytes) [[maybe_unused]]
    const int unused = ::madvise(mapping, size, MADV_HUGEPAGE);
  return file;
}

absl::Status mapped_file::check_unchanged() const {
  if (descriptor_ < 0) return absl::OkStatus();  // maps nothing
  struct stat facts {};
  if (::fstat(descriptor_, &facts) != 0) return refused("read", path_, errno);
  if (static_cast<std::size_t>(facts.st_size) == size_ && facts.st_mtim.tv_sec == seconds_ &&
      facts.st_mtim.tv_nsec == nanoseconds_) {
    return absl::OkStatus();
  }
  return system_failure(
      path_.string() +
      " was written into while it was in use, so what was read of it cannot be trusted; replace files "
      "by renaming, and run this again");
}

mapped_file::mapped_file(mapped_file&& other) noexcept { *this = std::move(other); }

mapped_file& mapped_file::operator=(mapped_file&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  std::swap(descriptor_, other.descriptor_);
  path_.swap(other.path_);
  std::swap(seconds_, other.seconds_);
  std::swap(nanoseconds_, other.nanoseconds_);
  return *this;
}

mapped_file::~mapped_file() {
  if (data_ != nullptr) ::munmap(const_cast<std::byte*>(data_), size_);
  if (descriptor_ >= 0) ::close(descriptor_);
}

absl::StatusOr<file_lock> file_lock::acquire(const std::filesystem::path& path) {
  const int descriptor = open_retrying(path.c_str(), O_RDWR | O_CREAT, 0666);
  if (descriptor < 0) return refused("lock", path, errno);
  file_lock lock(descriptor);
  while (::flock(descriptor, LOCK_EX) != 0) {
    if (errno != EINTR) return refused("lock", path, errno);
  }
  return lock;
}

file_lock::file_lock(file_lock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

file_lock& file_lock::operator=(file_lock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

file_lock::~file_lock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

absl::Status sync_folder(const std::filesystem::path& folder) {
  const int descriptor = open_retrying(folder.c_str(), O_RDONLY | O_DIRECTORY);
  if (descriptor < 0) return refused("flush", folder, errno);
  // Some file systems cannot flush a folder and say EINVAL: they have nothing to flush.
  const int error = ::fsync(descriptor) == 0 || errno == EINVAL ? 0 : errno;
  ::close(descriptor);
  return error == 0 ? absl::OkStatus() : refused("flush", folder, error);
}

}  // namespace callsieve

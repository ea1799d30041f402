#include "io/scratch_file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "io/unfinished.hpp"

namespace callsieve {
namespace {

constexpr std::size_t buffer_bytes = std::size_t{1} << 20;

absl::Status refused(std::string_view doing, const std::filesystem::path& folder, int error) {
  return system_failure("cannot " + std::string(doing) + " a temporary file in " + folder.string() + ": " +
                        std::error_code(error, std::generic_category()).message());
}

}  // namespace

absl::StatusOr<scratch_file> scratch_file::create(const std::filesystem::path& folder) {
  scratch_file made;
  made.folder_ = folder;
  made.descriptor_ = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (made.descriptor_ < 0) {  // not every file system has files without names
    const detail::unfinished name(detail::temporary_path(folder));
    made.descriptor_ = detail::create_file(name, O_RDWR, 0600);
    if (made.descriptor_ < 0) return refused("make", folder, errno);
  }
  return made;
}

scratch_file::scratch_file(scratch_file&& other) noexcept
    : folder_(std::move(other.folder_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      size_(other.size_),
      buffer_(std::move(other.buffer_)) {}

scratch_file& scratch_file::operator=(scratch_file&& other) noexcept {
  std::swap(folder_, other.folder_);
  std::swap(descriptor_, other.descriptor_);
  std::swap(size_, other.size_);
  std::swap(buffer_, other.buffer_);
  return *this;
}

scratch_file::~scratch_file() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

absl::Status scratch_file::append(const void* bytes, std::size_t count) {
  buffer_.append(static_cast<const char*>(bytes), count);
  size_ += count;
  return buffer_.size() < buffer_bytes ? absl::OkStatus() : flush();
}

absl::Status scratch_file::flush() {
  std::string_view rest = buffer_;
  while (!rest.empty()) {
    const ssize_t sent = ::write(descriptor_, rest.data(), rest.size());
    if (sent < 0 && errno != EINTR) return refused("write", folder_, errno);
    if (sent > 0) rest.remove_prefix(static_cast<std::size_t>(sent));
  }
  buffer_.clear();
  return absl::OkStatus();
}

absl::Status scratch_file::read(std::uint64_t offset, void* bytes, std::size_t count) const {
  char* to = static_cast<char*>(bytes);
  while (count != 0) {
    const ssize_t got = ::pread(descriptor_, to, count, static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return refused("read", folder_, errno);
    if (got == 0) return refused("read", folder_, EIO);
    to += got;
    offset += static_cast<std::uint64_t>(got);
    count -= static_cast<std::size_t>(got);
  }
  return absl::OkStatus();
}

}  // namespace callsieve

#include "callsieve/io/file.hpp"

#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <optional>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace callsieve {
namespace {

constexpr std::size_t buffer_bytes = std::size_t{1} << 20;
constexpr std::size_t large_write = std::size_t{64} * 1024;  ///< not worth a copy to be written with others
constexpr std::uint64_t writeback_bytes = std::uint64_t{16} << 20;
constexpr std::size_t huge_page_bytes = std::size_t{1} << 21;
constexpr std::string_view temporary_prefix = ".callsieve-";
constexpr std::string_view temporary_suffix = ".tmp";

absl::Status refused(std::string_view doing, const std::filesystem::path& path, int error) {
  const std::string reason = std::error_code(error, std::generic_category()).message();
  return system_failure("cannot " + std::string(doing) + ' ' + path.string() + ": " + reason);
}

int open_retrying(const char* path, int flags, mode_t mode = 0) noexcept {
  int descriptor = -1;
  do {
    descriptor = ::open(path, flags | O_CLOEXEC, mode);
  } while (descriptor < 0 && errno == EINTR);
  return descriptor;
}

std::filesystem::path folder_of(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

/// The path behind a chain of symbolic links, whether or not a file stands at its end.
std::optional<std::filesystem::path> follow_links(std::filesystem::path path) {
  constexpr int most_links = 40;
  for (int links = 0; links <= most_links; ++links) {
    std::error_code error;
    if (!std::filesystem::is_symlink(std::filesystem::symlink_status(path, error))) return path;
    const std::filesystem::path target = std::filesystem::read_symlink(path, error);
    if (error) return std::nullopt;
    path = target.is_absolute() ? target : path.parent_path() / target;
  }
  return std::nullopt;
}

/// Makes a file of a new name in the folder; -1 and errno when the system refuses.
int create_temporary(const std::filesystem::path& folder, std::filesystem::path& made) {
  static std::atomic<unsigned> serial{0};
  constexpr int most_tries = 1000;
  for (int tries = 0; tries < most_tries; ++tries) {
    std::string name(temporary_prefix);
    name += std::to_string(::getpid()) + '-' + std::to_string(serial.fetch_add(1));
    name += temporary_suffix;
    made = folder / name;
    const int descriptor = open_retrying(made.c_str(), O_WRONLY | O_CREAT | O_EXCL, 0666);
    if (descriptor >= 0 || errno != EEXIST) return descriptor;
  }
  return -1;
}

}  // namespace

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

absl::StatusOr<output_file> output_file::create(const std::filesystem::path& path) {
  output_file file;
  file.shown_path_ = path;
  if (path == "-") {
    file.shown_path_ = "standard output";
    file.descriptor_ = STDOUT_FILENO;
    file.buffer_.reserve(buffer_bytes);
    return file;
  }
  struct stat facts {};
  const bool exists = ::stat(path.c_str(), &facts) == 0;
  if (exists && S_ISDIR(facts.st_mode)) return refused("write", path, EISDIR);
  if (exists && !S_ISREG(facts.st_mode)) {
    file.descriptor_ = open_retrying(path.c_str(), O_WRONLY);
    if (file.descriptor_ < 0) return refused("write", path, errno);
  } else {
    const auto target = follow_links(path);
    if (!target) return refused("write", path, ELOOP);
    if (!target->has_filename()) return refused("write", path, EISDIR);
    file.final_path_ = *target;
    file.descriptor_ = create_temporary(folder_of(*target), file.temporary_path_);
    if (file.descriptor_ < 0) {
      const int error = errno;
      file.temporary_path_.clear();
      if (error != ENOENT) return refused("write", path, error);
      return system_failure("cannot write " + path.string() + ": there is no folder " + folder_of(*target).string());
    }
    // A file that only its owner may read stays so. That its mode cannot be set is no reason not to write it.
    if (exists) [[maybe_unused]]
      const int unused = ::fchmod(file.descriptor_, facts.st_mode & 07777);
  }
  file.owned_ = true;
  file.buffer_.reserve(buffer_bytes);
  return file;
}

output_file::output_file(output_file&& other) noexcept { *this = std::move(other); }

output_file& output_file::operator=(output_file&& other) noexcept {
  shown_path_.swap(other.shown_path_);
  final_path_.swap(other.final_path_);
  temporary_path_.swap(other.temporary_path_);
  std::swap(descriptor_, other.descriptor_);
  std::swap(owned_, other.owned_);
  buffer_.swap(other.buffer_);
  std::swap(sent_, other.sent_);
  std::swap(handed_on_, other.handed_on_);
  std::swap(failure_, other.failure_);
  return *this;
}

output_file::~output_file() { discard(); }

absl::Status output_file::fail(const char* doing, int error) {
  failure_ = refused(doing, shown_path_, error);
  discard();
  return failure_;
}

absl::Status output_file::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::write(descriptor_, bytes.data(), bytes.size());
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) return fail("write", errno);
    bytes.remove_prefix(static_cast<std::size_t>(sent));
    sent_ += static_cast<std::uint64_t>(sent);
  }
  if (!temporary_path_.empty() && sent_ - handed_on_ >= writeback_bytes) begin_writeback();
  return absl::OkStatus();
}

void output_file::begin_writeback() noexcept {
#if defined(__linux__)
  // It helps or it does not: fsync is what counts, and tells of errors.
  [[maybe_unused]] const int unused = ::sync_file_range(descriptor_, static_cast<off_t>(handed_on_),
                                                        static_cast<off_t>(sent_ - handed_on_), SYNC_FILE_RANGE_WRITE);
#endif
  handed_on_ = sent_;
}

absl::Status output_file::write(std::string_view bytes) {
  if (!failure_.ok()) return failure_;
  const bool is_large = bytes.size() >= large_write;
  if (is_large || buffer_.size() + bytes.size() > buffer_bytes) {
    if (absl::Status sent = send(buffer_); !sent.ok()) return sent;
    buffer_.clear();
    if (is_large) return send(bytes);
  }
  buffer_ += bytes;
  return absl::OkStatus();
}

absl::Status output_file::commit() {
  if (!failure_.ok()) return failure_;
  if (absl::Status sent = send(buffer_); !sent.ok()) return sent;
  buffer_.clear();
  if (absl::Status finished = finish(); !finished.ok()) return finished;
  failure_ = absl::FailedPreconditionError(av(shown_path_.string() + " is committed; nothing may follow"));
  return absl::OkStatus();
}

absl::Status output_file::finish() {
  if (!temporary_path_.empty() && ::fsync(descriptor_) != 0) return fail("write", errno);
  const int descriptor = std::exchange(descriptor_, -1);
  // The descriptor is gone whatever close says; it may still be the one to tell of a full disk.
  if (owned_ && ::close(descriptor) != 0 && errno != EINTR) return fail("write", errno);
  if (temporary_path_.empty()) return absl::OkStatus();
  if (::rename(temporary_path_.c_str(), final_path_.c_str()) != 0) return fail("write", errno);
  temporary_path_.clear();
  return sync_folder(folder_of(final_path_));
}

void output_file::discard() noexcept {
  if (owned_ && descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
  if (!temporary_path_.empty()) ::unlink(temporary_path_.c_str());
  temporary_path_.clear();
}

bool is_same_file(const std::filesystem::path& a, const std::filesystem::path& b) {
  std::error_code error;
  if (a == "-" || b == "-") return a == b;
  if (std::filesystem::equivalent(a, b, error) && !error) return std::filesystem::is_regular_file(a, error);
  if (std::filesystem::exists(a, error) || std::filesystem::exists(b, error)) return false;
  // What is not there yet stays relative unless it begins absolute.
  const auto whole = [&error](const std::filesystem::path& path) {
    return std::filesystem::weakly_canonical(std::filesystem::absolute(path, error), error);
  };
  return whole(a) == whole(b);
}

bool is_temporary_name(std::string_view file_name) noexcept {
  return file_name.starts_with(temporary_prefix) && file_name.ends_with(temporary_suffix);
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

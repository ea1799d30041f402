#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "callsieve/io/file.hpp"

#include "io/links.hpp"
#include "io/system_call.hpp"
#include "io/unfinished.hpp"

namespace callsieve {
namespace {

using detail::folder_of;
using detail::open_retrying;
using detail::refused;
using detail::unfinished;

constexpr std::size_t buffer_bytes = std::size_t{1} << 20;
constexpr std::size_t large_write = std::size_t{64} * 1024;  ///< not worth a copy to be written with others
constexpr std::uint64_t writeback_bytes = std::uint64_t{16} << 20;

/// As far as this process may, and the bits last: a new owner takes some of them away. None of it is a reason not to
/// write the file.
void be_like(int descriptor, const struct stat& old) {
  if (::fchown(descriptor, old.st_uid, old.st_gid) != 0) [[maybe_unused]]
    const int unused = ::fchown(descriptor, static_cast<uid_t>(-1), old.st_gid);
  [[maybe_unused]] const int unused = ::fchmod(descriptor, old.st_mode & 07777);
}

}  // namespace

output_file::output_file() = default;

absl::StatusOr<output_file> output_file::create(const std::filesystem::path& path) {
  output_file file;
  file.shown_path_ = path;
  if (path == "-") {
    file.shown_path_ = "standard output";
    file.descriptor_ = STDOUT_FILENO;
    file.buffer_.reserve(buffer_bytes);
    return file;
  }
  if (const auto descriptor = detail::descriptor_named(path)) {
    file.descriptor_ = ::fcntl(*descriptor, F_DUPFD_CLOEXEC, 0);
    if (file.descriptor_ < 0) return refused("write", path, errno);
    file.owned_ = true;
    file.buffer_.reserve(buffer_bytes);
    return file;
  }
  struct stat facts {};
  const bool exists = ::stat(path.c_str(), &facts) == 0;
  if (exists && S_ISDIR(facts.st_mode)) return refused("write", path, EISDIR);
  file.buffer_.reserve(buffer_bytes);
  file.owned_ = true;
  if (exists && !S_ISREG(facts.st_mode)) {
    file.descriptor_ = open_retrying(path.c_str(), O_WRONLY);
    if (file.descriptor_ < 0) return refused("write", path, errno);
    return file;
  }
  const auto target = detail::follow_links(path);
  if (!target) return refused("write", path, ELOOP);
  if (!target->has_filename()) return refused("write", path, EISDIR);
  if (absl::Status status = file.create_beside(*target); !status.ok()) return status;
  // A file that only its owner may read stays so.
  if (exists) be_like(file.descriptor_, facts);
  return file;
}

absl::Status output_file::create_beside(const std::filesystem::path& target) {
  final_path_ = target;
  temporary_ = std::make_unique<unfinished>(detail::temporary_path(folder_of(target)));
  descriptor_ = detail::create_file(*temporary_, O_WRONLY, 0666);
  if (descriptor_ >= 0) return absl::OkStatus();
  const int error = errno;
  temporary_->forget();
  temporary_.reset();
  if (error != ENOENT) return refused("write", shown_path_, error);
  return system_failure("cannot write " + shown_path_.string() + ": there is no folder " + folder_of(target).string());
}

output_file::output_file(output_file&& other) noexcept { *this = std::move(other); }

output_file& output_file::operator=(output_file&& other) noexcept {
  shown_path_.swap(other.shown_path_);
  final_path_.swap(other.final_path_);
  temporary_.swap(other.temporary_);
  old_.swap(other.old_);
  std::swap(descriptor_, other.descriptor_);
  std::swap(owned_, other.owned_);
  std::swap(prepared_, other.prepared_);
  std::swap(named_, other.named_);
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
  if (temporary_ && sent_ - handed_on_ >= writeback_bytes) begin_writeback();
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

absl::Status output_file::prepare() {
  if (prepared_) return absl::OkStatus();
  if (!failure_.ok()) return failure_;
  if (absl::Status sent = send(buffer_); !sent.ok()) return sent;
  buffer_.clear();
  if (temporary_ && ::fsync(descriptor_) != 0) return fail("write", errno);
  const int descriptor = std::exchange(descriptor_, -1);
  // The descriptor is gone whatever close says; it may still be the one to tell of a full disk.
  if (owned_ && ::close(descriptor) != 0 && errno != EINTR) return fail("write", errno);
  prepared_ = true;
  failure_ = absl::FailedPreconditionError(av(shown_path_.string() + " is committed; nothing may follow"));
  return absl::OkStatus();
}

absl::Status output_file::commit() {
  if (absl::Status status = prepare(); !status.ok()) return status;
  return publish();
}

absl::Status output_file::publish() {
  prepared_ = false;
  if (temporary_) {
    if (::rename(temporary_->c_str(), final_path_.c_str()) != 0) return fail("write", errno);
    temporary_->forget();
    temporary_.reset();
    named_ = true;
  }
  return named_ ? sync_folder(folder_of(final_path_)) : absl::OkStatus();
}

/// Whatever stands under the final name gets another one besides, from which withdraw() brings it back. Where files
/// have no two names, or another's file may not get one, the new file swaps names with it and so has its own already.
absl::Status output_file::keep_old() {
  if (!temporary_) return absl::OkStatus();
  auto aside = std::make_unique<unfinished>(detail::temporary_path(folder_of(final_path_)));
  if (::link(final_path_.c_str(), aside->c_str()) == 0) {
    old_ = std::move(aside);
    return absl::OkStatus();
  }
  const int error = errno;
  struct stat facts {};
  if (::lstat(final_path_.c_str(), &facts) != 0) return errno == ENOENT ? absl::OkStatus() : fail("write", errno);
  if (S_ISDIR(facts.st_mode)) return fail("write", EISDIR);
  if (::renameat2(AT_FDCWD, temporary_->c_str(), AT_FDCWD, final_path_.c_str(), RENAME_EXCHANGE) != 0) {
    return fail("keep what stands under the name of", error);
  }
  old_ = std::move(temporary_);
  named_ = true;
  return absl::OkStatus();
}

void output_file::withdraw() noexcept {
  if (!named_) return;
  named_ = false;
  if (!old_) {
    ::unlink(final_path_.c_str());
    return;
  }
  // Where the system refuses even that, the old file stays under its other name.
  [[maybe_unused]] const int unused = ::rename(old_->c_str(), final_path_.c_str());
  old_->forget();
}

void output_file::discard() noexcept {
  if (owned_ && descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
  temporary_.reset();
}

void output_file::settle(bool all_is_well) noexcept {
  if (!all_is_well) withdraw();
  discard();
  old_.reset();
}

absl::Status commit_together(std::span<output_file* const> files) {
  // Also when memory runs out between two of them.
  struct settling {
    std::span<output_file* const> files;
    bool all_is_well = false;
    ~settling() {
      std::for_each(files.rbegin(), files.rend(), [&](output_file* file) { file->settle(all_is_well); });
    }
  } all{files};
  for (output_file* const file : files) {
    if (absl::Status status = file->prepare(); !status.ok()) return status;
  }
  for (output_file* const file : files) {
    if (absl::Status status = file->keep_old(); !status.ok()) return status;
    if (absl::Status status = file->publish(); !status.ok()) return status;
  }
  all.all_is_well = true;
  return absl::OkStatus();
}

}  // namespace callsieve

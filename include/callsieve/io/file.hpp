// Whole files: mapped for reading, written so that a reader sees all or nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "callsieve/base/status.hpp"

namespace callsieve {

/// A file mapped read-only; its pages are shared by every process that maps it.
/// Cost: open is three system calls; bytes are read from the disk when first touched. One descriptor as long as the
/// object lives.
/// Lifetime: the bytes live as long as the object, also when the file is replaced or deleted; moving keeps their
/// address. Threads: const access from any thread. Trust: the bytes are the file's; another process that truncates the
/// file makes reads fault (replace files, never edit them: see output_file), and one that writes into it changes what
/// was checked: see check_unchanged.
class mapped_file {
 public:
  /// Errors: system_failure naming the file and the system's reason. An empty file maps to an empty span. A folder, a
  /// device or a pipe is refused.
  [[nodiscard]] static absl::StatusOr<mapped_file> open(const std::filesystem::path& path);

  mapped_file() = default;
  mapped_file(mapped_file&& other) noexcept;
  mapped_file& operator=(mapped_file&& other) noexcept;
  ~mapped_file();

  [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return {data_, size_}; }
  [[nodiscard]] std::string_view text() const noexcept { return {reinterpret_cast<const char*>(data_), size_}; }

  /// Whether the mapped file is what it was when it was opened: of the same length, and not written since. For those
  /// who acted upon its bytes, before they make public what came of it. Another file under its name is no change: the
  /// mapped one lives on. Cost: a system call. Errors: system_failure naming the file. Not seen: a write within the
  /// step of the file system's clock (some ms) that also has the write before open, one by who sets the time back, and
  /// one through another mapping until it goes to the disk.
  [[nodiscard]] absl::Status check_unchanged() const;

 private:
  const std::byte* data_ = nullptr;
  std::size_t size_ = 0;
  int descriptor_ = -1;                         ///< asked whether the file changed
  std::filesystem::path path_;                  ///< as the caller wrote it, for messages
  std::int64_t seconds_ = 0, nanoseconds_ = 0;  ///< when it was last written
};

namespace detail {
class unfinished;
}

/// A file being written. A regular file appears under its name only at commit(): written beside it under a temporary
/// name (see is_temporary_name), flushed to the disk, renamed, the folder flushed. Through a symbolic link the file it
/// points to is replaced, not the link. Devices, pipes, `-` (standard output) and descriptors of this process
/// (`/dev/stdout`, `/dev/fd/3`, a link to one) are written straight, where they stand: what they got before an error
/// they keep.
/// Without commit() nothing is left behind; after kill -9 or power loss at most the temporary file is. A program that
/// handles signals calls remove_temporary_files() where one ends it.
/// Permissions, and owner and group as far as this process may set them, are those of the file replaced; of a new file,
/// what the umask leaves of 0666.
/// A pipe whose reader went away gives an error here only when the program ignores SIGPIPE, as the tool does.
/// Cost: small writes are gathered into 1 MiB; the disk begins with each 16 MiB while the next are written (Linux).
/// Threads: one writer.
class output_file {
 public:
  /// Errors: system_failure when the folder is missing or not writable, or the name is a folder's; named.
  [[nodiscard]] static absl::StatusOr<output_file> create(const std::filesystem::path& path);

  output_file(output_file&& other) noexcept;
  output_file& operator=(output_file&& other) noexcept;
  ~output_file();

  /// Appends. The first failure (disk full, closed pipe) is remembered and returned by every later call.
  absl::Status write(std::string_view bytes);
  /// The part of commit() that can take long, and fails where the disk is full: flushes. Nothing is visible yet, but
  /// for what is written straight. Nothing may be written afterwards.
  absl::Status prepare();
  /// Flushes, makes durable and visible. Nothing may be written afterwards. On an error nothing is left behind and what
  /// stood under the name still stands (but when only the folder could not be flushed: then the new file does).
  absl::Status commit();

 private:
  friend absl::Status commit_together(std::span<output_file* const> files);

  output_file();
  absl::Status create_beside(const std::filesystem::path& target);
  absl::Status send(std::string_view bytes);
  /// The system begins to write to the disk what was sent, so that fsync finds little left.
  void begin_writeback() noexcept;
  absl::Status publish();
  absl::Status keep_old();
  void withdraw() noexcept;
  void settle(bool all_is_well) noexcept;
  absl::Status fail(const char* doing, int error);
  void discard() noexcept;

  std::filesystem::path shown_path_;               ///< as the caller wrote it, for messages
  std::filesystem::path final_path_;               ///< symbolic links followed
  std::unique_ptr<detail::unfinished> temporary_;  ///< of the file, until it has its name; none: written straight
  std::unique_ptr<detail::unfinished> old_;        ///< of what stood under the name before, until all is well
  int descriptor_ = -1;
  bool owned_ = false;  ///< whether the descriptor is ours to close
  bool prepared_ = false;
  bool named_ = false;  ///< by publish()
  std::string buffer_;
  std::uint64_t sent_ = 0;       ///< bytes written
  std::uint64_t handed_on_ = 0;  ///< of these, by begin_writeback()
  absl::Status failure_;
};

/// commit() of several files: all are prepared, then they get their names in this order. On an error nothing of them is
/// left, and what stood under their names stands there again. The process may be killed between two of them: then those
/// before have their names and those behind do not. Files written straight take part up to prepare().
/// Cost: of each file that is replaced, a hard link or a swap of names more.
/// Errors: the first one; also where what stands under a name can neither be linked nor swapped, as on a FAT disk with
/// old Linux.
absl::Status commit_together(std::span<output_file* const> files);

/// Whether two outputs are one: a file, there already or not yet, or a pipe, however they are spelled and linked. `-`
/// is standard output. Terminals and other character devices may be shared.
[[nodiscard]] bool is_same_output(const std::filesystem::path& a, const std::filesystem::path& b);

/// Whether an output is an input in the same sense; `-` as an input is standard input. One socket may be both.
[[nodiscard]] bool is_also_input(const std::filesystem::path& output, const std::filesystem::path& input);
/// Whether a file is, or would be made, in a folder or below it, links followed. `-` is in none.
[[nodiscard]] bool lies_in(const std::filesystem::path& file, const std::filesystem::path& folder);

/// Whether a file of this name is what an output_file left when its process died. For those who tidy a folder that only
/// they write to.
[[nodiscard]] bool is_temporary_name(std::string_view file_name) noexcept;

/// Removes the files that this process is writing or keeps aside (every output_file, a list that is being made), for
/// who is about to end the process. Safe in a signal handler, on any thread, whatever others do; errno stays. The
/// library itself handles no signals.
void remove_temporary_files() noexcept;

/// An exclusive advisory lock on an empty file, made when missing; released at destruction or death of the process.
/// It also excludes other threads of this process.
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

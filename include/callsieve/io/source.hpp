// The bytes of an input, front to back: a regular file, a pipe, standard input; decompressed where they are compressed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "callsieve/base/status.hpp"

namespace callsieve {

/// Bytes that come from elsewhere than a descriptor: a member of an archive, a decompressor.
class byte_producer {
 public:
  byte_producer() = default;
  byte_producer(const byte_producer&) = delete;
  byte_producer& operator=(const byte_producer&) = delete;
  virtual ~byte_producer() = default;
  /// Fills `into` with the next bytes; fewer than `capacity` only at the end. Errors: name the file and the way out.
  [[nodiscard]] virtual absl::StatusOr<std::size_t> read(char* into, std::size_t capacity) = 0;
  /// As byte_source::give_up_when, for what may wait for a pipe.
  virtual void give_up_when(const std::function<bool()>& /*give_up*/) {}
  /// Whether it works on threads of its own while nobody reads.
  [[nodiscard]] virtual bool reads_ahead() const noexcept { return false; }
};

/// An input read once, in order. What is compressed with gzip or Zstandard is known by its content, whatever its name,
/// and reads as what was compressed. What no reader of text can use is refused by name at open, with the way out: xz
/// and bzip2 ("pipe it"), UTF-16 ("save as CSV UTF-8"), Excel workbooks. Cost: one system call a read; the bytes peeked
/// at are the only ones kept, and while decompressing 128 KiB and the format's window: 32 KiB for gzip, 8 MiB at most
/// for Zstandard as files usually are; on several threads up to 24 MiB more for each, and for two more. Threads: one
/// reader. Trust: any bytes.
class byte_source {
 public:
  /// Opens `path`; `-` is standard input, which stays open afterwards, and `/dev/fd/3` and its like are descriptors of
  /// this process, read on from where they stand. `threads` decompress what was compressed in
  /// frames that can be taken apart (Zstandard, as pzstd writes it); bytes and errors are the same for any number.
  /// Errors: system_failure naming the file and the system's reason; bad_input for a folder or a refused format.
  [[nodiscard]] static absl::StatusOr<byte_source> open(const std::filesystem::path& path, unsigned threads = 1);
  /// Bytes in memory, under the name that messages will use. Errors: bad_input for a refused format.
  [[nodiscard]] static absl::StatusOr<byte_source> of_text(std::string bytes, std::string name);
  /// What a producer gives, under the name that messages will use; `size` where it is known. Errors: those of the
  /// producer, bad_input for a refused format.
  [[nodiscard]] static absl::StatusOr<byte_source> of_producer(std::unique_ptr<byte_producer> producer,
                                                               std::string name, std::optional<std::uint64_t> size);

  byte_source(byte_source&& other) noexcept;
  byte_source& operator=(byte_source&& other) noexcept;
  ~byte_source();

  /// The first bytes, `size` of them or all there are, without consuming them. Call before the first read.
  /// Lifetime: until the next call of a non-const member. Errors: as read.
  [[nodiscard]] absl::StatusOr<std::string_view> peek(std::size_t size);

  /// Fills `into` with the next bytes; fewer than `capacity` only at the end of the input.
  /// Errors: system_failure when reading fails, or when a regular file turns out shorter than it was at open, or
  /// written since; bad_input naming file and offset when compressed bytes are cut or damaged; Cancelled as
  /// give_up_when() says.
  [[nodiscard]] absl::StatusOr<std::size_t> read(char* into, std::size_t capacity);

  /// While a pipe gives no bytes `give_up` is asked, ten times a second; when it says true, read returns Cancelled.
  void give_up_when(std::function<bool()> give_up);

  /// Whether bytes take time to come by: from a pipe, or from a producer that does not read ahead.
  [[nodiscard]] bool is_slow() const noexcept {
    return producer_ ? !producer_->reads_ahead() : descriptor_ >= 0 && !size_;
  }
  /// Bytes in total; nothing for a pipe and for what is decompressed.
  [[nodiscard]] std::optional<std::uint64_t> size() const noexcept { return size_; }
  /// The path as given, or `standard input`: for messages.
  [[nodiscard]] const std::string& name() const noexcept { return name_; }

 private:
  byte_source() = default;
  [[nodiscard]] static absl::StatusOr<byte_source> recognised(byte_source source, bool is_decompressed,
                                                              unsigned threads);
  [[nodiscard]] absl::StatusOr<std::size_t> read_descriptor(char* into, std::size_t capacity);
  [[nodiscard]] absl::StatusOr<std::size_t> read_more(char* into, std::size_t capacity);
  absl::Status wait_for_bytes();
  [[nodiscard]] absl::Status check_not_written() const;

  std::string name_;
  std::string head_;  ///< peeked at, or the whole text of of_text
  std::size_t head_used_ = 0;
  std::unique_ptr<byte_producer> producer_;
  int descriptor_ = -1;  ///< without it and a producer: nothing beyond head_
  bool owns_descriptor_ = false;
  std::optional<std::uint64_t> size_;
  std::optional<std::int64_t> modified_;  ///< of a regular file, when it was opened: nanoseconds
  std::uint64_t consumed_ = 0;            ///< read from beyond head_
  std::function<bool()> give_up_;
};

}  // namespace callsieve

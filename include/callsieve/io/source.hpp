// The bytes of an input, front to back: a regular file, a pipe, standard input.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "callsieve/base/status.hpp"

namespace callsieve {

/// Bytes that come from elsewhere than a descriptor: a member of an archive.
class byte_producer {
 public:
  byte_producer() = default;
  byte_producer(const byte_producer&) = delete;
  byte_producer& operator=(const byte_producer&) = delete;
  virtual ~byte_producer() = default;
  /// Fills `into` with the next bytes; fewer than `capacity` only at the end. Errors: name the file and the way out.
  [[nodiscard]] virtual absl::StatusOr<std::size_t> read(char* into, std::size_t capacity) = 0;
};

/// An input read once, in order. What no reader of text can use is refused by name at open, with the way out: gzip,
/// Zstandard, xz and bzip2 ("pipe it"), UTF-16 ("save as CSV UTF-8"), Excel workbooks.
/// Cost: one system call a read; the bytes peeked at are the only ones kept.
/// Threads: one reader. Trust: any bytes.
class byte_source {
 public:
  /// Opens `path`; `-` is standard input, which stays open afterwards.
  /// Errors: system_failure naming the file and the system's reason; bad_input for a folder or a refused format.
  [[nodiscard]] static absl::StatusOr<byte_source> open(const std::filesystem::path& path);
  /// Bytes in memory, under the name that messages will use. Errors: bad_input for a refused format.
  [[nodiscard]] static absl::StatusOr<byte_source> of_text(std::string bytes, std::string name);
  /// What a producer gives, under the name that messages will use; `size` where it is known. Errors: those of the
  /// producer, bad_input for a refused format.
  [[nodiscard]] static absl::StatusOr<byte_source> of_producer(std::unique_ptr<byte_producer> producer, std::string name,
                                                               std::optional<std::uint64_t> size);

  byte_source(byte_source&& other) noexcept;
  byte_source& operator=(byte_source&& other) noexcept;
  ~byte_source();

  /// The first bytes, `size` of them or all there are, without consuming them. Call before the first read.
  /// Lifetime: until the next call of a non-const member. Errors: as read.
  [[nodiscard]] absl::StatusOr<std::string_view> peek(std::size_t size);

  /// Fills `into` with the next bytes; fewer than `capacity` only at the end of the input.
  /// Errors: system_failure when reading fails, or when a regular file turns out shorter than it was at open.
  [[nodiscard]] absl::StatusOr<std::size_t> read(char* into, std::size_t capacity);

  /// Bytes in total; nothing for a pipe.
  [[nodiscard]] std::optional<std::uint64_t> size() const noexcept { return size_; }
  /// The path as given, or `standard input`: for messages.
  [[nodiscard]] const std::string& name() const noexcept { return name_; }

 private:
  byte_source() = default;
  [[nodiscard]] absl::StatusOr<std::size_t> read_descriptor(char* into, std::size_t capacity);
  [[nodiscard]] absl::StatusOr<std::size_t> read_more(char* into, std::size_t capacity);

  std::string name_;
  std::string head_;  ///< peeked at, or the whole text of of_text
  std::size_t head_used_ = 0;
  std::unique_ptr<byte_producer> producer_;
  int descriptor_ = -1;  ///< without it and a producer: nothing beyond head_
  bool owns_descriptor_ = false;
  std::optional<std::uint64_t> size_;
  std::uint64_t consumed_ = 0;  ///< read from beyond head_
};

}  // namespace callsieve

// The compressed bytes of an input at hand, and what is said of bad ones.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "callsieve/io/source.hpp"

#include "io/unpacker.hpp"

#include <boost/container/vector.hpp>

namespace callsieve::detail {

/// Compressed bytes are read so many at a time where nothing asks for more.
inline constexpr std::size_t packed_chunk = std::size_t{128} * 1024;

/// Reads a source front to back, and keeps what is not used yet. Threads: one at a time.
class packed_bytes {
 public:
  explicit packed_bytes(byte_source from) : source_(std::move(from)) {}
  void give_up_when(const std::function<bool()>& give_up) { source_.give_up_when(give_up); }

  /// Reads until `size` bytes are at hand, or all that are left. What comes before a failure of the source is given
  /// first: an error, that of the source, only when nothing is at hand.
  absl::Status fill(std::size_t size);
  /// Lifetime: until fill().
  [[nodiscard]] std::string_view at_hand() const noexcept { return {bytes_.data() + used_, filled_ - used_}; }
  /// Whether nothing comes behind what is at hand.
  [[nodiscard]] bool at_end() const noexcept { return at_end_; }
  void use(std::size_t count) noexcept { used_ += count; }
  /// Of the first byte at hand, in the file.
  [[nodiscard]] std::uint64_t offset() const noexcept { return offset_ + used_; }

  /// Unpacks from the front; fewer bytes than `room`, and maybe none, where a part ends; none at the end of all parts.
  /// Errors: that of the source; the bytes end within a part; they are damaged.
  absl::StatusOr<std::size_t> unpack(unpacker& by, char* into, std::size_t room);

  /// Unpacks until there are `room` bytes; fewer only at the end of all parts. Errors: as unpack().
  absl::StatusOr<std::size_t> unpack_all(unpacker& by, char* into, std::size_t room);

  /// What is wrong where an unpacker failed: `what` came of the bytes at `offset`.
  [[nodiscard]] absl::Status failed_at(std::uint64_t offset, const unpacked& what) const;

 private:
  byte_source source_;
  boost::container::vector<char> bytes_;
  std::size_t used_ = 0, filled_ = 0;
  std::uint64_t offset_ = 0;  ///< of bytes_ in the file
  bool at_end_ = false;
  absl::Status failure_;
};

}  // namespace callsieve::detail

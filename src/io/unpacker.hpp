// What a format of compression does with bytes: one unpacker for gzip, one for Zstandard.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace callsieve::detail {

/// Why unpacking cannot go on.
enum class unpack_failure : std::uint8_t { none, damaged, no_memory };

/// What one call of unpacker::unpack came to.
struct unpacked {
  std::size_t used = 0;  ///< packed bytes taken from the front
  std::size_t made = 0;  ///< bytes written
  unpack_failure failure = unpack_failure::none;
  std::string_view why = {};       ///< of a failure, in the words of the format's library
  std::uint64_t taken_before = 0;  ///< of a failure: so many bytes of the damaged block were taken by earlier calls
};

/// Unpacks one or many parts (members of gzip, frames of Zstandard) after each other. Threads: one at a time.
/// Trust: any bytes.
class unpacker {
 public:
  unpacker() = default;
  unpacker(const unpacker&) = delete;
  unpacker& operator=(const unpacker&) = delete;
  virtual ~unpacker() = default;

  /// Takes packed bytes from the front and writes at most `room` bytes. Goes no further than one part's end; without
  /// packed bytes it writes what it still holds back. After a failure, call reset() first.
  [[nodiscard]] virtual unpacked unpack(std::string_view packed, char* into, std::size_t room) = 0;
  /// Whether everything taken so far were whole parts, written in full.
  [[nodiscard]] virtual bool between_parts() const noexcept = 0;
  /// Forgets what was taken: a part begins.
  virtual void reset() = 0;
};

[[nodiscard]] std::unique_ptr<unpacker> gzip_unpacker();
[[nodiscard]] std::unique_ptr<unpacker> zstd_unpacker();

/// How many packed bytes the frame at the front has; 0 when not all of it is there, or when it is none.
[[nodiscard]] std::size_t zstd_frame_size(std::string_view packed) noexcept;

}  // namespace callsieve::detail

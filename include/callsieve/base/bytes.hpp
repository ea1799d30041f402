// Little-endian loads and stores at any alignment, for the bytes of snapshots.
#pragma once

#include <bit>
#include <cstddef>
#include <cstring>
#include <type_traits>

namespace callsieve {

static_assert(std::endian::native == std::endian::little,
              "callsieve's mapped files are little-endian; a big-endian port must swap in load_le and store_le");

/// Reads a T from unaligned little-endian bytes. Requires sizeof(T) readable bytes at `from`.
template <class T>
requires std::is_trivially_copyable_v<T>
[[nodiscard]] inline T load_le(const void* from) noexcept {
  T value;
  std::memcpy(&value, from, sizeof value);
  return value;
}

/// Writes a T as unaligned little-endian bytes. Requires sizeof(T) writable bytes at `to`.
template <class T>
requires std::is_trivially_copyable_v<T>
inline void store_le(void* to, T value) noexcept { std::memcpy(to, &value, sizeof value); }

}  // namespace callsieve

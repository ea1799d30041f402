// Room on the stack for columns of a batch that are written before they are read.
#pragma once

#include <cstddef>
#include <span>
#include <type_traits>

namespace callsieve {

/// `Count` objects of type T, not initialised: a std::array of a type with member initialisers would write every byte
/// first, which for one number costs more than the answer.
/// Cost: none. Lifetime: the object's. Requires that elements are written before they are read.
template <class T, std::size_t Count>
requires std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>
class scratch {
 public:
  scratch() noexcept {}  // not `= default`: value-initialisation would then write zeros
  scratch(const scratch&) = delete;
  scratch& operator=(const scratch&) = delete;

  /// The first `count` elements. Requires count <= Count.
  [[nodiscard]] std::span<T> first(std::size_t count) noexcept { return {reinterpret_cast<T*>(bytes_), count}; }
  [[nodiscard]] std::span<const T> first(std::size_t count) const noexcept {
    return {reinterpret_cast<const T*>(bytes_), count};
  }

 private:
  alignas(T) std::byte bytes_[Count * sizeof(T)];  // an array of bytes begins the life of trivial objects within it
};

}  // namespace callsieve

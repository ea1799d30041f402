// Memory that grows where it is.
#pragma once

#include <cstddef>
#include <span>

namespace callsieve::detail {

/// Whole pages from the system, zero until they are written. Growing keeps what is there without copying it: the
/// system gives the pages another address. Pages take room when they are first touched, which costs about 1.3 us each
/// (measured, see bench/README.md). Threads: as a container.
class page_memory {
 public:
  page_memory() noexcept = default;
  page_memory(page_memory&& other) noexcept;
  page_memory& operator=(page_memory&& other) noexcept;
  page_memory(const page_memory&) = delete;
  page_memory& operator=(const page_memory&) = delete;
  ~page_memory();

  /// At least so many bytes from now on, the new ones zero. Throws std::bad_alloc, with everything as before.
  /// Lifetime: what bytes() gave before is gone.
  void grow(std::size_t bytes);
  /// Aligned to a page.
  [[nodiscard]] std::span<std::byte> bytes() const noexcept { return bytes_; }

 private:
  std::span<std::byte> bytes_;
};

}  // namespace callsieve::detail

#include "io/page_memory.hpp"

#include <new>
#include <sys/mman.h>
#include <utility>

namespace callsieve::detail {

page_memory::page_memory(page_memory&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}

page_memory& page_memory::operator=(page_memory&& other) noexcept {
  std::swap(bytes_, other.bytes_);
  return *this;
}

page_memory::~page_memory() {
  if (!bytes_.empty()) ::munmap(bytes_.data(), bytes_.size());
}

void page_memory::grow(std::size_t bytes) {
  if (bytes <= bytes_.size()) return;
  void* const at = bytes_.empty() ? ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
                                  : ::mremap(bytes_.data(), bytes_.size(), bytes, MREMAP_MAYMOVE);
  if (at == MAP_FAILED) throw std::bad_alloc();
  bytes_ = {static_cast<std::byte*>(at), bytes};
}

}  // namespace callsieve::detail

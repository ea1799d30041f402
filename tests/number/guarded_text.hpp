// Text that ends where readable memory ends: reading one byte too far is a crash.
#pragma once

#include <cstring>
#include <stdexcept>
#include <string_view>
#include <sys/mman.h>
#include <unistd.h>

namespace callsieve::test {

class guarded_text {
 public:
  /// For texts of at most `capacity` bytes.
  explicit guarded_text(std::size_t capacity) {
    const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    readable_ = (capacity + page - 1) / page * page;
    size_ = readable_ + page;
    void* const memory = mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) throw std::runtime_error("no memory for a guard page");
    memory_ = static_cast<char*>(memory);
    if (mprotect(memory_ + readable_, page, PROT_NONE) != 0) throw std::runtime_error("no guard page");
  }
  guarded_text(const guarded_text&) = delete;
  guarded_text& operator=(const guarded_text&) = delete;
  ~guarded_text() { munmap(memory_, size_); }

  /// A copy of the text right before the guard page; valid until the next call.
  std::string_view copy(std::string_view text) {
    char* const begin = memory_ + readable_ - text.size();
    if (!text.empty()) std::memcpy(begin, text.data(), text.size());
    return {begin, text.size()};
  }

 private:
  char* memory_ = nullptr;
  std::size_t readable_ = 0;
  std::size_t size_ = 0;
};

}  // namespace callsieve::test

// Bytes gathered for one write.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

namespace callsieve::detail {

/// A text that grows at its end and keeps its memory when cleared. Not initialised before it is written.
class byte_buffer {
 public:
  /// What append_wide may read behind its source, and write behind its end.
  static constexpr std::size_t overshoot = 64;

  [[nodiscard]] std::string_view text() const noexcept { return {bytes_.get(), size_}; }
  void clear() noexcept { size_ = 0; }

  /// Room for `more` bytes: what append_wide needs.
  void reserve(std::size_t more) {
    const std::size_t needed = size_ + more + overshoot;
    if (needed <= capacity_) return;
    const std::size_t capacity = std::max(needed, capacity_ + capacity_ / 2);
    auto larger = std::make_unique_for_overwrite<char[]>(capacity);
    if (size_ != 0) std::memcpy(larger.get(), bytes_.get(), size_);
    bytes_ = std::move(larger);
    capacity_ = capacity;
  }

  void append(std::string_view text) {
    reserve(text.size());
    if (!text.empty()) std::memcpy(bytes_.get() + size_, text.data(), text.size());
    size_ += text.size();
  }

  /// Appends the text, copied 64 bytes at a time. Requires room, and 64 readable bytes behind the text.
  void append_wide(std::string_view text) noexcept {
    char* const to = bytes_.get() + size_;
    for (std::size_t i = 0; i < text.size(); i += overshoot) std::memcpy(to + i, text.data() + i, overshoot);
    size_ += text.size();
  }

  /// Lets `write` write at the end; it returns how many bytes. Requires room for them, and what it writes over.
  template <class Write>
  void extend(Write&& write) {
    size_ += write(bytes_.get() + size_);
  }

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0, capacity_ = 0;
};

}  // namespace callsieve::detail

// Memory for rows that arrive for many blocks at once: a chain of chunks a block, small at first, then larger.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <sys/mman.h>
#include <utility>
#include <vector>

namespace callsieve {

/// Threads: one.
class row_pool {
 public:
  /// Where one block's next word goes, and its chunks so far.
  struct chain {
    std::uint32_t* at = nullptr;
    std::uint32_t* end = nullptr;
  };

  explicit row_pool(std::uint32_t words_of_row) : words_of_row_(words_of_row) {}

  /// A new chain, by its index.
  std::uint32_t add_chain() {
    chains_.emplace_back();
    chunks_.emplace_back();
    return static_cast<std::uint32_t>(chains_.size() - 1);
  }
  /// Room for one row.
  [[nodiscard]] std::uint32_t* next_row(std::uint32_t index) {
    chain& of = chains_[index];
    if (of.at == of.end) grow(index);
    return std::exchange(of.at, of.at + words_of_row_);
  }
  /// Room for some rows, side by side: at least one, at most `wanted`.
  [[nodiscard]] std::span<std::uint32_t> next_rows(std::uint32_t index, std::size_t wanted) {
    if (chains_[index].at == chains_[index].end) grow(index);
    chain& of = chains_[index];
    const std::size_t words = std::min<std::size_t>(wanted * words_of_row_, static_cast<std::size_t>(of.end - of.at));
    of.at += words;
    return {of.at - words, words};
  }
  /// Words of the chain.
  [[nodiscard]] std::size_t size(std::uint32_t index) const noexcept {
    std::size_t words = 0;
    for (const chunk& part : chunks_[index]) words += part.size;
    return words - static_cast<std::size_t>(chains_[index].end - chains_[index].at);
  }
  /// Calls visit(std::span<const std::uint32_t>) for the chain's words from `from` on, piece by piece.
  template <class Visit>
  void visit(std::uint32_t index, std::size_t from, Visit visit) const {
    for (const chunk& part : chunks_[index]) {
      const bool last = &part == &chunks_[index].back();
      const std::uint32_t* const end = last ? chains_[index].at : part.words + part.size;
      const auto words = static_cast<std::size_t>(end - part.words);
      if (from < words) visit(std::span<const std::uint32_t>(part.words + from, words - from));
      from -= std::min(from, words);
    }
  }
  /// Appends the chain's words.
  void gather(std::uint32_t index, std::vector<std::uint32_t>& words) const {
    visit(index, 0, [&](auto part) { words.insert(words.end(), part.begin(), part.end()); });
  }
  /// Takes the place of what the chain holds: as many bytes, in whole words, or fewer. Memory that is free by that is
  /// the next to be used.
  void scatter(std::uint32_t index, std::span<const std::byte> bytes) {
    std::vector<chunk>& parts = chunks_[index];
    std::size_t used = 0;
    while (used < parts.size() && (used == 0 || !bytes.empty())) {
      const chunk& part = parts[used++];
      const std::size_t here = std::min(bytes.size(), part.size * sizeof(std::uint32_t));
      if (here != 0) std::memcpy(part.words, bytes.data(), here);
      bytes = bytes.subspan(here);
      chains_[index] = {part.words + here / sizeof(std::uint32_t), part.words + part.size};
    }
    for (std::size_t i = used; i < parts.size(); ++i) {
      bytes_ -= parts[i].size * sizeof(std::uint32_t) + sizeof(chunk);
      if (parts[i].size == largest()) free_.push_back(parts[i].words);
    }
    parts.resize(used);
  }
  /// Of chunks and what leads to them.
  [[nodiscard]] std::size_t bytes() const noexcept { return bytes_ + chains_.size() * bytes_of_chain; }
  /// Rows are so wide from now on.
  void clear(std::uint32_t words_of_row) {
    words_of_row_ = words_of_row;
    chains_.clear();
    chunks_.clear();
    free_.clear();
    next_slab_ = 0;
    slab_at_ = slab_end_ = nullptr;
    bytes_ = 0;
  }

 private:
  struct chunk {
    std::uint32_t* words;
    std::size_t size;
  };
  struct unmap {
    void operator()(std::uint32_t* slab) const noexcept { std::free(slab); }
  };
  static constexpr std::size_t slab_words = std::size_t{1} << 19;  // 2 MiB, a huge page
  static constexpr std::size_t most_words = std::size_t{1} << 14;  // of one chunk: 64 KiB
  static constexpr std::size_t first_rows = 4;
  static constexpr std::size_t bytes_of_chain = 96;  // chain, its vector of chunks and its place in the table of blocks

  [[nodiscard]] std::size_t largest() const noexcept { return most_words / words_of_row_ * words_of_row_; }
  [[gnu::noinline]] void grow(std::uint32_t index) {
    std::vector<chunk>& parts = chunks_[index];
    std::size_t size = parts.empty() ? first_rows * words_of_row_ : parts.back().size * 2;
    if (size > most_words) size = largest();
    bytes_ += size * sizeof(std::uint32_t) + sizeof(chunk);
    if (size == largest() && !free_.empty()) {
      parts.push_back({free_.back(), size});
      chains_[index] = {free_.back(), free_.back() + size};
      free_.pop_back();
      return;
    }
    if (slab_at_ == nullptr || static_cast<std::size_t>(slab_end_ - slab_at_) < size) next_slab();
    parts.push_back({slab_at_, size});
    chains_[index] = {slab_at_, slab_at_ + size};
    slab_at_ += size;
  }
  void next_slab() {
    if (next_slab_ == slabs_.size()) {
      constexpr std::size_t bytes = slab_words * sizeof(std::uint32_t);
      auto* const slab = static_cast<std::uint32_t*>(std::aligned_alloc(bytes, bytes));
      if (slab == nullptr) throw std::bad_alloc();
      ::madvise(slab, bytes, MADV_HUGEPAGE);
      slabs_.emplace_back(slab);
    }
    slab_at_ = slabs_[next_slab_++].get();
    slab_end_ = slab_at_ + slab_words;
  }

  std::uint32_t words_of_row_;
  std::vector<chain> chains_;
  std::vector<std::vector<chunk>> chunks_;
  std::vector<std::unique_ptr<std::uint32_t, unmap>> slabs_;
  std::vector<std::uint32_t*> free_;  ///< chunks of the largest size
  std::size_t next_slab_ = 0;
  std::uint32_t* slab_at_ = nullptr;
  std::uint32_t* slab_end_ = nullptr;
  std::size_t bytes_ = 0;
};

}  // namespace callsieve

#include "sets/block_bitmap.hpp"

#include <algorithm>
#include <bit>

#include "sets/kernels/kernel.hpp"

namespace callsieve {
namespace {

constexpr std::size_t line_words = snapshot_format::line_bytes / sizeof(std::uint64_t);

}  // namespace

void offset_range::see(std::span<const std::uint32_t> offsets) noexcept {
  for (const std::uint32_t offset : offsets) {
    least = std::min(least, offset);
    greatest = std::max(greatest, offset);
  }
}

void block_bitmap::add(std::span<const std::uint32_t> offsets) {
  bits_.resize(block_numbers / 64 + 2);
  offset_range range{least_, greatest_};
  range.see(offsets);
  least_ = range.least;
  greatest_ = range.greatest;
  // Ascending numbers meet the same word time and again, and each would wait for the one before: eight parts of them,
  // side by side, do not.
  constexpr std::size_t parts = 8;
  const std::size_t each = offsets.size() / parts;
  const auto set = [&](std::uint32_t offset) { bits_[offset / 64] |= std::uint64_t{1} << (offset % 64); };
  for (std::size_t i = 0; i < each; ++i) {
    for (std::size_t part = 0; part < parts; ++part) set(offsets[part * each + i]);
  }
  for (const std::uint32_t offset : offsets.subspan(parts * each)) set(offset);
}

void block_bitmap::add(const block_bits& bits) {
  bits_.resize(block_numbers / 64 + 2);
  least_ = std::min(least_, bits.lowest);
  greatest_ = std::max(greatest_, bits.lowest + bits.extent());
  std::uint64_t* const to = &bits_[bits.lowest / 64];
  const unsigned shift = bits.lowest % 64;
  for (std::size_t i = 0; i < bits.words.size(); ++i) {
    to[i] |= bits.words[i] << shift;
    to[i + 1] |= bits.words[i] >> 1 >> (63 - shift);
  }
}

block_bits block_bitmap::take(std::uint32_t block) {
  const std::size_t size = (greatest_ - least_) / 64 + 1;
  words_.resize((size + line_words - 1) / line_words * line_words);
  std::uint64_t* const from = &bits_[least_ / 64];
  const unsigned shift = least_ % 64;
  for (std::size_t i = 0; i < size; ++i) words_[i] = from[i] >> shift | from[i + 1] << 1 << (63 - shift);
  std::fill(words_.begin() + static_cast<std::ptrdiff_t>(size), words_.end(), 0);
  std::fill_n(from, greatest_ / 64 - least_ / 64 + 1, 0);
  block_bits given{block, least_, 0, std::span(words_).first(size)};
  given.count = static_cast<std::uint32_t>(detail::kernel_in_use<sets_detail::set_kernel>().count_bits(
      reinterpret_cast<const std::byte*>(words_.data()), words_.size() / line_words, snapshot_format::line_bits));
  least_ = ~0U;
  greatest_ = 0;
  return given;
}

void append_offsets(const block_bits& bits, std::vector<std::uint32_t>& to) {
  const std::size_t before = to.size();
  to.resize(before + bits.count);
  std::uint32_t* next = to.data() + before;
  for (std::size_t word = 0; word < bits.words.size(); ++word) {
    for (std::uint64_t left = bits.words[word]; left != 0; left &= left - 1) {
      *next++ =
          bits.lowest + static_cast<std::uint32_t>(word * 64) + static_cast<std::uint32_t>(std::countr_zero(left));
    }
  }
}

}  // namespace callsieve

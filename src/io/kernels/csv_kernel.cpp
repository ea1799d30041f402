#include "io/kernels/csv_kernel.hpp"

#include <array>
#include <bit>
#include <cstdlib>

#include "callsieve/base/bytes.hpp"

namespace callsieve::detail {
namespace {

/// One bit for each of 64 bytes that is the wanted one. Plain loops that every compiler turns into vector compares;
/// eight bytes of 0 or 1 become eight bits by one multiplication.
std::uint64_t bits_of(const char* text, char wanted) noexcept {
  std::array<std::uint8_t, word_bytes> found;
  for (std::size_t i = 0; i < word_bytes; ++i) found[i] = text[i] == wanted;
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < word_bytes; i += 8) {
    bits |= (load_le<std::uint64_t>(&found[i]) * 0x0102040810204080ULL >> 56) << i;
  }
  return bits;
}

std::uint64_t odd_so_far(std::uint64_t bits) noexcept {
  for (int shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
  return bits;
}

std::size_t masks(const char* text, std::size_t words, char delimiter, byte_masks* out) noexcept {
  std::size_t line_feeds = 0;
  for (std::size_t w = 0; w < words; ++w, text += word_bytes) {
    byte_masks& to = out[w];
    to.quotes = bits_of(text, '"');
    to.delimiters = bits_of(text, delimiter);
    to.line_feeds = bits_of(text, '\n');
    to.returns = bits_of(text, '\r');
    to.odd_quotes = odd_so_far(to.quotes);
    line_feeds += static_cast<std::size_t>(std::popcount(to.line_feeds));
  }
  return line_feeds;
}

std::size_t places(const std::uint64_t* bits, std::size_t words, std::uint32_t* out) noexcept {
  std::uint32_t* place = out;
  for (std::size_t w = 0; w < words; ++w) {
    for (std::uint64_t left = bits[w]; left != 0; left &= left - 1) {
      *place++ = static_cast<std::uint32_t>(w * word_bytes + static_cast<std::size_t>(std::countr_zero(left)));
    }
  }
  return static_cast<std::size_t>(place - out);
}

constexpr std::array all_kernels = {
    &csv_scalar,
#if defined(__x86_64__)
    &csv_avx2,
    &csv_avx512,
#endif
};

struct kernel_list {
  std::array<const csv_kernel*, all_kernels.size()> kernels{};
  std::size_t count = 0;
  const csv_kernel* in_use = &csv_scalar;

  kernel_list() noexcept {
    const char* named = std::getenv("CALLSIEVE_KERNEL");
    for (const csv_kernel* kernel : all_kernels) {
      if (!kernel->runs_here()) continue;
      kernels[count++] = kernel;
      if (named == nullptr || kernel->name == named) in_use = kernel;
    }
  }
};

const kernel_list& kernels_here() noexcept {
  static const kernel_list list;
  return list;
}

}  // namespace

const csv_kernel csv_scalar{"scalar", []() noexcept { return true; }, masks, places};

std::span<const csv_kernel* const> csv_kernels() noexcept {
  const kernel_list& list = kernels_here();
  return std::span(list.kernels).first(list.count);
}

const csv_kernel& csv_kernel_in_use() noexcept { return *kernels_here().in_use; }

}  // namespace callsieve::detail

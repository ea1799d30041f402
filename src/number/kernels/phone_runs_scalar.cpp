#include "number/kernels/phone_runs_kernel.hpp"

namespace callsieve::detail {
namespace {

constexpr auto is_of_phone = [] {
  std::array<std::uint8_t, 256> table{};
  for (unsigned c = 0; c < table.size(); ++c) table[c] = (phone_low_half[c & 15U] & phone_high_half[c >> 4U]) != 0;
  return table;
}();

std::uint64_t mask_of(const char* text) noexcept {
  std::uint64_t mask = 0;
  for (std::size_t i = 0; i < 64; i += 8) {
    std::uint64_t bytes = 0;  // 0 or 1 each, the first one lowest
    for (std::size_t k = 0; k < 8; ++k) {
      bytes |= std::uint64_t{is_of_phone[static_cast<unsigned char>(text[i + k])]} << 8 * k;
    }
    mask |= (bytes * 0x0102040810204080U >> 56) << i;  // the lowest bits of eight bytes, side by side
  }
  return mask;
}

void find(const char* text, std::size_t size, std::size_t length, std::uint64_t* runs) noexcept {
  for (std::size_t at = 0; at < size; at += 64) runs[at / 64] = mask_of(text + at);
  runs_of_masks(size, length, runs);
}

}  // namespace

const phone_runs_kernel phone_runs_kernel::scalar{detail::find};

}  // namespace callsieve::detail

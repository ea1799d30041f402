#include "number/kernels/phone_runs_kernel.hpp"

#include "base/kernel_choice.hpp"

namespace callsieve::detail {
namespace {

bool runs_anywhere() noexcept { return true; }

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

const phone_runs_kernel phone_runs_scalar{"scalar", runs_anywhere, find};

namespace {

constexpr std::array all_kernels = {
    &phone_runs_scalar,
#if defined(__x86_64__)
    &phone_runs_avx2,
    &phone_runs_avx512,
#endif
};

auto& kernels() noexcept {
  static detail::kernel_choice choice(all_kernels);
  return choice;
}

}  // namespace

std::span<const phone_runs_kernel* const> phone_runs_kernels() noexcept { return kernels().here(); }

const phone_runs_kernel& phone_runs_kernel_in_use() noexcept { return kernels().in_use(); }

}  // namespace callsieve::detail

// The kernel for every machine.
#include "sets/kernels/kernel.hpp"

namespace callsieve::sets_detail {
namespace {

inline std::uint32_t count_ones(std::uint64_t x) noexcept {
  x -= (x >> 1) & 0x5555'5555'5555'5555U;
  x = (x & 0x3333'3333'3333'3333U) + ((x >> 2) & 0x3333'3333'3333'3333U);
  x = (x + (x >> 4)) & 0x0f0f'0f0f'0f0f'0f0fU;
  return static_cast<std::uint32_t>((x * 0x0101'0101'0101'0101U) >> 56);
}

/// The place of the n-th one, counted from 0; 64 when there are fewer.
inline std::uint32_t nth_one(std::uint64_t word, std::uint32_t n) noexcept {
  std::uint32_t at = 0;
  for (std::uint32_t half = 32; half != 0; half /= 2) {
    const std::uint64_t lower = word & ((std::uint64_t{1} << half) - 1);
    const std::uint32_t ones = count_ones(lower);
    const bool is_above = n >= ones;
    at += is_above ? half : 0;
    n -= is_above ? ones : 0;
    word = is_above ? word >> half : lower;
  }
  return at + (n != 0 || word == 0 ? 1 : 0);
}

inline std::uint64_t low_mask(std::uint32_t bits) noexcept {
  return bits < 64 ? (std::uint64_t{1} << bits) - 1 : ~std::uint64_t{0};
}

/// Bit n of `bits` where the n-th one of `places` stands.
inline std::uint64_t deposit(std::uint64_t bits, std::uint64_t places) noexcept {
  std::uint64_t put = 0;
  for (; places != 0; places &= places - 1, bits >>= 1) put |= (bits & 1) != 0 ? places & (0 - places) : 0;
  return put;
}

inline std::uint32_t match_strata(const std::byte* line, std::uint32_t stratum) noexcept {
  std::uint16_t slots[snapshot_format::plain_slots];
  __builtin_memcpy(slots, line, sizeof slots);
  std::uint32_t equal = 0;
  for (std::uint32_t i = 0; i < snapshot_format::plain_slots; ++i) equal |= std::uint32_t{slots[i] == stratum} << i;
  return equal;
}

inline std::uint32_t match_numbers(const std::byte* line, std::uint64_t number) noexcept {
  std::uint64_t slots[snapshot_format::slots_per_line];
  __builtin_memcpy(slots, line, sizeof slots);
  std::uint32_t equal = 0;
  for (std::uint32_t i = 0; i < snapshot_format::slots_per_line; ++i) equal |= std::uint32_t{slots[i] == number} << i;
  return equal;
}

}  // namespace
}  // namespace callsieve::sets_detail

#include "sets/kernels/one_probe.inc"
// and what needs it:
#include "sets/kernels/probe_loops.inc"

const callsieve::sets_detail::set_kernel callsieve::sets_detail::set_kernel::scalar{
    sets_detail::contains,  sets_detail::pick,     sets_detail::put_back,
    sets_detail::find_rows, sets_detail::find_one, sets_detail::count_bits};

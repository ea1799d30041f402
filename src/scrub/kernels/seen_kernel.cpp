#include "scrub/kernels/seen_kernel.hpp"

#include <array>

#include "base/kernel_choice.hpp"

namespace callsieve::detail {
namespace {

constexpr std::array all_kernels = {
    &seen_scalar,
#if defined(__x86_64__)
    &seen_avx2,
    &seen_avx512,
#endif
};

auto& kernels() noexcept {
  static detail::kernel_choice choice(all_kernels);
  return choice;
}

}  // namespace

std::span<const seen_kernel* const> seen_kernels() noexcept { return kernels().here(); }

const seen_kernel& seen_kernel_in_use() noexcept { return kernels().in_use(); }

}  // namespace callsieve::detail

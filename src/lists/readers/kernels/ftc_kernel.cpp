#include "lists/readers/kernels/ftc_kernel.hpp"

#include <array>

#include "base/kernel_choice.hpp"

namespace callsieve::readers {
namespace {

constexpr std::array all_kernels = {
    &ftc_scalar,
#if defined(__x86_64__)
    &ftc_avx2,
    &ftc_avx512,
#endif
};

auto& kernels() noexcept {
  static detail::kernel_choice choice(all_kernels);
  return choice;
}

}  // namespace

std::span<const ftc_kernel* const> ftc_kernels() noexcept { return kernels().here(); }

const ftc_kernel& ftc_kernel_in_use() noexcept { return kernels().in_use(); }

}  // namespace callsieve::readers

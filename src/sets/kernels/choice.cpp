#include <array>

#include "callsieve/sets/kernels.hpp"

#include "base/kernel_choice.hpp"
#include "sets/kernels/kernel.hpp"

namespace callsieve {
namespace {

using sets_detail::set_kernel;

constexpr std::array all_kernels = {
    &sets_detail::scalar_set_kernel,
#if defined(__x86_64__)
    &sets_detail::avx2_set_kernel,
    &sets_detail::avx512_set_kernel,
#endif
};

auto& kernels() noexcept {
  static detail::kernel_choice choice(all_kernels);
  return choice;
}

}  // namespace

std::span<const std::string_view> set_kernels() noexcept { return kernels().names(); }

bool use_set_kernel(std::string_view name) noexcept { return kernels().use(name); }

const set_kernel& sets_detail::set_kernel_in_use() noexcept { return kernels().in_use(); }

}  // namespace callsieve

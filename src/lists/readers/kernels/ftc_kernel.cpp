#include "lists/readers/kernels/ftc_kernel.hpp"

#include <array>
#include <cstdlib>

namespace callsieve::readers {
namespace {

constexpr std::array all_kernels = {
    &ftc_scalar,
#if defined(__x86_64__)
    &ftc_avx2,
    &ftc_avx512,
#endif
};

struct kernel_list {
  std::array<const ftc_kernel*, all_kernels.size()> kernels{};
  std::size_t count = 0;
  const ftc_kernel* in_use = &ftc_scalar;

  kernel_list() noexcept {
    const char* named = std::getenv("CALLSIEVE_KERNEL");
    for (const ftc_kernel* kernel : all_kernels) {
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

std::span<const ftc_kernel* const> ftc_kernels() noexcept {
  const kernel_list& list = kernels_here();
  return std::span(list.kernels).first(list.count);
}

const ftc_kernel& ftc_kernel_in_use() noexcept { return *kernels_here().in_use; }

}  // namespace callsieve::readers

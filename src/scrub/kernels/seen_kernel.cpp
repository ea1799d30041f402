#include "scrub/kernels/seen_kernel.hpp"

#include <array>
#include <cstdlib>

namespace callsieve::detail {
namespace {

constexpr std::array all_kernels = {
    &seen_scalar,
#if defined(__x86_64__)
    &seen_avx2,
    &seen_avx512,
#endif
};

struct kernel_list {
  std::array<const seen_kernel*, all_kernels.size()> kernels{};
  std::size_t count = 0;
  const seen_kernel* in_use = &seen_scalar;

  kernel_list() noexcept {
    const char* named = std::getenv("CALLSIEVE_KERNEL");
    for (const seen_kernel* kernel : all_kernels) {
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

std::span<const seen_kernel* const> seen_kernels() noexcept {
  const kernel_list& list = kernels_here();
  return std::span(list.kernels).first(list.count);
}

const seen_kernel& seen_kernel_in_use() noexcept { return *kernels_here().in_use; }

}  // namespace callsieve::detail

#include <array>
#include <atomic>
#include <cstdlib>

#include "callsieve/sets/kernels.hpp"

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

/// Those that run on this machine.
struct kernel_list {
  std::array<const set_kernel*, all_kernels.size()> kernels{};
  std::array<std::string_view, all_kernels.size()> names;
  std::size_t count = 0;
  std::atomic<const set_kernel*> in_use{&sets_detail::scalar_set_kernel};

  kernel_list() noexcept {
    for (const set_kernel* kernel : all_kernels) {
      if (!kernel->runs_here()) continue;
      kernels[count] = kernel;
      names[count++] = kernel->name;
    }
    const char* wanted = std::getenv("CALLSIEVE_KERNEL");
    use(wanted == nullptr ? names[count - 1] : std::string_view(wanted));
  }

  bool use(std::string_view name) noexcept {
    for (std::size_t i = 0; i < count; ++i) {
      if (names[i] != name) continue;
      in_use.store(kernels[i], std::memory_order_relaxed);
      return true;
    }
    return false;
  }
};

kernel_list& kernels_here() noexcept {
  static kernel_list list;
  return list;
}

}  // namespace

std::span<const std::string_view> set_kernels() noexcept {
  const kernel_list& list = kernels_here();
  return std::span(list.names).first(list.count);
}

bool use_set_kernel(std::string_view name) noexcept { return kernels_here().use(name); }

const set_kernel& sets_detail::set_kernel_in_use() noexcept {
  return *kernels_here().in_use.load(std::memory_order_relaxed);
}

}  // namespace callsieve

#include "base/kernels.hpp"

#include <algorithm>
#include <atomic>
#include <cstdlib>

#include "base/kernel_targets.hpp"

#if defined(__x86_64__)
#  include <cpuid.h>
#endif

namespace callsieve {
namespace {

#if defined(__x86_64__)

unsigned ecx_of_leaf(unsigned leaf) noexcept {
  unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
  return __get_cpuid(leaf, &eax, &ebx, &ecx, &edx) != 0 ? ecx : 0;
}
bool has_lzcnt() noexcept { return (ecx_of_leaf(0x8000'0001) & bit_LZCNT) != 0; }
bool has_f16c() noexcept { return (ecx_of_leaf(1) & bit_F16C) != 0; }

#  define CALLSIEVE_AND_SUPPORTS(feature) &&__builtin_cpu_supports(#  feature)
#  define CALLSIEVE_AND_HAS(feature) &&has_##feature()

/// How many kernels run on this machine, of those that are compiled in.
std::size_t count_running() noexcept {
  if (!(true CALLSIEVE_AVX2_FEATURES(CALLSIEVE_AND_SUPPORTS, CALLSIEVE_AND_HAS))) return 1;
  return true CALLSIEVE_AVX512_FEATURES(CALLSIEVE_AND_SUPPORTS, CALLSIEVE_AND_HAS) ? 3 : 2;
}

#else

std::size_t count_running() noexcept { return detail::kernel_names.size(); }

#endif

/// The place of a name among those that run here, or their number.
std::size_t place_of(std::string_view name) noexcept {
  const auto names = kernels();
  return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

std::size_t first_choice() noexcept {
  const std::size_t running = kernels().size();
  const char* const wanted = std::getenv("CALLSIEVE_KERNEL");
  return wanted == nullptr ? running - 1 : place_of(wanted) % running;
}

std::atomic<std::size_t>& choice() noexcept {
  static std::atomic<std::size_t> place = first_choice();
  return place;
}

}  // namespace

std::span<const std::string_view> kernels() noexcept {
  static const std::size_t running = count_running();
  return std::span(detail::kernel_names).first(running);
}

std::size_t detail::place_of_kernel_in_use() noexcept { return choice().load(std::memory_order_relaxed); }

std::string_view kernel_in_use() noexcept { return detail::kernel_names[detail::place_of_kernel_in_use()]; }

bool use_kernel(std::string_view name) noexcept {
  const std::size_t place = place_of(name);
  if (place == kernels().size()) return false;
  choice().store(place, std::memory_order_relaxed);
  return true;
}

}  // namespace callsieve

// The kernel for every machine.
#include "scrub/kernels/seen_kernel.hpp"

namespace callsieve::detail {
namespace {

inline std::uint32_t match(const number_line& line, std::uint64_t mixed) noexcept {
  const auto low = static_cast<std::uint32_t>(mixed);
  const auto high = static_cast<std::uint8_t>(mixed >> 32);
  std::uint32_t found = 0;
  for (std::uint32_t i = 0; i < number_line::slots; ++i) {
    const bool equal = (line.low[i] == low) & (line.high[i] == high);
    found |= std::uint32_t{equal} << i;
  }
  return found;
}

}  // namespace
}  // namespace callsieve::detail

#include "scrub/kernels/seen_loops.inc"
// and what needs it:
#include "scrub/kernels/seen_split.inc"

const callsieve::detail::seen_kernel callsieve::detail::seen_kernel::scalar{detail::mix, detail::meet, detail::split};

// Many cells to numbers at once: parse(), several times faster.
//
// What: for every cell exactly what parse() gives. The usual spellings (digits, one plus sign, blanks, dashes, dots,
// brackets) are read by a kernel, the fastest that this machine has; what a kernel does not take goes to parse().
// Cost: bench/README.md has figures for every kernel; best from a hundred cells on. No allocation, no lock but once at
// the first call. Errors: as parse(), one a cell. Threads: any. Trust: any bytes, any length; nothing outside the cells
// matters, though a kernel may load bytes beside a cell that lie in the same page of memory.
#pragma once

#include <span>
#include <string_view>

#include "callsieve/number/parse.hpp"

namespace callsieve {

/// Reads cells[i] into out[i], all in one default region; `lost` as parse() has it. Requires out.size() >=
/// cells.size(). Returns the name of the kernel that did it, see base/kernels.hpp.
std::string_view parse_batch(std::span<const std::string_view> cells, region_id default_region,
                             std::span<parsed_number> out, plus_lost lost = plus_lost::unsaid) noexcept;

}  // namespace callsieve

// What a kernel is: a way to read usual cells, and to say which ones are not usual.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "callsieve/number/parse.hpp"

#include "base/kernels.hpp"
#include "number/plan_tables_wide.hpp"

namespace callsieve::number_detail {

/// How cells without a plus sign are read in a region.
struct region_reading {
  std::uint16_t root = 0;               ///< in plan_tables_wide.hpp
  bool e164 = false;                    ///< they begin with a calling code, as those with a plus sign do
  std::array<std::uint8_t, 16> code{};  ///< the digits of the region's calling code, then zeros
};

/// The most cells a kernel is given at once: what it keeps of them fits a corner of the first-level cache.
inline constexpr std::size_t kernel_cells = 256;

struct parse_kernel {
  /// Reads cells[0, count) into out, and the places of the cells that parse() must read, in any order, into reread.
  /// Returns how many those are. Requires count <= kernel_cells.
  std::size_t (*read)(const std::string_view* cells, std::size_t count, const region_reading& how, parsed_number* out,
                      std::uint16_t* reread) noexcept;

  static const parse_kernel scalar, avx2, avx512, neon;
};

}  // namespace callsieve::number_detail

// Lines split slot by slot, for kernels without a byte compress: included, as it is, after seen_loops.hpp.

// NOLINTBEGIN(misc-definitions-in-headers)
namespace callsieve::detail {
namespace {

void split(number_line* lines, std::uint64_t count, unsigned bit) noexcept {
  for (std::uint64_t i = count; i-- > 0;) {
    const number_line from = lines[i];
    number_line halves[2];
    halves[0].count = halves[1].count = 0;
    for (std::uint32_t slot = 0; slot < from.count; ++slot) {
      const std::uint64_t mixed = std::uint64_t{from.high[slot]} << 32 | from.low[slot];
      number_line& to = halves[mixed >> bit & 1];
      put(to, to.count++, mixed);
    }
    lines[2 * i] = halves[0];
    lines[2 * i + 1] = halves[1];
  }
}

}  // namespace
}  // namespace callsieve::detail
// NOLINTEND(misc-definitions-in-headers)

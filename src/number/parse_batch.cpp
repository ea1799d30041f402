#include "callsieve/number/parse_batch.hpp"

#include <algorithm>
#include <array>

#include "base/kernels.hpp"
#include "kernels/kernel.hpp"
#include "plan_tables.hpp"

namespace callsieve {
namespace {

number_detail::region_reading reading_in(region_id region) noexcept {
  number_detail::region_reading how;
  if (region == region_id::e164) {
    how.root = plan::e164_reading_root;
    how.e164 = true;
    return how;
  }
  const auto place = static_cast<int>(region);
  how.root = plan::reading_roots[place <= plan::geographic_regions ? place : 0];
  const int code = calling_code(region);
  for (int i = code < 10 ? 1 : code < 100 ? 2 : 3, rest = code; i-- > 0; rest /= 10) {
    how.code[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(rest % 10);
  }
  return how;
}

}  // namespace

std::string_view parse_batch(std::span<const std::string_view> cells, region_id default_region,
                             std::span<parsed_number> out, plus_lost lost) noexcept {
  const auto how = reading_in(default_region);
  const std::size_t place = detail::place_of_kernel_in_use();
  const auto& kernel = *detail::all_kernels<number_detail::parse_kernel>[place];
  std::array<std::uint16_t, number_detail::kernel_cells> reread;
  for (std::size_t from = 0; from < cells.size(); from += number_detail::kernel_cells) {
    const std::size_t count = std::min(number_detail::kernel_cells, cells.size() - from);
    const std::size_t rereads = kernel.read(cells.data() + from, count, how, out.data() + from, reread.data());
    for (std::size_t i = 0; i < rereads; ++i)
      out[from + reread[i]] = parse(cells[from + reread[i]], default_region, lost);
  }
  return detail::kernel_names[place];
}

}  // namespace callsieve

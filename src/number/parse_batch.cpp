#include "callsieve/number/parse_batch.hpp"

#include <algorithm>
#include <array>

#include "base/kernel_choice.hpp"
#include "kernels/kernel.hpp"
#include "plan_tables.hpp"

namespace callsieve {
namespace {

using number_detail::parse_kernel;

constexpr std::array all_kernels = {
    &number_detail::scalar_kernel,
#if defined(__x86_64__)
    &number_detail::avx2_kernel,
    &number_detail::avx512_kernel,
#elif defined(__aarch64__)
    &number_detail::neon_kernel,
#endif
};

auto& kernels() noexcept {
  static detail::kernel_choice choice(all_kernels);
  return choice;
}

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
  const parse_kernel& kernel = kernels().in_use();
  std::array<std::uint16_t, number_detail::kernel_cells> reread;
  std::string_view ran = kernel.name;
  for (std::size_t from = 0; from < cells.size(); from += number_detail::kernel_cells) {
    const std::size_t count = std::min(number_detail::kernel_cells, cells.size() - from);
    const auto run = kernel.read(cells.data() + from, count, how, out.data() + from, reread.data());
    ran = run.kernel;
    for (std::size_t i = 0; i < run.rereads; ++i)
      out[from + reread[i]] = parse(cells[from + reread[i]], default_region, lost);
  }
  return ran;
}

std::span<const std::string_view> parse_kernels() noexcept { return kernels().names(); }

bool use_parse_kernel(std::string_view name) noexcept { return kernels().use(name); }

}  // namespace callsieve

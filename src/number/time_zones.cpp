#include "callsieve/number/time_zones.hpp"

#include <algorithm>
#include <cstdint>

#include "callsieve/number/numbering_plan.hpp"

#include "time_zone_tables.hpp"

namespace callsieve {
namespace {

using time_zone_tables::prefix_row;
using zone_list = std::span<const std::string_view>;

constexpr std::uint64_t longest_prefix = 999'999'999;

const prefix_row* find_prefix(std::uint64_t prefix) noexcept {
  const auto* const end = time_zone_tables::prefixes + time_zone_tables::prefix_count;
  const auto* const found = std::lower_bound(time_zone_tables::prefixes, end, prefix,
                                             [](const prefix_row& row, std::uint64_t p) { return row.prefix < p; });
  return found != end && found->prefix == prefix ? found : nullptr;
}

zone_list zones_of(const prefix_row* row) noexcept {
  return row == nullptr ? zone_list() : zone_list(time_zone_tables::zones + row->zones_begin, row->zones_count);
}

/// Does the number belong to a place, as libphonenumber has it?
bool is_geographic(int calling_code, number_type type) noexcept {
  if (type == number_type::fixed_line || type == number_type::fixed_line_or_mobile) return true;
  const auto* const end = time_zone_tables::geographic_mobile + time_zone_tables::geographic_mobile_count;
  return type == number_type::mobile && std::find(time_zone_tables::geographic_mobile, end, calling_code) != end;
}

}  // namespace

std::span<const std::string_view> time_zones_of(phone_number number) noexcept {
  const plan_entry entry = classify(number);
  if (!entry.valid) return {};
  const int code = calling_code(entry.region);
  if (!is_geographic(code, entry.type)) return zones_of(find_prefix(static_cast<std::uint64_t>(code)));
  std::uint64_t prefix = number.value();
  while (prefix > longest_prefix) prefix /= 10;
  for (; prefix != 0; prefix /= 10) {
    if (const prefix_row* const row = find_prefix(prefix); row != nullptr) return zones_of(row);
  }
  return {};
}

}  // namespace callsieve

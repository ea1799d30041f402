// What people call the regions of the plan.
#pragma once

#include <string_view>

namespace callsieve {

/// The ISO code of two letters of the region that a code of three letters or an English name means; empty for none.
/// `folded`: small ASCII letters alone, diacritics left out.
[[nodiscard]] std::string_view region_named(std::string_view folded) noexcept;

}  // namespace callsieve

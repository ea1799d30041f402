// What people call the regions of the plan.
#pragma once

#include <string_view>

namespace callsieve {

/// The ISO code of two letters of the region that a code of three letters or an English name means; empty for none.
/// `folded`: small ASCII letters alone, diacritics left out.
[[nodiscard]] std::string_view region_named(std::string_view folded) noexcept;

/// The same of a name in another language than English: the region's own, or one of the packs'. `name`: folded where it
/// is of Latin letters, else as CLDR writes it.
[[nodiscard]] std::string_view region_named_locally(std::string_view name) noexcept;

}  // namespace callsieve

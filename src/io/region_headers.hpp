// Names of columns that say of which country the numbers beside them are: `Country`, `dial_code`, `Landesvorwahl`.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace callsieve {

/// The places of such columns, ascending; of countries and of dial codes alike, for `country_code` is either.
[[nodiscard]] std::vector<std::size_t> find_region_columns(std::span<const std::string> header);

}  // namespace callsieve

// Cells in which Google's contacts keep several numbers: `202-555-0125 ::: 202-555-0126`.
#pragma once

#include <cstddef>
#include <string_view>

namespace callsieve::detail {

inline constexpr std::string_view number_joint = " ::: ";

/// Takes the first number and the joint behind it off the front of `rest`. Requires that rest is not empty; a joint at
/// the end is followed by nothing.
[[nodiscard]] inline std::string_view take_joined(std::string_view& rest) noexcept {
  const std::size_t at = rest.find(number_joint);
  const std::string_view one = rest.substr(0, at);
  rest.remove_prefix(at == std::string_view::npos ? rest.size() : at + number_joint.size());
  return one;
}

}  // namespace callsieve::detail

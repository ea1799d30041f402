// What people and programs write into a cell that has no value.
#pragma once

#include <string_view>

namespace callsieve::detail {

/// `N/A`, `0`, `NULL`, `\N`, `-`, `none`, `unbekannt`, `9999999999`, ...: nobody's number, and no sign that a column
/// holds none. Also an empty cell, and one of blanks. No allocation.
[[nodiscard]] bool is_placeholder(std::string_view cell) noexcept;

}  // namespace callsieve::detail

// Whether a number that was read from a shape is written as people write phone numbers where it is read.
#pragma once

#include <cstddef>
#include <string_view>

#include "callsieve/number/parse.hpp"

#include "number/phone_clusters.hpp"
#include "number/phone_shapes.hpp"

namespace callsieve::detail {

/// Whether groups of digits, or a zero or a plus sign before them, are written as people of the region write a number:
/// a national number has its zero where the region's have one, and an area code of three digits in North America.
/// Digits alone are not. Requires a readable number.
[[nodiscard]] bool is_written_as_phone(const phone_shape& shape, const parsed_number& number, region_id region);

/// Whether a part of a text might be so written by somebody: all but digits alone, codes, and groups that nobody
/// in North America makes. Requires a valid number.
[[nodiscard]] bool may_be_written_as_phone(const phone_part& part, const parsed_number& number);

/// Whether so many digits alone, the first no zero, begin with a prefix of one digit, such as North America's 1.
[[nodiscard]] bool has_prefix(const parsed_number& number, std::size_t digits);

/// Whether a cell holds a valid number and is written as one, but for words beside it; digits of other scripts are.
[[nodiscard]] bool is_written_phone(std::string_view cell, region_id region);

}  // namespace callsieve::detail

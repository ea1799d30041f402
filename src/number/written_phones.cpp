#include "number/written_phones.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace callsieve::detail {
namespace {

/// Calling codes of regions whose national numbers are mostly written without the prefix that is dialled before them,
/// by the formats of libphonenumber 9.0.43 (Apache-2.0): RU, AR, BR, CO, CN, TR, VN, IN, LT, SY.
constexpr std::array<int, 10> without_prefix{7, 54, 55, 57, 86, 90, 84, 91, 370, 963};

/// Whether national numbers of the region are written with a zero first: this one is.
bool takes_zero(phone_number number, region_id region) {
  if (std::find(without_prefix.begin(), without_prefix.end(), calling_code(region)) != without_prefix.end())
    return false;
  const std::string digits = std::to_string(number.value());
  return parse('0' + digits.substr(static_cast<std::size_t>(calling_code_length(number))), region).number == number;
}

}  // namespace

bool is_written_as_phone(const phone_shape& shape, const parsed_number& number, region_id region) {
  if (shape.form == phone_form::bare) return false;
  if (shape.form != phone_form::separated) return true;
  const std::string whole = std::to_string(number.number.value());
  if (whole.front() == '1') return shape.area_of_three;
  return whole.size() == shape.digits || !takes_zero(number.number, region);
}

bool may_be_written_as_phone(const phone_part& part, const parsed_number& number) {
  constexpr std::size_t area = 3;
  if (part.code) return false;
  const bool is_american = std::to_string(number.number.value()).front() == '1';
  if (part.plus || (!part.bare && !is_american)) return true;
  return !part.bare && part.area_digits == area;
}

bool has_prefix(const parsed_number& number, std::size_t digits) {
  const std::size_t whole = std::to_string(number.number.value()).size();
  return whole - static_cast<std::size_t>(calling_code_length(number.number)) + 1 == digits;
}

bool is_written_phone(std::string_view cell, region_id region) {
  phone_shapes shapes(cell);
  for (phone_shape shape; shapes.next(shape);) {
    const parsed_number number = parse(shape.text, region);
    if (number.in_plan() && is_written_as_phone(shape, number, region)) return true;
  }
  const auto digits = std::count_if(cell.begin(), cell.end(), [](char c) { return c >= '0' && c <= '9'; });
  return digits < static_cast<std::ptrdiff_t>(phone_shapes::fewest_digits) && parse(cell, region).in_plan();
}

}  // namespace callsieve::detail

#include "callsieve/number/parse.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "cell_digits.hpp"
#include "plan_tables.hpp"
#include "plan_tables_wide.hpp"
#include "several.hpp"
#include "unusual_cell.hpp"

namespace callsieve {
namespace {

using number_detail::cell_digits;
using number_detail::failed;

constexpr std::array<std::string_view, parse_error_count> error_names = {
    "none",
    "empty",
    "not_a_number",
    "needs_region",
    "too_short",
    "too_long",
    "unknown_calling_code",
    "not_in_plan",
    "spreadsheet_damaged",
    "several_numbers",
    "ambiguous",
    "marked",
};

constexpr int fewest_national_digits = 2;
constexpr int most_national_digits = 17;  // as libphonenumber; E.164 allows 15 with the calling code
constexpr int most_digits = 15;

/// Borrowed digits, values 0 to 9.
struct digit_span {
  const std::uint8_t* data = nullptr;
  int count = 0;

  [[nodiscard]] digit_span from(int first) const noexcept { return {data + first, count - first}; }
};

/// Room for digits that a transform rule puts together: no rule adds more than a literal.
using digit_room = std::array<std::uint8_t, cell_digits::capacity + sizeof(plan::prefix_outcome::literal)>;

bool is_general(const plan::region_row& region, digit_span digits) noexcept {
  return plan::walk(region.general, digits.data, digits.count) != 0;
}

bool has_length(std::uint32_t lengths, digit_span digits) noexcept {
  return (lengths >> std::min(digits.count, 31) & 1U) != 0;
}

/// The digits without the region's national prefix (or with its transform rule applied), unless that makes a number of
/// the region's general pattern one that is not.
digit_span without_national_prefix(const plan::region_row& region, digit_span digits, digit_room& room) noexcept {
  const auto& outcome = plan::prefix_outcomes[plan::walk(region.national_prefix, digits.data, digits.count)];
  if (outcome.length == 0) return digits;
  digit_span result = digits.from(outcome.length);
  if (outcome.literal_length != 0 || outcome.begin != outcome.end) {
    auto* end = std::copy_n(outcome.literal, outcome.literal_length, room.data());
    end = std::copy(digits.data + outcome.begin, digits.data + outcome.end, end);
    end = std::copy_n(result.data, result.count, end);
    result = {room.data(), static_cast<int>(end - room.data())};
  }
  if (!is_general(region, result) && is_general(region, digits)) return digits;
  return result;
}

/// How many digits of the front are an assigned calling code, and which; 0 for none.
int find_calling_code(digit_span digits, int& code) noexcept {
  code = 0;
  if (digits.count == 0 || digits.data[0] == 0) return 0;
  for (int length = 1; length <= 3 && length <= digits.count; ++length) {
    code = code * 10 + digits.data[length - 1];
    if (plan::main_regions[code] != 0) return length;
  }
  return 0;
}

/// The last step: a calling code, and what follows it with or without a national prefix.
parsed_number finish(int code, const plan::region_row& region, digit_span national) noexcept {
  if (national.count < fewest_national_digits) return failed(parse_error::too_short);
  digit_room room;
  const digit_span stripped = without_national_prefix(region, national, room);
  if (has_length(region.possible_or_longer, stripped)) national = stripped;

  std::array<std::uint8_t, most_digits + 1> digits{};
  const int code_length = code < 10 ? 1 : code < 100 ? 2 : 3;
  if (national.count > most_national_digits || national.count + code_length > most_digits) {
    return failed(parse_error::too_long);
  }
  for (int place = code_length, rest = code; place-- > 0; rest /= 10) {
    digits[static_cast<std::size_t>(place)] = static_cast<std::uint8_t>(rest % 10);
  }
  std::copy_n(national.data, national.count, digits.data() + code_length);
  const int count = code_length + national.count;
  std::uint64_t value = 0;
  for (int i = 0; i < count; ++i) value = value * 10 + digits[static_cast<std::size_t>(i)];

  const std::uint16_t label = plan::wide_label(digits.data(), count) & plan::label_bits;
  parsed_number result;
  result.number = phone_number::from_digits_unchecked(value);
  result.region = static_cast<region_id>(label / 16);
  result.type = static_cast<number_type>(label % 16);
  result.error = result.type == number_type::unknown ? parse_error::not_in_plan : parse_error::none;
  return result;
}

/// Digits that begin with a calling code, behind a plus sign or an international prefix.
parsed_number read_international(digit_span digits) noexcept {
  if (digits.count < 3) return failed(parse_error::too_short);
  int code = 0;
  const int length = find_calling_code(digits, code);
  if (length == 0) return failed(parse_error::unknown_calling_code);
  return finish(code, plan::regions[plan::main_regions[code]], digits.from(length));
}

/// Digits that begin with the region's own calling code, of which libphonenumber makes a national number. They may as
/// well have lost a plus sign: where only one of both is valid that is it.
parsed_number read_own_code(digit_span digits, int code_length, const plan::region_row& region,
                            plus_lost lost) noexcept {
  const int code = region.calling_code;
  const parsed_number as_it_stands = finish(code, region, digits);
  if (lost == plus_lost::no) return as_it_stands;
  parsed_number with_plus = finish(code, plan::regions[plan::main_regions[code]], digits.from(code_length));
  if (!with_plus.valid() || with_plus.number == as_it_stands.number) return as_it_stands;
  if (as_it_stands.valid() && lost == plus_lost::unsaid) with_plus.error = parse_error::ambiguous;
  return with_plus;
}

/// Digits as written or dialled in a region. `national`: may they be a national number?
parsed_number read_in_region(digit_span digits, const plan::region_row& region, bool national,
                             plus_lost lost) noexcept {
  const int idd = plan::walk(region.international_prefix, digits.data, digits.count);
  // No calling code begins with 0: then those digits were no international prefix.
  if (idd != 0 && (idd == digits.count || digits.data[idd] != 0)) return read_international(digits.from(idd));

  const int code = region.calling_code;
  int first_digits = 0;
  const int code_length = code < 10 ? 1 : code < 100 ? 2 : 3;
  for (int i = 0; i < code_length && i < digits.count; ++i) first_digits = first_digits * 10 + digits.data[i];
  if (first_digits == code && digits.count >= code_length) {
    // The region's own calling code without its plus sign, if that makes more sense than the digits as they stand.
    digit_room room;
    const digit_span rest = without_national_prefix(region, digits.from(code_length), room);
    if ((!is_general(region, digits) && is_general(region, rest)) || has_length(region.longer, digits)) {
      return finish(code, plan::regions[plan::main_regions[code]], rest);
    }
    if (national) return read_own_code(digits, code_length, region, lost);
  }
  if (!national) return failed(parse_error::unknown_calling_code);
  return finish(code, region, digits);
}

parsed_number read(const cell_digits& cell, region_id default_region, plus_lost lost) noexcept {
  const digit_span digits{cell.digits.data(), cell.count};
  const bool geographic =
      default_region != region_id::none && static_cast<int>(default_region) <= plan::geographic_regions;
  const auto& region = plan::regions[geographic ? static_cast<int>(default_region) : 0];
  if (cell.plus || default_region == region_id::e164) {
    const parsed_number result = read_international(digits);
    // As libphonenumber: "+0031..." and its like are read as if the plus sign were not there.
    if (!geographic || result.error != parse_error::unknown_calling_code) return result;
    return read_in_region(digits, region, false, lost);
  }
  if (!geographic) return failed(parse_error::needs_region);
  return read_in_region(digits, region, true, lost);
}

/// A spreadsheet took the cell for an amount and dropped its first zero: only when the digits as they stand are no
/// number, and with the zero they are one of the region's own. (Where the zero is but a trunk prefix, reading the
/// digits as they stand has found the number already.)
parsed_number with_lost_zero(const cell_digits& cell, region_id default_region,
                             const parsed_number& as_it_stands) noexcept {
  if (cell.digits[0] == 0 || cell.count == cell_digits::capacity) return as_it_stands;
  cell_digits longer;
  longer.digits[0] = 0;
  std::copy_n(cell.digits.data(), cell.count, longer.digits.data() + 1);
  longer.count = cell.count + 1;
  const parsed_number restored = read(longer, default_region, plus_lost::no);
  const bool inland = calling_code(restored.region) == calling_code(default_region);
  return restored.valid() && inland ? restored : as_it_stands;
}

}  // namespace

namespace number_detail {

parsed_number read_cell(const cell_digits& cell, region_id default_region, plus_lost lost) noexcept {
  return read(cell, default_region, lost);
}

parsed_number read_cell_mended(const cell_digits& cell, region_id default_region, plus_lost lost) noexcept {
  const parsed_number result = read(cell, default_region, lost);
  if (result.in_plan() || !cell.plain || default_region == region_id::e164) return result;
  return with_lost_zero(cell, default_region, result);
}

}  // namespace number_detail

std::string_view to_string(parse_error error) noexcept {
  const auto place = static_cast<std::size_t>(error);
  return place < error_names.size() ? error_names[place] : error_names[0];
}

parsed_number parse(std::string_view text, region_id default_region, plus_lost lost) noexcept {
  cell_digits cell;
  if (!number_detail::read_usual(text, cell)) [[unlikely]] {
    return number_detail::read_unusual(text, default_region, lost);
  }
  const parsed_number result = read(cell, default_region, lost);
  if (number_detail::may_have_several(cell, result.in_plan())) [[unlikely]] {
    if (number_detail::has_several(cell, default_region, result.in_plan())) return failed(parse_error::several_numbers);
  }
  if (result.in_plan() || !cell.plain || default_region == region_id::e164) return result;
  return with_lost_zero(cell, default_region, result);
}

}  // namespace callsieve

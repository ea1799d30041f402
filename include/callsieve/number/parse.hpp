// From a cell's text to a number, or to a typed error.
//
// What: agrees with libphonenumber (the `phonenumbers` release that the plan was made from) on the E.164 result,
// validity, region and type, except where docs/numbers.md lists a difference. Cost: linear in the text; no allocation,
// no locale, no lock. Usual spellings (digits, one plus sign, blanks, dashes, dots, slashes, brackets) take one pass:
// about 25 ns a cell (bench/README.md); words, extensions, quotes, URIs and other scripts take
// a slower one of 0.1 to 1 us, and of more than 250 characters nothing is read. Errors: the enum below; a result with
// an error never carries a number, except `not_in_plan`, `marked` and `ambiguous`. Threads: pure functions. Trust:
// any bytes, any length; text is UTF-8, and what is not makes no number.
#pragma once

#include <cstdint>
#include <string_view>

#include "callsieve/number/numbering_plan.hpp"
#include "callsieve/number/phone_number.hpp"

namespace callsieve {

enum class parse_error : std::uint8_t {
  none,
  empty,                 ///< nothing but blanks
  not_a_number,          ///< no digits, or characters that no number has
  needs_region,          ///< a national form, and no default region to read it in
  too_short,             ///< fewer digits than any number of the region
  too_long,              ///< more digits than any number of the region, or than E.164 allows
  unknown_calling_code,  ///< an international form whose calling code is not assigned
  not_in_plan,           ///< reads as E.164, but today's plan does not call it valid; the number is given
  spreadsheet_damaged,   ///< digits were lost: 3.16E+10, #REF!, ########
  several_numbers,       ///< two numbers or more: 020 7946 0123 / 020 7946 0124
  ambiguous,  ///< 4915150405214 in DE: a number as it stands, and another one with its plus sign; that is given
  marked,     ///< a number of the plan, which is given, and words that say that nobody should call it: DNC, fax
};
inline constexpr int parse_error_count = 12;
/// `empty`, `not_a_number`, ...: the words of `normalize` and of reports.
[[nodiscard]] std::string_view to_string(parse_error error) noexcept;

/// What a cell turned out to be. 16 bytes, a plain value.
struct parsed_number {
  phone_number number{};
  region_id region = region_id::none;
  number_type type = number_type::unknown;
  parse_error error = parse_error::empty;

  /// A number of today's plan: the only kind that may be called.
  [[nodiscard]] constexpr bool valid() const noexcept { return error == parse_error::none; }
  /// Valid, or at least readable as E.164: the kind that lists hold.
  [[nodiscard]] constexpr bool readable() const noexcept { return valid() || error == parse_error::not_in_plan; }
  /// A number of today's plan, though words beside it or a second reading say that it may not be called.
  [[nodiscard]] constexpr bool in_plan() const noexcept {
    return valid() || error == parse_error::ambiguous || error == parse_error::marked;
  }
};

/// Whether digits that begin with the region's own calling code are E.164 that lost its plus sign, as spreadsheets take
/// it. It matters where both readings are valid: then `unsaid` makes the cell `ambiguous`. `no` is libphonenumber's
/// reading.
enum class plus_lost : std::uint8_t { unsaid, yes, no };

/// Reads one cell. `default_region` decides what national forms and international prefixes (00, 011, ...) mean; with
/// `none` (and the non-geographic regions) only forms with a plus sign are read, with `e164` digits need no plus sign.
/// A valid number's to_string() is read back as itself in any region, but for the one kind that docs/numbers.md names.
[[nodiscard]] parsed_number parse(std::string_view text, region_id default_region,
                                  plus_lost lost = plus_lost::unsaid) noexcept;

}  // namespace callsieve

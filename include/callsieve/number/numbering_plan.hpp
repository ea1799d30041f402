// The numbering plan: which digit strings are numbers, of which region and type.
//
// What: compact tables generated from the metadata of the `phonenumbers` Python package (a port of Google's
// libphonenumber); src/number/plan_tables.cpp records the release and licence. No regular expression runs at run time.
// Cost: classify takes three or four loads from a table of 284 KB, about 7 ns a number in cache (bench/README.md); only
// `masked` allocates.
// Threads: constant data, any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "callsieve/number/phone_number.hpp"

namespace callsieve {

/// Line types as libphonenumber has them, in its order of numbers.
enum class number_type : std::uint8_t {
  fixed_line,
  mobile,
  fixed_line_or_mobile,
  toll_free,
  premium_rate,
  shared_cost,
  voip,
  personal_number,
  pager,
  uan,
  voicemail,
  unknown,
};
inline constexpr int number_type_count = 12;

/// `fixed_line`, `mobile`, ... `unknown`: the names that policies and outputs use.
[[nodiscard]] std::string_view to_string(number_type type) noexcept;
/// The type of that name; `unknown` is false when there is none.
[[nodiscard]] bool find_number_type(std::string_view name, number_type& type) noexcept;

/// A region by its place in the plan's table; stable within one build only, never stored.
enum class region_id : std::uint16_t {
  none = 0,       ///< no region: only numbers with a plus sign can be read
  e164 = 0xffff,  ///< a default "region" only: plain digits are E.164 without its plus sign
};

/// The region named `NL`, `us` (any case), `001` (non-geographic codes: yields none, they have no default region) or
/// `E164`. `none` when there is no such region.
[[nodiscard]] region_id find_region(std::string_view name) noexcept;
/// `NL`, ...; `001` for non-geographic calling codes; empty for none.
[[nodiscard]] std::string_view region_name(region_id region) noexcept;
/// How many regions the plan knows; ids run from 1 to this number. The last ones are the non-geographic entities, all
/// named 001.
[[nodiscard]] int region_count() noexcept;
/// The country calling code of a region (NL: 31); 0 for none.
[[nodiscard]] int calling_code(region_id region) noexcept;
/// The main region of a calling code (1: US, 44: GB, 800: a 001 entity); none when the code is not assigned.
[[nodiscard]] region_id main_region(int calling_code) noexcept;

/// What the plan says of a number: the region it belongs to and its type. `valid` means region and type are known, as
/// libphonenumber's is_valid_number has it. A number that is not valid may still have a region: its calling code's only
/// one, or the one that its first digits name.
struct plan_entry {
  region_id region = region_id::none;
  number_type type = number_type::unknown;
  bool valid = false;
};
[[nodiscard]] plan_entry classify(phone_number number) noexcept;

/// Numbers of one length, `first` to `last`, whose leading digits alone decide what the plan says of them.
struct plan_stretch {
  plan_entry entry;
  phone_number first, last;
};
/// What the plan says of a number, and of which of its neighbours too. Cost: as classify. For none: none to none.
[[nodiscard]] plan_stretch classify_around(phone_number number) noexcept;

/// How many leading digits of the number are its calling code (1 to 3); 0 when the plan has no such code.
[[nodiscard]] int calling_code_length(phone_number number) noexcept;

/// A number for logs, most digits hidden: `+31 6 •••• ••78`: calling code, first and last two national digits. Of fewer
/// than six national digits none is shown. UTF-8; empty for none.
[[nodiscard]] std::string masked(phone_number number);

/// `phonenumbers 9.0.43`: the release the tables were made from.
[[nodiscard]] std::string_view plan_source() noexcept;

}  // namespace callsieve

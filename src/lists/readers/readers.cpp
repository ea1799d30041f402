#include "lists/readers/readers.hpp"

#include <array>

#include "callsieve/lists/import.hpp"

namespace callsieve {

std::span<const list_reader> list_readers() noexcept {
  static constexpr std::array<list_reader, 3> table{{
      {"ftc", "AAA,NNNNNNN or ten digits a line, of +1; the name may tell day and area code", true, readers::sniff_ftc,
       readers::read_ftc, readers::day_in_ftc_name},
      {"csv", "columns by their header or named: number, day, end, state, reference", false, readers::sniff_csv,
       readers::read_csv, nullptr},
      {"digits", "one number a line, in any spelling; # begins a comment", false, readers::sniff_digits,
       readers::read_digits, nullptr},
  }};
  return table;
}

}  // namespace callsieve

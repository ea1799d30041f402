#include "scrub/placeholders.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "callsieve/rules/detail/cell_text.hpp"

namespace callsieve::detail {
namespace {

/// Without punctuation and blanks, in small letters.
constexpr std::string_view no_values[] = {"na",
                                          "nan",
                                          "nil",
                                          "null",
                                          "none",
                                          "nothing",
                                          "no",
                                          "nophone",
                                          "nonumber",
                                          "notel",
                                          "n",
                                          "x",
                                          "xx",
                                          "xxx",
                                          "xxxx",
                                          "unknown",
                                          "unk",
                                          "tbd",
                                          "tba",
                                          "tbc",
                                          "missing",
                                          "empty",
                                          "blank",
                                          "undefined",
                                          "invalid",
                                          "notavailable",
                                          "notprovided",
                                          "notgiven",
                                          "notapplicable",
                                          "notknown",
                                          "notset",
                                          "nodata",
                                          "novalue",
                                          "private",
                                          "anonymous",
                                          "withheld",
                                          "restricted",
                                          "unlisted",
                                          "disconnected",
                                          "keine",
                                          "kein",
                                          "nein",
                                          "unbekannt",
                                          "keineangabe",
                                          "ka",
                                          "nvt",
                                          "geen",
                                          "onbekend",
                                          "nee",
                                          "aucun",
                                          "aucune",
                                          "inconnu",
                                          "neant",
                                          "nc",
                                          "nr",
                                          "ninguno",
                                          "ninguna",
                                          "notiene",
                                          "sintelefono",
                                          "desconocido",
                                          "nessuno",
                                          "nd",
                                          "sconosciuto",
                                          "nenhum",
                                          "brak",
                                          "ingen",
                                          "okand",
                                          "ukjent"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Zeros and marks, or one digit over and over.
bool says_nothing(std::string_view cell) noexcept {
  char digit = 0;
  std::size_t digits = 0;
  for (const char c : cell) {
    if (is_digit(c)) {
      if (digit != 0 && c != digit) return false;
      digit = c;
      ++digits;
    } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0) {
      return false;
    }
  }
  constexpr std::size_t so_often = 5;
  return digits == 0 || digit == '0' || digits >= so_often;
}

}  // namespace

bool is_placeholder(std::string_view cell) noexcept {
  cell = without_outer_blanks(cell);
  if (says_nothing(cell)) return true;
  std::array<char, 16> letters{};
  std::size_t count = 0;
  for (const char c : cell) {
    if (is_digit(c) || (c & 0x80) != 0) return false;
    const char small = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (small < 'a' || small > 'z') continue;
    if (count == letters.size()) return false;
    letters[count++] = small;
  }
  return std::find(std::begin(no_values), std::end(no_values), std::string_view(letters.data(), count)) !=
         std::end(no_values);
}

}  // namespace callsieve::detail

// Every number that can be read somewhere in a text: for cells that hold several numbers, or a number and words.
//
// What: parse() reads a cell as one number or not at all, for a call that goes to the wrong person is worse than none.
// An objection is another matter: whoever can be read out of a cell has to be asked for. So this reads all digits that
// may be one number together, from any beginning to any end of a run of digits: too many readings rather than one too
// few. Digits that commas, colons, markup and other signs part are read together too, and all digits also as E.164 that
// lacks its plus sign or stands behind `00` or `011`, whatever the region dials. What parse() would find in any part of
// the text is among them, where that part begins and ends at a border of words and has no more than 24 digits and
// letters. Cost: linear in the text, whatever its length: at most 120 readings a byte (some more where an RFC 3966
// context stands). A usual cell takes 1 to 10 us, the worst texts (digits and letters in turn) 4 us a byte. No
// allocation, no lock. Threads: one. Trust: any bytes; what is no UTF-8 parts words, but for the blanks and dashes of
// single-byte encodings.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "callsieve/number/parse.hpp"

namespace callsieve {

struct number_within {
  parsed_number number;  ///< readable; as lists hold numbers, also not_in_plan
  /// The plan calls it valid, or its digits are all that stand together. Else it is a part of more digits, or digits
  /// without their plus sign: probably nobody's number, but a list that holds it decides.
  bool plain = false;
  /// From digits between which a comma, a colon or the like stands, or what an old number is today; never plain.
  bool joined = false;
};

/// The numbers in one text, one at a time. A number may come more than once.
/// Lifetime: the text must outlive it.
class numbers_in {
 public:
  /// `region`: as parse() takes it.
  numbers_in(std::string_view text, region_id region) noexcept : text_(text), region_(region) {}

  /// False at the end.
  bool next(number_within& found) noexcept;

  /// Of what was met so far: the most digits that stood together as those of a number may, readable or not.
  [[nodiscard]] std::size_t most_digits_together() const noexcept { return most_together_; }

 private:
  /// No number has more digits, its prefixes counted.
  static constexpr std::size_t capacity = 24;

  /// A digit or a letter that may be of a number.
  struct sign {
    std::size_t at, plus_at;  ///< in the text; the plus sign's before it
    char symbol;              ///< `0` to `9`, or an ASCII letter
    bool begins;              ///< the first of a run of digits or of letters
    bool plus;                ///< a plus sign stands before it
    bool parted;              ///< from digits before it by more than blanks, dashes and brackets
    bool marked;              ///< a comma, a colon or the like stands before it
  };

  bool read_run() noexcept;
  void add(sign one) noexcept;
  [[nodiscard]] bool is_parted_behind() const noexcept;
  enum class reading : std::uint8_t {
    with_plus,  ///< the sign that stands before the digits
    without,    ///< digits as they stand
    plus_lost,  ///< digits that a spreadsheet took a plus sign from
    mended,     ///< digits that a spreadsheet took a zero from
    abroad      ///< as E.164 without its plus sign, or behind an international prefix, be it another region's
  };
  static constexpr std::size_t readings = 5;
  [[nodiscard]] std::size_t international_prefix(std::size_t first) const noexcept;
  bool read_from(std::size_t first, reading how, number_within& found) const noexcept;
  bool read_digits(std::size_t first, reading how, number_within& found) const noexcept;
  bool read_keypad(std::size_t first, reading how, number_within& found) const noexcept;
  bool next_with_context(number_within& found) noexcept;

  std::string_view text_;
  region_id region_;
  std::size_t at_ = 0;  ///< what is read so far
  std::array<sign, capacity> signs_;
  std::size_t count_ = 0;      ///< of signs_, which end with the run just read
  phone_number old_;           ///< just found, and renumbered: what it is today comes next
  std::size_t candidate_ = 0;  ///< of all readings of all signs
  std::size_t together_ = 0, most_together_ = 0;
  std::size_t context_ = 0, context_reading_ = 0;  ///< of a phone-context: its place, and the next of its readings
};

/// Whether a text holds what a person would take for a phone number: a valid one, or seven digits that stand together,
/// whatever stands beside them. Dates and other long numbers are told from phone numbers only by the plan.
[[nodiscard]] bool holds_number(std::string_view text, region_id region) noexcept;

}  // namespace callsieve

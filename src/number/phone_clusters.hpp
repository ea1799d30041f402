// Every part of a text that may be one number, however people part its digits: for objections.
//
// What: phone_shapes.hpp finds what is written as a person writes a phone number, and leaves days, amounts and codes
// out. Whoever objected is looked for in all that may be a number: groups of digits that stand together, with blanks,
// dashes, dots, slashes and brackets of any kind between them, from any group to any other. Only days are left out.
// Cost: at most eleven parts a group, some ns each; no allocation. Threads: any. Trust: any bytes. Lifetime: the
// text's.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace callsieve::detail {

struct phone_part {
  std::string_view digits;      ///< alone, behind the plus sign where there is one; until the next part
  bool plus = false;            ///< a plus sign stands before it
  bool bare = false;            ///< nothing but digits, the first no zero
  bool code = false;            ///< grouped as a ZIP+4, a postcode or a social security number is
  std::size_t area_digits = 0;  ///< of the first group, or of the second one behind a 1 alone
};

/// The parts of 7 to 17 digits, one at a time.
class phone_clusters {
 public:
  explicit phone_clusters(std::string_view text) noexcept : text_(text) { plain_[0] = '+'; }
  /// False at the end.
  [[nodiscard]] bool next(phone_part& found) noexcept;

 private:
  static constexpr std::size_t fewest_digits = 7, most_digits = 17;
  struct group {
    std::size_t at = 0, digits = 0;
    char before = 0;  ///< the sign between it and the group before; a blank where there are only blanks and brackets
  };

  [[nodiscard]] bool begin() noexcept;
  [[nodiscard]] bool extend() noexcept;
  [[nodiscard]] bool ends_with_day() const noexcept;
  [[nodiscard]] bool is_code() const noexcept;
  [[nodiscard]] int value(const group& of) const noexcept;

  std::string_view text_;
  std::size_t from_ = 0;  ///< where the next beginning is looked for
  std::size_t end_ = 0, digits_ = 0, count_ = 0;
  bool in_part_ = false, plus_ = false;
  std::array<group, most_digits> groups_;
  std::array<char, most_digits + 1> plain_;  ///< a plus sign and the digits
};

}  // namespace callsieve::detail

// Digits in a text that stand as those of one number, and whether they are written as people write a phone number.
//
// What: for columns that are not known to hold phones. numbers_in.hpp reads whatever may be a number, from any digit to
// any other, which is right inside a phone cell; here that would find numbers in every day, amount and account number.
// So digits are taken as a person groups them, and forms that are something else are left out: days and times, decimals
// and thousands, bank accounts, coordinates, parts of words. Digits of other scripts are not read.
// Cost: one pass over the text, some 20 ns for a short one. No allocation. Threads: any. Trust: any bytes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace callsieve::detail {

enum class phone_form : std::uint8_t {
  bare,       ///< nothing but digits, the first no zero: ids are written so, too
  zero,       ///< a zero first: a national or an international prefix, or a zero that an id is filled up with
  separated,  ///< groups of digits
  plus        ///< a plus sign first
};

struct phone_shape {
  std::string_view text;  ///< from the plus sign, bracket or first digit to the last one
  phone_form form = phone_form::bare;
  std::size_t digits = 0;
  /// Without a 1 that stands alone, the first group is an area code of three digits, as North America writes numbers.
  bool area_of_three = false;
  bool labelled = false;  ///< a word such as `tel` or `call` stands before it
};

/// The shapes in one text, one at a time, of 7 to 17 digits. Lifetime: the text must outlive it.
class phone_shapes {
 public:
  static constexpr std::size_t fewest_digits = 7, most_digits = 17;

  explicit phone_shapes(std::string_view text) noexcept;
  /// False at the end.
  [[nodiscard]] bool next(phone_shape& found) noexcept;
  /// Whether the whole text is one: then it has no shapes.
  [[nodiscard]] bool is_bank_account() const noexcept { return is_bank_account_; }

 private:
  enum class between : std::uint8_t { nothing, blank, dash, dot, slash, bracket };
  struct groups {
    std::array<std::size_t, 8> sizes{};
    std::array<std::size_t, 8> starts{};
    std::array<between, 8> before{};  ///< what stands before each
    std::size_t count = 0, digits = 0;
    bool plus = false, too_many = false;
  };

  [[nodiscard]] std::size_t read_groups(std::size_t from, groups& of) const noexcept;
  [[nodiscard]] std::size_t read_separator(std::size_t from, const groups& of, between& kind) const noexcept;
  [[nodiscard]] bool goes_on_in_fours(const groups& of, std::size_t next) const noexcept;
  [[nodiscard]] bool starts_apart(std::size_t from, const groups& of) const noexcept;
  [[nodiscard]] bool ends_apart(std::size_t end, const groups& of) const noexcept;
  [[nodiscard]] int value(const groups& of, std::size_t group) const noexcept;
  [[nodiscard]] bool is_year(const groups& of, std::size_t group) const noexcept;
  [[nodiscard]] bool is_day(const groups& of, std::size_t first) const noexcept;
  [[nodiscard]] bool is_label_before(std::size_t from) const noexcept;
  [[nodiscard]] bool has_label(std::size_t from) const noexcept;
  [[nodiscard]] bool is_code(const groups& of) const noexcept;
  [[nodiscard]] bool is_amount(const groups& of) const noexcept;
  [[nodiscard]] bool follows_bank_code(std::size_t from) const noexcept;
  [[nodiscard]] bool is_digit_at(std::size_t at) const noexcept {
    return at < text_.size() && text_[at] >= '0' && text_[at] <= '9';
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool is_bank_account_;
};

}  // namespace callsieve::detail

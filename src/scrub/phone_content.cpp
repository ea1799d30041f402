#include "scrub/phone_content.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>

#include "callsieve/io/csv_columns.hpp"
#include "callsieve/number/parse.hpp"

#include "number/numbers_in.hpp"

namespace callsieve::detail {
namespace {

constexpr std::size_t fewest_digits = 7;  // shorter subscriber numbers exist, but so do postcodes

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The most digits of any script that stand together.
std::size_t digits_together(std::string_view cell) noexcept {
  numbers_in numbers(cell, region_id::none);
  for (number_within one; numbers.next(one);) {
  }
  return numbers.most_digits_together();
}

/// `Home phone: 202-555-0123`: what stands before the digits would name a column of phones.
bool is_labelled(std::string_view cell) {
  const std::string label(cell.substr(0, cell.find_first_of("+0123456789(")));
  return !find_columns(std::span(&label, 1), phone_words()).empty();
}

}  // namespace

/// Three groups of digits with one separator, a year at either end.
bool written_like_a_date(std::string_view cell) noexcept {
  std::array<std::size_t, 3> digits{};
  std::size_t group = 0;
  char separator = 0;
  for (const char c : cell) {
    if (is_digit(c)) {
      ++digits[group];
    } else if (group == 2) {
      break;
    } else if ((c == '-' || c == '/' || c == '.') && digits[group] != 0 && (separator == 0 || separator == c)) {
      separator = c;
      ++group;
    } else {
      return false;
    }
  }
  const auto day_or_month = [](std::size_t count) { return count == 1 || count == 2; };
  return group == 2 && day_or_month(digits[1]) &&
         ((digits[0] == 4 && day_or_month(digits[2])) || (day_or_month(digits[0]) && digits[2] == 4));
}

bool written_like_a_phone(std::string_view cell) {
  auto digits = static_cast<std::size_t>(std::count_if(cell.begin(), cell.end(), is_digit));
  if (digits < fewest_digits && std::any_of(cell.begin(), cell.end(), [](char c) { return (c & 0x80) != 0; })) {
    digits = digits_together(cell);  // of other scripts
  }
  const auto letters = static_cast<std::size_t>(
      std::count_if(cell.begin(), cell.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }));
  constexpr std::size_t most_letters = 4;  // `ext.`, `tel `
  return digits >= fewest_digits && (letters <= most_letters || is_labelled(cell)) && !written_like_a_date(cell);
}

void phone_content::add(std::string_view cell, region_id region) {
  if (cells_ == cells_wanted) return;
  const parsed_number number = parse(cell, region);
  if (number.error == parse_error::empty) return;
  ++cells_;
  if (!number.valid() || !written_like_a_phone(cell)) return;
  ++phones_;
  constexpr std::uint64_t near = 100;
  const std::uint64_t value = number.number.value();
  rising_ += value > last_ && value - last_ <= near;
  last_ = value;
}

bool phone_content::looks_like_phones() const noexcept {
  constexpr std::size_t most_of_ten = 6;
  constexpr std::size_t enough = 10;  // a handful may rise by chance
  const bool running_count = phones_ >= enough && rising_ * 10 >= (phones_ - 1) * 9;
  return phones_ > 0 && phones_ * 10 >= cells_ * most_of_ten && !running_count;
}

}  // namespace callsieve::detail

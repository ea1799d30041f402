#include "scrub/phone_content.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>

#include "callsieve/io/csv_columns.hpp"
#include "callsieve/number/day_or_range.hpp"
#include "callsieve/number/parse.hpp"
#include "callsieve/rules/detail/cell_text.hpp"

#include "number/numbers_in.hpp"
#include "number/written_phones.hpp"
#include "scrub/placeholders.hpp"

namespace callsieve::detail {
namespace {

constexpr std::size_t fewest_digits = 7;  // shorter subscriber numbers exist, but so do postcodes

constexpr std::size_t most_digits = 17;  // a prefix, and what E.164 allows

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::uint64_t value_of(std::string_view digits) {
  std::uint64_t value = 0;
  for (const char c : digits) value = value * 10 + static_cast<std::uint64_t>(c - '0');
  return value;
}

/// Eight digits that are a day of these centuries: 20241231.
bool written_like_a_plain_day(std::string_view digits) {
  if (digits.size() != 8) return false;
  const auto value = [digits](std::size_t from, std::size_t count) { return value_of(digits.substr(from, count)); };
  const auto between = [](std::uint64_t x, std::uint64_t least, std::uint64_t most) { return x >= least && x <= most; };
  return between(value(0, 4), 1900, 2099) && between(value(4, 2), 1, 12) && between(value(6, 2), 1, 31);
}

/// `51.97432` and `218.69.30.129`: a coordinate, an amount, an address of the internet.
bool is_decimal_or_address(std::string_view text) {
  std::size_t group = 0, dots = 0;
  bool small = true;
  if (!text.empty() && text.front() == '-') text.remove_prefix(1);
  for (const char c : text) {
    if (c != '.' && !is_digit(c)) return false;
    group = c == '.' ? 0 : group + 1;
    dots += c == '.';
    small = small && group <= 3;
  }
  return dots == 1 || (dots == 3 && small);
}

/// `+493023125357 / +493023125830`: several numbers, as they are written for people.
bool holds_several_phones(std::string_view cell, region_id region) {
  phone_shapes shapes(cell);
  std::size_t count = 0;
  for (phone_shape shape; shapes.next(shape);) {
    count += shape.form != phone_form::bare && parse(shape.text, region).valid();
  }
  return count > 1;
}

/// Whether all words say of what kind a phone is: `home`, `work cell`.
bool are_kinds_of_phone(std::string_view text) {
  const auto qualifiers = phone_words().qualifiers;
  const auto is_kind = [&](const std::string& word) {
    return std::find(qualifiers.begin(), qualifiers.end(), word) != qualifiers.end() ||
           !find_columns(std::span(&word, 1), phone_words()).empty();
  };
  const auto words = words_of_column_name(text);
  return !words.empty() && std::all_of(words.begin(), words.end(), is_kind);
}

/// The digits of a cell that has one group of them and such words before it; else the cell.
std::string_view without_kind(std::string_view cell) {
  const std::size_t first = cell.find_first_of("0123456789");
  const bool is_last = first != 0 && first != std::string_view::npos &&
                       cell.find_first_not_of("0123456789", first) == std::string_view::npos;
  return is_last && are_kinds_of_phone(cell.substr(0, first)) ? cell.substr(first) : cell;
}

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

bool written_like_a_date(std::string_view cell) noexcept {
  return is_written_day(cell.substr(0, cell.find_first_of(" T,", 1)));  // a time may stand behind it
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

double valid_by_chance::of(region_id region, std::size_t digits, bool zero_first) {
  const auto is = [&](const known& one) {
    return one.region == region && one.digits == digits && one.zero_first == zero_first;
  };
  const auto found = std::find_if(known_.begin(), known_.end(), is);
  if (found != known_.end()) return found->share;
  constexpr std::size_t tries = 128;
  std::size_t valid = 0;
  std::uint64_t state = 1;
  std::string text(digits, '0');
  for (std::size_t i = 0; i < tries; ++i) {
    for (std::size_t at = zero_first ? 1 : 0; at < digits; ++at) {
      state = state * 6364136223846793005ULL + 1442695040888963407ULL;  // Knuth's MMIX
      const auto random = static_cast<unsigned>(state >> 40);
      text[at] = static_cast<char>(at == 0 ? '1' + random % 9 : '0' + random % 10);
    }
    valid += parse(text, region).in_plan();
  }
  known_.push_back({region, digits, zero_first, static_cast<double>(valid) / static_cast<double>(tries)});
  return known_.back().share;
}

void phone_content::add(std::string_view cell, region_id region, valid_by_chance& chance) {
  if (cells_ == cells_wanted) return;
  if (is_placeholder(cell)) {
    placeholders_ += !without_outer_blanks(cell).empty();
    return;
  }
  cell = without_kind(without_outer_blanks(cell));
  const parsed_number number = parse(cell, region);
  ++cells_;
  constexpr std::size_t some_digits = 5;
  const auto digits = static_cast<std::size_t>(std::count_if(cell.begin(), cell.end(), is_digit));
  with_digits_ += digits >= some_digits || number.in_plan();
  const std::string_view text = without_outer_blanks(cell);
  const bool is_phone = number.in_plan() && written_like_a_phone(cell);
  decimals_ += is_phone && is_decimal_or_address(text);
  if (!is_phone && holds_several_phones(cell, region)) {
    ++phones_;
    ++written_;
    return;
  }
  if (digits == text.size() && digits <= most_digits) {
    ++bare_;
    bare_phones_ += is_phone;
    by_chance_ += chance.of(region, digits, text.front() == '0');
    days_ += is_phone && written_like_a_plain_day(text);
  }
  if (!is_phone) return;
  ++phones_;
  written_ += is_written_phone(cell, region);
  if (digits == text.size()) add_time(text);
  constexpr std::uint64_t near = 100;
  const std::uint64_t value = number.number.value();
  rising_ += value > last_ && value - last_ <= near;
  falling_ += value < last_ && last_ - value <= near;
  last_ = value;
}

bool phone_content::may_be_phones() const noexcept {
  constexpr std::size_t most_of_ten = 6;
  constexpr std::size_t enough = 10;  // a handful may rise by chance
  const bool running_count = phones_ >= enough && std::max(rising_, falling_) * 10 >= (phones_ - 1) * 9;
  const bool days = phones_ > 0 && days_ * 10 >= phones_ * 9;
  const bool decimals = phones_ > 0 && decimals_ * 10 >= phones_ * 9;
  return phones_ > 0 && phones_ * 10 >= cells_ * most_of_ten && !running_count && !days && !decimals;
}

/// Seconds or milliseconds since 1970, in these years: 1735689600.
void phone_content::add_time(std::string_view digits) {
  constexpr std::size_t seconds = 10, milliseconds = 13;
  if ((digits.size() != seconds && digits.size() != milliseconds) || digits.front() != '1') return;
  const std::uint64_t time = value_of(digits.substr(0, seconds));
  ++times_;
  earliest_ = std::min(earliest_, time);
  latest_ = std::max(latest_, time);
}

/// Nearly all read as times within five years. Mobile numbers that lost their zero are further apart.
bool phone_content::holds_times() const noexcept {
  constexpr std::size_t enough = 5;
  constexpr std::uint64_t five_years = 5ULL * 366 * 24 * 60 * 60;
  return times_ >= enough && times_ * 10 >= phones_ * 9 && latest_ - earliest_ <= five_years;
}

/// Half of what chance leaves: of nine Dutch digits 80 % must be valid, of ten American ones 70 %. Where nearly all
/// digits are numbers, nothing is learnt.
bool phone_content::better_than_chance() const noexcept {
  constexpr double tells_nothing = 0.75;
  const auto bare = static_cast<double>(bare_);
  return by_chance_ < tells_nothing * bare && static_cast<double>(bare_phones_) >= by_chance_ + (bare - by_chance_) / 2;
}

bool phone_content::looks_like_phones() const noexcept {
  constexpr std::size_t most_of_ten = 6;
  const std::size_t sure = written_ + (better_than_chance() ? bare_phones_ : 0);
  return may_be_phones() && sure * 10 >= cells_ * most_of_ten && !holds_times();
}

bool phone_content::holds_ids() const noexcept {
  constexpr std::size_t enough = 5;
  return bare_ >= enough && !better_than_chance();
}

}  // namespace callsieve::detail

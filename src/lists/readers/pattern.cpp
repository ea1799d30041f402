#include "lists/readers/pattern.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <optional>

#include "callsieve/number/parse.hpp"

#include "lists/readers/words.hpp"

namespace callsieve {
namespace {

constexpr std::size_t longest_pattern = 40;

enum class mark : std::uint8_t { none, one_digit, any_digits, letter };

constexpr auto marks = [] {
  std::array<mark, 256> table{};
  table['#'] = table['?'] = mark::one_digit;
  table['%'] = table['*'] = mark::any_digits;
  table['X'] = table['x'] = mark::letter;
  return table;
}();

constexpr mark mark_of(char c) noexcept { return marks[static_cast<unsigned char>(c)]; }
constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool is_filler(char c) noexcept {
  return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')' || c == '/';
}

/// Whether eight bytes are digits: the upper halves are 3, also of each byte with 6 more.
bool are_eight_digits(const char* bytes) noexcept {
  constexpr std::uint64_t upper_halves = 0xF0F0F0F0F0F0F0F0, threes = 0x3030303030303030, sixes = 0x0606060606060606;
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return ((word & upper_halves) == threes) & (((word + sixes) & upper_halves) == threes);
}

/// Whether a cell of the usual length is nothing but digits and a plus sign before them: so it is with most.
bool is_bare_number(std::string_view cell) noexcept {
  constexpr std::size_t half = 8;
  if (cell.starts_with('+')) cell.remove_prefix(1);
  return cell.size() >= half && cell.size() <= 2 * half && are_eight_digits(cell.data()) &&
         are_eight_digits(cell.data() + cell.size() - half);
}

/// Where the wildcards at the end begin, fillers between them included.
std::size_t tail_of(std::string_view cell) noexcept {
  std::size_t tail = cell.size();
  for (std::size_t i = cell.size(); i > 0; --i) {
    if (mark_of(cell[i - 1]) != mark::none) {
      tail = i - 1;
    } else if (!is_filler(cell[i - 1])) {
      break;
    }
  }
  return tail;
}

/// The digits of a number in international form; nothing when other characters stand there.
std::optional<std::string> international_digits(std::string_view base, region_id region) {
  const bool plus = base.starts_with('+');
  if (!plus && region != region_id::e164) return std::nullopt;
  if (plus) base.remove_prefix(1);
  std::string digits;
  for (const char c : base) {
    if (is_digit(c)) {
      digits += c;
    } else if (!is_filler(c)) {
      return std::nullopt;
    }
  }
  if (digits.empty() || digits.front() == '0') return std::nullopt;
  return digits;
}

constexpr int longest_number = 15;

std::uint64_t power_of_ten(int exponent) noexcept {
  std::uint64_t power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

/// Whether some number begins so: its calling code is one.
bool begins_a_number(const std::string& digits) {
  std::string text = '+' + digits;
  while (text.size() <= longest_number + 1) {
    if (parse(text, region_id::none).readable()) return true;
    text += '0';
  }
  return false;
}

pattern_or_reason read_prefix(std::string_view base, region_id region) {
  const auto digits = international_digits(base, region);
  if (!digits) return {{}, "a prefix is written with its country code, such as +3190*"};
  if (digits->size() > static_cast<std::size_t>(longest_number)) return {{}, "too_long: more digits than any number"};
  if (!begins_a_number(*digits)) return {{}, "unknown_calling_code: no number begins so"};
  pattern_or_reason read;
  std::uint64_t value = 0;
  for (const char c : *digits) value = value * 10 + static_cast<std::uint64_t>(c - '0');
  for (int more = 0; more <= longest_number - static_cast<int>(digits->size()); ++more) {
    const std::uint64_t numbers = power_of_ten(more);
    read.intervals.push_back({phone_number::from_digits_unchecked(value * numbers),
                              phone_number::from_digits_unchecked(value * numbers + numbers - 1)});
  }
  return read;
}

pattern_or_reason read_range(std::string_view base, int wildcards, region_id region) {
  std::string text(base);
  const auto with = [&](char digit) {
    return parse(text + std::string(static_cast<std::size_t>(wildcards), digit), region);
  };
  const parsed_number first = with('0');
  const parsed_number last = with('9');
  if (!first.readable() || !last.readable()) {
    const parse_error error = first.readable() ? last.error : first.error;
    std::string reason(to_string(error));
    if (error == parse_error::needs_region)
      reason += ": written without a country code; say with --region where it is from";
    return {{}, reason + ": with digits for its wildcards it is no number"};
  }
  const std::uint64_t numbers = power_of_ten(wildcards);
  if (last.number.value() - first.number.value() != numbers - 1 || first.number.value() % numbers != 0) {
    return {{}, "its wildcards are not all digits of one number"};
  }
  return {{{first.number, last.number}}, {}};
}

}  // namespace

bool has_wildcards(std::string_view cell) noexcept {
  if (is_bare_number(cell)) return false;
  unsigned seen = 0;
  for (const char c : cell) seen |= static_cast<unsigned>(mark_of(c));
  if (seen == 0) return false;
  for (std::size_t i = 1; i < cell.size(); ++i) {
    if (mark_of(cell[i]) != mark::none && mark_of(cell[i]) == mark_of(cell[i - 1])) return true;
  }
  const std::size_t end = cell.find_last_not_of(" \t\r");
  const mark last = end == std::string_view::npos ? mark::none : mark_of(cell[end]);
  if (last == mark::letter) return end > 0 && (is_digit(cell[end - 1]) || mark_of(cell[end - 1]) != mark::none);
  return last != mark::none;
}

pattern_or_reason read_pattern(std::string_view cell, region_id region) {
  cell = trimmed(cell);
  if (cell.size() > longest_pattern) return {{}, "not_a_number: a pattern has at most 40 characters"};
  const std::size_t tail = tail_of(cell);
  const std::string_view base = trimmed(cell.substr(0, tail));
  if (std::any_of(base.begin(), base.end(), [](char c) { return mark_of(c) != mark::none; })) {
    return {{}, "wildcards may only stand at the end of a number"};
  }
  if (std::none_of(base.begin(), base.end(), is_digit)) {
    return {{}, "wildcards without a digit before them: every number is no entry of a list"};
  }
  int wildcards = 0;
  bool any = false;
  for (const char c : cell.substr(tail)) {
    if (mark_of(c) == mark::any_digits) any = true;
    if (mark_of(c) == mark::one_digit || mark_of(c) == mark::letter) ++wildcards;
  }
  if (any && wildcards > 0) return {{}, "wildcards of one digit and of any digits do not go together"};
  if (wildcards > longest_number) return {{}, "too_long: more digits than any number"};
  return any ? read_prefix(base, region) : read_range(base, wildcards, region);
}

}  // namespace callsieve

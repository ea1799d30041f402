#include "cell_text.hpp"

#include <cstddef>

#include "extension.hpp"

namespace callsieve::number_detail {
namespace {

/// As libphonenumber: what is longer holds no number.
constexpr std::size_t longest_text = 250;
/// As libphonenumber: fewer digits are a number only as two of them with nothing between.
constexpr int fewest_digits = 3;
/// Letters that libphonenumber takes as a number spelled on the keypad.
constexpr int fewest_keypad_letters = 3;

enum : std::uint8_t { skip = 10, plus_sign = 11, other = 12 };  // 0 to 9 are digits

constexpr std::array<std::uint8_t, 256> make_kinds() {
  std::array<std::uint8_t, 256> kinds{};
  for (auto& kind : kinds) kind = other;
  for (std::uint8_t digit = 0; digit < 10; ++digit) kinds[static_cast<unsigned char>('0') + digit] = digit;
  for (const char c : {' ', '-', '.', '/', '(', ')', '[', ']'}) kinds[static_cast<unsigned char>(c)] = skip;
  kinds[static_cast<unsigned char>('+')] = plus_sign;
  return kinds;
}
constexpr auto kinds = make_kinds();

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_space(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

constexpr std::string_view no_break_space = "\xC2\xA0";

std::string_view without_blanks(std::string_view text) noexcept {
  while (!text.empty()) {
    if (is_space(text.front())) {
      text.remove_prefix(1);
    } else if (text.substr(0, 2) == no_break_space) {
      text.remove_prefix(2);
    } else {
      break;
    }
  }
  while (!text.empty()) {
    if (is_space(text.back())) {
      text.remove_suffix(1);
    } else if (text.size() >= 2 && text.substr(text.size() - 2) == no_break_space) {
      text.remove_suffix(2);
    } else {
      break;
    }
  }
  return text;
}

/// What a spreadsheet or an export wraps around a number to keep it text: ="…", '…, "…".
std::string_view without_wrapping(std::string_view text) noexcept {
  const auto wraps = [](char c) { return c == '"' || c == '\'' || c == '=' || is_space(c); };
  while (!text.empty() && wraps(text.front())) text.remove_prefix(1);
  while (!text.empty() && wraps(text.back())) text.remove_suffix(1);
  return text;
}

std::size_t skip_digits(std::string_view text, std::size_t at) noexcept {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

/// 3.16E+10, 6,12E+08, 3E10.
bool is_scientific(std::string_view text) noexcept {
  std::size_t at = !text.empty() && (text[0] == '+' || text[0] == '-') ? 1 : 0;
  const std::size_t whole = skip_digits(text, at);
  if (whole == at) return false;
  at = whole;
  if (at < text.size() && (text[at] == '.' || text[at] == ',')) at = skip_digits(text, at + 1);
  if (at >= text.size() || (text[at] != 'E' && text[at] != 'e')) return false;
  ++at;
  if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
  const std::size_t end = skip_digits(text, at);
  return end > at && end == text.size();
}

/// ######## (a column too narrow) and error values: #REF!, #NAME?, #N/A, also as other languages spell them.
bool is_error_value(std::string_view text) noexcept {
  if (text.empty() || text.front() != '#') return false;
  if (text.find_first_not_of('#') == std::string_view::npos) return true;
  for (const std::string_view name : {"#N/A", "#N/B", "#N/D", "#NV", "#GETTING_DATA"}) {
    if (text == name) return true;
  }
  return text.size() > 2 && is_letter(text[1]) && (text.back() == '!' || text.back() == '?');
}

/// A number that went through a floating-point column: 612345678.0. Where zeros behind the point may just as well be a
/// group of digits, nobody can say which number it is.
enum class fraction : std::uint8_t { none, dropped, doubtful };
fraction zero_fraction(std::string_view& text) noexcept {
  constexpr std::size_t shortest_amount = 7;  // shorter ones with several zeros are groups of a local number: 555.0000
  std::size_t zeros = text.size();
  while (zeros > 0 && text[zeros - 1] == '0') --zeros;
  if (zeros == text.size() || zeros < 2 || text[zeros - 1] != '.') return fraction::none;
  const auto whole = text.substr(0, zeros - 1);
  const std::size_t sign = whole[0] == '+' ? 1 : 0;
  if (whole.size() == sign || skip_digits(whole, sign) != whole.size()) return fraction::none;
  if (text.size() - zeros == 1) {
    text = whole;
    return fraction::dropped;
  }
  return whole.size() - sign >= shortest_amount ? fraction::doubtful : fraction::none;
}

/// Appends the digits of a body (extension.hpp); false when there are more than any number has.
bool append_digits(std::string_view body, cell_digits& cell) noexcept {
  for (const char c : body) {
    if (!is_digit(c)) continue;
    if (cell.count == cell_digits::capacity) return false;
    cell.digits[static_cast<std::size_t>(cell.count++)] = static_cast<std::uint8_t>(c - '0');
  }
  return true;
}

/// The text from the first plus sign or digit to the last letter, digit or #, without a second extension.
std::string_view possible_number(std::string_view text, std::size_t first) noexcept {
  text.remove_prefix(first);
  while (!is_letter(text.back()) && !is_digit(text.back()) && text.back() != '#') {
    text.remove_suffix(1);
    if (text.empty()) return text;
  }
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '/' && text[at] != '\\') continue;
    std::size_t next = at + 1;
    while (next < text.size() && text[next] == ' ') ++next;
    if (next < text.size() && text[next] == 'x') return text.substr(0, at);
  }
  return text;
}

/// One or two digits among usual punctuation: too short rather than nonsense.
bool has_few_digits(std::string_view text) noexcept {
  int digits = 0;
  for (const char c : text) {
    const std::uint8_t kind = kinds[static_cast<unsigned char>(c)];
    if (kind == other) return false;
    digits += kind < 10 ? 1 : 0;
  }
  return digits > 0 && digits < fewest_digits;
}

parse_error read_ascii(std::string_view text, cell_digits& cell) noexcept {
  text = without_wrapping(text);
  if (text.empty()) return parse_error::empty;
  if (is_scientific(text) || is_error_value(text)) return parse_error::spreadsheet_damaged;
  if (zero_fraction(text) == fraction::doubtful) return parse_error::spreadsheet_damaged;

  const std::size_t first = text.find_first_of("+0123456789");
  if (first == std::string_view::npos) return parse_error::not_a_number;
  for (const char c : text.substr(0, first)) {
    if (is_letter(c)) return parse_error::not_a_number;
  }
  const auto possible = possible_number(text, first);
  const auto [body, second_number] = cut_extension(possible);
  if (second_number) return parse_error::not_a_number;
  if (!is_number_body(body)) {
    return has_few_digits(text) ? parse_error::too_short : parse_error::not_a_number;
  }
  int letters = 0;
  for (const char c : body) letters += is_letter(c) ? 1 : 0;
  if (letters >= fewest_keypad_letters) return parse_error::not_a_number;

  cell.plus = body.front() == '+';
  if (!append_digits(body, cell)) return parse_error::too_long;
  cell.plain = static_cast<std::size_t>(cell.count) == text.size();
  return parse_error::none;
}

/// Everything that the loop over the usual characters does not take.
parse_error read_slowly(std::string_view text, cell_digits& cell) noexcept {
  cell.count = 0;
  cell.plus = false;
  std::array<char, longest_text> ascii;
  std::size_t length = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte == 0xC2 && text.substr(at, 2) == no_break_space) {
      ascii[length++] = ' ';
      ++at;
    } else if ((byte >= 0x20 && byte < 0x7F) || is_space(text[at])) {
      ascii[length++] = text[at];
    } else {
      return parse_error::not_a_number;
    }
  }
  return read_ascii(std::string_view(ascii.data(), length), cell);
}

}  // namespace

void read_digits(std::string_view text, cell_digits& cell) noexcept {
  text = without_blanks(text);
  if (text.empty()) {
    cell.error = parse_error::empty;
    return;
  }
  if (text.size() > longest_text) {
    cell.error = parse_error::too_long;
    return;
  }
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::uint8_t kind = kinds[static_cast<unsigned char>(text[at])];
    if (kind < 10) {
      if (cell.count == cell_digits::capacity) {
        cell.error = parse_error::too_long;
        return;
      }
      cell.digits[static_cast<std::size_t>(cell.count++)] = kind;
    } else if (kind == plus_sign && cell.count == 0 && !cell.plus) {
      cell.plus = true;
    } else if (kind != skip) {
      cell.error = read_slowly(text, cell);
      return;
    }
  }
  cell.plain = static_cast<std::size_t>(cell.count) == text.size();
  // Few digits, or zeros behind a point, ask for a closer look.
  if (cell.count < fewest_digits || (text.back() == '0' && text.find(".0") != std::string_view::npos)) {
    cell.error = read_slowly(text, cell);
  }
}

}  // namespace callsieve::number_detail

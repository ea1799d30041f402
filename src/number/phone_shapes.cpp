#include "number/phone_shapes.hpp"

#include <algorithm>
#include <initializer_list>
#include <span>
#include <string>

#include "callsieve/base/blanks.hpp"

namespace callsieve::detail {
namespace {

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_capital(c) || (c >= 'a' && c <= 'z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Words before a number: `Tel0612345678`, `call 2025550123`.
constexpr std::string_view labels[] = {
    "t",        "m",        "p",        "h",         "w",        "tel",      "ph",    "mob",      "cell",
    "phone",    "gsm",      "mobile",   "fon",       "tlf",      "tlfn",     "handy", "mobil",    "movil",
    "cel",      "celular",  "fax",      "call",      "bel",      "ring",     "dial",  "whatsapp", "telefon",
    "telefono", "telefoon", "telefone", "telephone", "portable", "cellulare"};

bool is_label(std::string_view word) {
  std::array<char, 12> small{};
  if (word.size() > small.size()) return false;
  std::transform(word.begin(), word.end(), small.begin(),
                 [](char c) { return is_capital(c) ? static_cast<char>(c - 'A' + 'a') : c; });
  return std::find(std::begin(labels), std::end(labels), std::string_view(small.data(), word.size())) !=
         std::end(labels);
}

/// `NL91ABNA0417164300`, in groups or not: two letters, two digits, and so many more of both.
bool reads_as_bank_account(std::string_view text) {
  std::size_t signs = 0;
  for (const char c : text) {
    if (c == ' ') continue;
    const bool fits = signs < 2 ? is_capital(c) : signs < 4 ? is_digit(c) : is_digit(c) || is_capital(c);
    if (!fits) return false;
    ++signs;
  }
  return signs >= 15 && signs <= 34;
}

std::size_t blank_at(std::string_view text) noexcept { return blank_at_front(text); }

/// A dash of any kind, or a hyphen that breaks no line.
std::size_t dash_at(std::string_view text) noexcept {
  if (!text.empty() && text.front() == '-') return 1;
  if (text.size() < 3 || text[0] != '\xE2' || text[1] != '\x80') return 0;
  const auto last = static_cast<unsigned char>(text[2]);
  return last >= 0x90 && last <= 0x95 ? 3 : 0;
}

}  // namespace

phone_shapes::phone_shapes(std::string_view text) noexcept
    : text_(text), is_bank_account_(reads_as_bank_account(without_outer_blanks(text))) {
  if (is_bank_account_) at_ = text_.size();
}

bool phone_shapes::next(phone_shape& found) noexcept {
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c != '+' && c != '(' && !is_digit(c)) {
      ++at_;
      continue;
    }
    groups of;
    const std::size_t from = at_;
    const std::size_t end = read_groups(from, of);
    at_ = std::max(end, from + 1);
    if (of.digits < fewest_digits || of.digits > most_digits || of.too_many) continue;
    if (!starts_apart(from, of) || !ends_apart(end, of)) continue;
    const bool zero = text_[of.starts[0]] == '0';
    found.form = of.plus ? phone_form::plus : zero ? phone_form::zero : phone_form::separated;
    if (found.form == phone_form::separated && of.count == 1) found.form = phone_form::bare;
    if (of.count >= 3 && !of.plus && (is_day(of, 0) || is_day(of, of.count - 3))) continue;
    if (!of.plus && (is_amount(of) || is_code(of))) continue;
    if (!of.plus && follows_bank_code(from)) continue;
    const std::size_t area = of.sizes[0] == 1 && text_[of.starts[0]] == '1' && of.count > 1 ? 1 : 0;
    found.area_of_three = of.sizes[area] == 3;
    found.digits = of.digits;
    found.text = text_.substr(from, end - from);
    found.labelled = has_label(from);
    return true;
  }
  return false;
}

/// Reads digits and what may stand between those of one number. Returns where the last digit ends.
std::size_t phone_shapes::read_groups(std::size_t from, groups& of) const noexcept {
  std::size_t at = from;
  std::size_t end = from;
  between kind = between::nothing;
  const auto skip_brackets = [&] {
    while (at < text_.size() && (text_[at] == '(' || text_[at] == ' ')) ++at;
  };
  if (text_[at] == '(') skip_brackets();
  if (at < text_.size() && text_[at] == '+') {
    of.plus = true;
    ++at;
    skip_brackets();
  }
  while (is_digit_at(at)) {
    const std::size_t start = at;
    while (is_digit_at(at)) ++at;
    if (of.count == of.sizes.size()) {
      of.too_many = true;
    } else {
      of.sizes[of.count] = at - start;
      of.starts[of.count] = start;
      of.before[of.count++] = kind;
    }
    of.digits += at - start;
    end = at;
    at += read_separator(at, of, kind);
  }
  return end;
}

/// How many bytes stand between two groups of one number; 0 where the number ends.
std::size_t phone_shapes::read_separator(std::size_t from, const groups& of, between& kind) const noexcept {
  constexpr std::size_t whole_number = 7, surely_whole = 9, most_national = 11;
  std::size_t at = from;
  std::size_t blanks = 0, marks = 0;
  bool before_mark = false;
  kind = between::blank;
  while (at < text_.size() && !is_digit_at(at)) {
    const std::string_view rest = text_.substr(at);
    std::size_t bytes = blank_at(rest);
    if (bytes != 0) {
      ++blanks;
    } else if (rest.front() == '(' || rest.front() == ')') {
      bytes = 1;
      kind = between::bracket;
    } else {
      bytes = dash_at(rest);
      const between mark = bytes != 0            ? between::dash
                           : rest.front() == '.' ? between::dot
                           : rest.front() == '/' ? between::slash
                                                 : between::nothing;
      if (mark == between::nothing || ++marks > 1) return 0;
      if (bytes == 0) bytes = 1;
      before_mark = blanks != 0;
      if (kind != between::bracket) kind = mark;
    }
    at += bytes;
    if (at - from > 8) return 0;
  }
  if (!is_digit_at(at)) return 0;
  const bool zero_or_plus = of.plus || text_[of.starts[0]] == '0';
  if (kind == between::slash && of.digits >= whole_number) return 0;
  if (before_mark && (of.digits >= whole_number || !zero_or_plus)) return 0;  // `37.25 -121.77`, `... - 555`
  if (kind == between::bracket && of.digits >= whole_number) return 0;
  // Behind a whole number with dashes a blank begins the next one.
  const bool dashed = of.count > 1 && of.before[of.count - 1] != between::blank;
  if (kind == between::blank && dashed && of.digits >= surely_whole) return 0;
  // Several blanks part numbers, and so does one behind all the digits that a number has, before the next one's zero.
  const bool is_full =
      of.digits >= (of.plus ? most_national : surely_whole) && text_[at] == '0' && !goes_on_in_fours(of, at);
  if (kind == between::blank && of.digits >= whole_number && (blanks > 1 || is_full)) return 0;
  if (kind == between::blank && !of.too_many && of.sizes[of.count - 1] >= whole_number) return 0;
  return at - from;
}

/// Whether all groups have four digits, and the next one too: those of a card.
bool phone_shapes::goes_on_in_fours(const groups& of, std::size_t next) const noexcept {
  constexpr std::size_t four = 4;
  std::size_t end = next;
  while (is_digit_at(end)) ++end;
  const auto sizes = std::span(of.sizes).first(std::min(of.count, of.sizes.size()));
  return end - next == four && std::all_of(sizes.begin(), sizes.end(), [](std::size_t size) { return size == four; });
}

/// Whether nothing before makes it a part of something else.
bool phone_shapes::starts_apart(std::size_t from, const groups& of) const noexcept {
  if (from == 0 || of.plus) return true;
  const char before = text_[from - 1];
  if (is_letter(before)) return is_label_before(from);
  // `ORD-2025550123`, and what stands in the middle of a UUID.
  if (before == '-' && from > 1 && is_letter(text_[from - 2])) return is_label_before(from - 1);
  const bool after_digit = from > 1 && is_digit(text_[from - 2]);
  if (after_digit && (before == ':' || before == '.' || before == ',' || before == '\'')) return false;
  return before != '_' && before != '%' && before != '$' && before != '=' && before != '&' && before != '@';
}

bool phone_shapes::is_label_before(std::size_t from) const noexcept {
  std::size_t word = from;
  while (word > 0 && is_letter(text_[word - 1])) --word;
  const bool alone = word == 0 || !is_digit(text_[word - 1]);
  return alone && is_label(text_.substr(word, from - word));
}

/// Whether the word before says that this is a phone number: `tel. 0612345678`, `call 2025550123`.
bool phone_shapes::has_label(std::size_t from) const noexcept {
  constexpr std::string_view beside = " :.=#-";
  while (from > 0 && beside.find(text_[from - 1]) != std::string_view::npos) --from;
  std::size_t word = from;
  while (word > 0 && is_letter(text_[word - 1])) --word;
  return word != from && is_label(text_.substr(word, from - word));
}

bool phone_shapes::ends_apart(std::size_t end, const groups& of) const noexcept {
  if (end == text_.size()) return true;
  const char behind = text_[end];
  if (is_letter(behind)) {
    const std::string_view rest = text_.substr(end);
    return (behind == 'x' || behind == 'X') ? rest.size() > 1 && (is_digit(rest[1]) || rest[1] == ' ')
                                            : rest.starts_with("ext");
  }
  if (behind == '%' || behind == '_' || behind == '@') return false;
  if (behind == ':' && is_digit_at(end + 1)) return of.sizes[of.count - 1] > 2;  // else a time
  // `1234567,89`
  if (behind == ',' && is_digit_at(end + 1)) {
    std::size_t decimals = end + 1;
    while (is_digit_at(decimals)) ++decimals;
    return decimals - end - 1 > 2;
  }
  return true;
}

int phone_shapes::value(const groups& of, std::size_t group) const noexcept {
  int sum = 0;
  for (const char c : text_.substr(of.starts[group], of.sizes[group])) sum = sum * 10 + (c - '0');
  return sum;
}

bool phone_shapes::is_year(const groups& of, std::size_t group) const noexcept {
  return of.sizes[group] == 4 && value(of, group) >= 1900 && value(of, group) <= 2099;
}

/// Whether three groups from `first` on are day, month and year in some order.
bool phone_shapes::is_day(const groups& of, std::size_t first) const noexcept {
  const between kind = of.before[first + 1];
  if (kind != of.before[first + 2] || kind == between::bracket) return false;
  const auto is_small = [&](std::size_t group) {
    return of.sizes[group] <= 2 && value(of, group) >= 1 && value(of, group) <= 31;
  };
  if (!is_small(first + 1)) return false;
  return (is_year(of, first) && is_small(first + 2)) || (is_small(first) && is_year(of, first + 2));
}

/// Decimals, thousands, and mixtures that no phone number has.
bool phone_shapes::is_amount(const groups& of) const noexcept {
  if (of.count == 1) return false;
  const auto has = [&of](between kind) {
    return std::find(of.before.begin() + 1, of.before.begin() + static_cast<std::ptrdiff_t>(of.count), kind) !=
           of.before.begin() + static_cast<std::ptrdiff_t>(of.count);
  };
  const bool zero = text_[of.starts[0]] == '0' && of.sizes[0] > 1;
  // `121.772916 37.246742`
  if (of.count == 4 && of.before[1] == between::dot && of.before[2] == between::blank && of.before[3] == between::dot) {
    return true;
  }
  if (of.count == 2 && of.before[1] == between::dot && !zero) return true;
  if (zero) return false;
  if (has(between::dot) && has(between::dash)) return true;
  const bool in_threes = std::all_of(of.sizes.begin() + 1, of.sizes.begin() + static_cast<std::ptrdiff_t>(of.count),
                                     [](std::size_t size) { return size == 3; });
  const bool nine = of.count == 3 && of.sizes[0] == 3 && !has(between::dot);  // 612 345 678 is a number of Spain
  return in_threes && of.sizes[0] <= 3 && !nine && !has(between::bracket) && !has(between::dash);
}

/// Whether the sizes of the groups are those of a card, a postcode, a social security number, an address of the
/// internet or a version.
bool phone_shapes::is_code(const groups& of) const noexcept {
  const auto are = [&of](std::initializer_list<std::size_t> sizes, between kind) {
    return of.count == sizes.size() && std::equal(sizes.begin(), sizes.end(), of.sizes.begin()) &&
           std::all_of(of.before.begin() + 1, of.before.begin() + static_cast<std::ptrdiff_t>(of.count),
                       [kind](between one) { return one == kind; });
  };
  if (are({4, 4, 4, 4}, between::blank) || are({4, 4, 4, 4}, between::dash)) return true;
  if (text_[of.starts[0]] == '0') return false;
  // `26-11-20 1433`: a day and a time.
  const bool short_day = of.count == 4 && of.sizes[0] == 2 && of.sizes[1] == 2 && of.sizes[2] == 2 && of.sizes[3] == 4;
  if (short_day && of.before[1] == between::dash && of.before[2] == between::dash) return true;
  if (of.count == 2 && of.before[1] == between::dash && is_year(of, 0)) return true;  // 2026-000123
  if (are({5, 4}, between::dash) || are({5, 3}, between::dash) || are({3, 2, 4}, between::dash)) return true;
  const bool dotted = std::all_of(of.before.begin() + 1, of.before.begin() + static_cast<std::ptrdiff_t>(of.count),
                                  [](between one) { return one == between::dot; });
  if (of.count == 1 || !dotted) return false;
  const auto sizes = std::span(of.sizes).first(of.count);
  const bool pairs = std::all_of(sizes.begin(), sizes.end(), [](std::size_t size) { return size == 2; });
  const bool small = std::all_of(sizes.begin(), sizes.end(), [](std::size_t size) { return size <= 3; });
  const bool single = std::any_of(sizes.begin(), sizes.end(), [](std::size_t size) { return size == 1; });
  return (of.count == 4 && small && !pairs) || single || (of.count == 3 && sizes[0] == 2 && sizes[1] == 2);
}

/// `NL91 ABNA 0417 1643 00` within other words.
bool phone_shapes::follows_bank_code(std::size_t from) const noexcept {
  std::string_view before = text_.substr(0, from);
  while (!before.empty() && before.back() == ' ') before.remove_suffix(1);
  constexpr std::size_t code = 4;
  if (before.size() < 2 * code || !std::all_of(before.end() - code, before.end(), is_capital)) return false;
  before.remove_suffix(code);
  while (!before.empty() && before.back() == ' ') before.remove_suffix(1);
  if (before.size() < code) return false;
  const std::string_view country = before.substr(before.size() - code);
  return is_capital(country[0]) && is_capital(country[1]) && is_digit(country[2]) && is_digit(country[3]);
}

}  // namespace callsieve::detail

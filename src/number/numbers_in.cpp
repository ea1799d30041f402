#include "numbers_in.hpp"

#include <algorithm>
#include <span>

#include "cell_digits.hpp"
#include "unicode.hpp"

namespace callsieve {
namespace {

using namespace number_detail;

constexpr int fewest_digits = 3;
/// A part of more digits is asked for only when it is as long as a number that people write.
constexpr int fewest_of_a_part = 7;
constexpr int fewest_keypad_letters = 3;

enum class kind : std::uint8_t {
  digit,
  letter,
  plus,
  light,   ///< may stand between the digits of one number: blanks, dashes, brackets
  slash,   ///< may, too, but more often parts two
  parting  ///< parts numbers: commas, line ends, words of other scripts
};

/// Marks of direction, joiners, thin blanks: what copying from a web page or an address book brings.
constexpr bool is_invisible(char32_t point) noexcept {
  return (point >= 0x2000 && point <= 0x200F) || (point >= 0x202A && point <= 0x202F) ||
         (point >= 0x205F && point <= 0x206F) || point == 0xFEFF || point == 0x061C;
}

/// The same in the single-byte encodings of the west: no-break blank, soft hyphen, two dashes.
constexpr bool is_light_byte(unsigned char byte) noexcept {
  return byte == 0xA0 || byte == 0xAD || byte == 0x96 || byte == 0x97;
}

kind kind_of(const text_symbol& one) noexcept {
  if (!one.is_utf8) return is_light_byte(static_cast<unsigned char>(one.symbol)) ? kind::light : kind::parting;
  if (is_digit(one.symbol)) return kind::digit;
  if (is_plus(one.symbol)) return kind::plus;
  if (is_letter(one.symbol)) return kind::letter;
  if (one.symbol == '/') return kind::slash;
  const bool light = is_punctuation(one.symbol) || one.symbol == '*' || is_invisible(one.point);
  return light ? kind::light : kind::parting;
}

/// Whether digits begin with the calling code of the region.
bool begins_with_code(const cell_digits& cell, region_id region) noexcept {
  const int code = calling_code(region);
  const int length = code < 10 ? 1 : code < 100 ? 2 : 3;
  int first = 0;
  for (int i = 0; i < length; ++i) first = first * 10 + cell.digits[static_cast<std::size_t>(i)];
  return code != 0 && first == code;
}

bool is_x(char symbol) noexcept { return symbol == 'x' || symbol == 'X'; }

}  // namespace

void numbers_in::add(sign one) noexcept {
  if (count_ == capacity) {
    std::copy(signs_.begin() + 1, signs_.end(), signs_.begin());
    --count_;
  }
  signs_[count_++] = one;
}

/// Reads up to the end of the next run of digits or letters; false when there is none.
bool numbers_in::read_run() noexcept {
  bool in_run = false, digits = false, plus = false;
  bool parted = count_ == 0;
  std::size_t plus_at = 0;
  while (at_ < text_.size()) {
    std::size_t behind = at_;
    const text_symbol one = next_symbol(text_, behind);
    kind what = kind_of(one);
    // An x alone may stand for a carrier's code, or before an extension.
    const bool in_word = (in_run && !digits) || (behind < text_.size() && is_letter(text_[behind]));
    if (what == kind::letter && is_x(one.symbol) && !in_word) what = kind::slash;
    if (what == kind::digit || what == kind::letter) {
      if (in_run && digits != (what == kind::digit)) return true;
      const bool begins = !in_run;
      if (begins && what == kind::letter) parted = true;
      // Letters part digits for whoever counts those that stand together.
      if (begins && (parted || what == kind::letter || (count_ != 0 && !is_digit(signs_[count_ - 1].symbol)))) {
        parted = true;
        together_ = 0;
      }
      add({at_, plus_at, one.symbol, begins, begins && plus, begins && parted});
      in_run = true;
      digits = what == kind::digit;
      if (digits) most_together_ = std::max(most_together_, ++together_);
    } else {
      if (in_run) return true;
      if (what == kind::plus || what == kind::parting) {
        count_ = 0;
        parted = true;
        plus = what == kind::plus;
        if (plus) plus_at = at_;
      }
      parted = parted || what == kind::slash;
    }
    at_ = behind;
  }
  return in_run;
}

/// Whether the digits just read end there, for all that stands behind them.
bool numbers_in::is_parted_behind() const noexcept {
  for (std::size_t at = at_; at < text_.size();) {
    const kind what = kind_of(next_symbol(text_, at));
    if (what != kind::light) return what != kind::digit;
  }
  return true;
}

bool numbers_in::read_digits(std::size_t first, reading how, number_within& found) const noexcept {
  cell_digits cell;
  cell.plus = how == reading::with_plus;
  cell.plain = how != reading::with_plus;
  for (std::size_t i = first; i < count_; ++i) {
    if (i != first && signs_[i].begins) cell.plain = false;
    if (!is_digit(signs_[i].symbol)) continue;
    cell.digits[static_cast<std::size_t>(cell.count++)] = static_cast<std::uint8_t>(signs_[i].symbol - '0');
  }
  if (cell.count < fewest_digits) return false;
  const bool plus_was_lost = how == reading::plus_lost;
  if (plus_was_lost && !begins_with_code(cell, region_)) return false;
  found.number = read_cell(cell, region_, plus_was_lost ? plus_lost::yes : plus_lost::no);
  if (plus_was_lost && found.number.number == read_cell(cell, region_).number) return false;
  if (how == reading::mended) {
    if (found.number.valid() || !cell.plain) return false;
    found.number = read_cell_mended(cell, region_);
    if (!found.number.valid()) return false;
  }
  if (!found.number.readable()) return false;
  const bool as_written = (how == reading::with_plus) == signs_[first].plus;
  const bool whole = as_written && signs_[first].parted && is_parted_behind();
  found.plain = as_written && (found.number.valid() || whole);
  return found.number.valid() || whole || cell.count >= fewest_of_a_part;
}

/// Reads from one sign to the last one.
bool numbers_in::read_from(std::size_t first, reading how, number_within& found) const noexcept {
  if (!signs_[first].begins || !is_digit(signs_[first].symbol)) return false;
  if (how == reading::with_plus && !signs_[first].plus) return false;
  const auto signs = std::span(signs_).subspan(first, count_ - first);
  const auto letters = std::count_if(signs.begin(), signs.end(), [](const sign& s) { return !is_digit(s.symbol); });
  const auto marks = std::count_if(signs.begin(), signs.end(), [](const sign& s) { return is_x(s.symbol); });
  if (letters == marks) return is_digit(signs.back().symbol) && read_digits(first, how, found);
  return letters >= fewest_keypad_letters && read_keypad(first, how, found);
}

/// Letters as the keys of a keypad, whatever words they make.
bool numbers_in::read_keypad(std::size_t first, reading how, number_within& found) const noexcept {
  if (how == reading::plus_lost) return false;
  if (how == reading::mended) {  // as parse() has it: an extension's mark may stand right behind the last letter
    const std::size_t begin = signs_[first].plus ? signs_[first].plus_at : signs_[first].at;
    found.number = parse(text_.substr(begin, at_ - begin), region_);
    found.plain = true;
    return found.number.valid();
  }
  cell_digits cell;
  cell.plus = how == reading::with_plus;
  for (std::size_t i = first; i < count_; ++i) {
    const char symbol = signs_[i].symbol;
    cell.digits[static_cast<std::size_t>(cell.count++)] =
        is_letter(symbol) ? keypad_digit(symbol) : static_cast<std::uint8_t>(symbol - '0');
  }
  found.number = read_cell(cell, region_);
  found.plain = false;  // where it makes sense parse() says so
  return found.number.valid();
}

/// `7946-0123;phone-context=+4420`: from every beginning before such a mark to every end of what follows it.
bool numbers_in::next_with_context(number_within& found) noexcept {
  constexpr std::string_view mark = "phone-context=";
  constexpr std::size_t furthest = 120;  // before the mark
  constexpr std::size_t most_ends = 32;  // of a plus sign and digits behind it
  for (;; context_ += mark.size(), context_reading_ = 0) {
    context_ = text_.find(mark, context_);
    if (context_ == std::string_view::npos) return false;
    const std::size_t first = context_ - std::min(context_, furthest);
    while (context_reading_ < most_ends * (context_ - first)) {
      const std::size_t begin = first + context_reading_ / most_ends;
      const bool is_sign = is_digit(text_[begin]) || is_letter(text_[begin]);
      const bool begins = is_sign && (begin == 0 || is_digit(text_[begin]) != is_digit(text_[begin - 1]) ||
                                      is_letter(text_[begin]) != is_letter(text_[begin - 1]));
      if (!begins && text_[begin] != '+') {
        context_reading_ += most_ends;
        continue;
      }
      const std::size_t end = context_ + mark.size() + 1 + context_reading_++ % most_ends;
      const bool ends =
          end <= text_.size() && is_digit(text_[end - 1]) && (end == text_.size() || !is_digit(text_[end]));
      if (!ends) continue;
      found = {parse(text_.substr(begin, end - begin), region_), true};
      if (found.number.readable()) return true;
    }
  }
}

bool numbers_in::next(number_within& found) noexcept {
  for (;;) {
    while (candidate_ < readings * count_) {
      const std::size_t one = candidate_++;
      if (read_from(one / readings, static_cast<reading>(one % readings), found)) return true;
    }
    if (!read_run()) return next_with_context(found);
    candidate_ = 0;
  }
}

bool holds_number(std::string_view text, region_id region) noexcept {
  numbers_in numbers(text, region);
  number_within found;
  while (numbers.next(found)) {
    if (found.number.valid() && found.plain) return true;
  }
  return numbers.most_digits_together() >= fewest_of_a_part;
}

}  // namespace callsieve

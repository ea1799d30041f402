#include "numbers_in.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "callsieve/number/numbering_plan.hpp"
#include "callsieve/number/renumbering.hpp"

#include "cell_digits.hpp"
#include "sign_kinds.hpp"
#include "unicode.hpp"

namespace callsieve {
namespace {

using namespace number_detail;

constexpr int fewest_digits = 3;
/// A part of more digits is asked for only when it is as long as a number that people write.
constexpr int fewest_of_a_part = 7;
constexpr int fewest_keypad_letters = 3;

/// Whether digits begin with the calling code of the region.
bool begins_with_code(const cell_digits& cell, region_id region) noexcept {
  const int code = calling_code(region);
  const int length = code < 10 ? 1 : code < 100 ? 2 : 3;
  int first = 0;
  for (int i = 0; i < length; ++i) first = first * 10 + cell.digits[static_cast<std::size_t>(i)];
  return code != 0 && first == code;
}

bool is_x(char symbol) noexcept { return symbol == 'x' || symbol == 'X'; }

/// How many bytes at the front are a tag or an entity of HTML, as `<br>` and `&nbsp;`; 0: none.
std::size_t markup_at_front(std::string_view text) noexcept {
  constexpr std::size_t longest = 12;
  if (text.empty() || (text[0] != '<' && text[0] != '&')) return 0;
  const std::size_t end = text.substr(0, longest).find(text[0] == '<' ? '>' : ';');
  if (end == std::string_view::npos || end < 2) return 0;
  const auto is_inner = [&](char c) {
    return is_letter(c) || (text[0] == '<' ? c == '/' || c == ' ' : is_digit(c) || c == '#');
  };
  const std::string_view inner = text.substr(1, end - 1);
  return std::all_of(inner.begin(), inner.end(), is_inner) ? end + 1 : 0;
}

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
  bool in_run = false, digits = false, plus = false, marked = false;
  bool parted = count_ == 0;
  std::size_t plus_at = 0;
  while (at_ < text_.size()) {
    std::size_t behind = at_;
    const text_symbol one = next_symbol(text_, behind);
    kind what = kind_of(one);
    if (what == kind::mark) behind = std::max(behind, at_ + markup_at_front(text_.substr(at_)));
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
      add({at_, plus_at, one.symbol, begins, begins && plus, begins && parted, begins && marked});
      in_run = true;
      digits = what == kind::digit;
      if (digits) most_together_ = std::max(most_together_, ++together_);
    } else {
      if (in_run) return true;
      if (what == kind::plus) {
        count_ = 0;
        parted = true;
        plus_at = at_;
      }
      if (what == kind::plus || what == kind::mark) plus = what == kind::plus;
      marked = marked || what == kind::mark;
      parted = parted || what == kind::slash || what == kind::mark;
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
  std::size_t skipped = 0;
  if (how == reading::abroad) skipped = international_prefix(first);
  cell.plus = how == reading::with_plus || how == reading::abroad;
  cell.plain = !cell.plus;
  found.joined = false;
  for (std::size_t i = first; i < count_; ++i) {
    if (i != first && signs_[i].begins) cell.plain = false;
    found.joined = found.joined || (i != first && signs_[i].marked);
    if (!is_digit(signs_[i].symbol)) continue;
    if (skipped != 0) {
      --skipped;
      continue;
    }
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
  if (found.joined || how == reading::abroad) {
    found.plain = false;
    return found.number.valid();
  }
  const bool as_written = (how == reading::with_plus) == signs_[first].plus;
  const bool whole = as_written && signs_[first].parted && is_parted_behind();
  found.plain = as_written && (found.number.valid() || whole);
  return found.number.valid() || whole || cell.count >= fewest_of_a_part;
}

/// How many digits from one on are a prefix by which some region dials abroad; 0: none are.
std::size_t numbers_in::international_prefix(std::size_t first) const noexcept {
  for (const std::string_view prefix : {"00", "011"}) {
    std::size_t met = 0;
    for (std::size_t i = first; i < count_ && met < prefix.size() && signs_[i].symbol == prefix[met]; ++i) ++met;
    if (met == prefix.size()) return met;
  }
  return 0;
}

/// Reads from one sign to the last one.
bool numbers_in::read_from(std::size_t first, reading how, number_within& found) const noexcept {
  if (!signs_[first].begins || !is_digit(signs_[first].symbol)) return false;
  if (how == reading::with_plus && !signs_[first].plus) return false;
  const auto signs = std::span(signs_).subspan(first, count_ - first);
  const auto letters = std::count_if(signs.begin(), signs.end(), [](const sign& s) { return !is_digit(s.symbol); });
  const auto marks = std::count_if(signs.begin(), signs.end(), [](const sign& s) { return is_x(s.symbol); });
  const bool joined = std::any_of(signs.begin() + 1, signs.end(), [](const sign& s) { return s.marked; });
  if (letters == marks) return is_digit(signs.back().symbol) && read_digits(first, how, found);
  return letters >= fewest_keypad_letters && !joined && read_keypad(first, how, found);
}

/// Letters as the keys of a keypad, whatever words they make.
bool numbers_in::read_keypad(std::size_t first, reading how, number_within& found) const noexcept {
  if (how == reading::plus_lost) return false;
  // As parse() has it, for an extension's mark may stand right behind the last letter; with the plus sign and without.
  if (how == reading::mended || how == reading::abroad) {
    const bool plus = signs_[first].plus && how == reading::mended;
    if (how == reading::abroad && !signs_[first].plus) return false;  // said already
    const std::size_t begin = plus ? signs_[first].plus_at : signs_[first].at;
    found.number = parse(text_.substr(begin, at_ - begin), region_);
    found.plain = true;
    found.joined = false;
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
  found.joined = false;
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
      found = {parse(text_.substr(begin, end - begin), region_), true, false};
      if (found.number.readable()) return true;
    }
  }
}

bool numbers_in::next(number_within& found) noexcept {
  if (old_) {
    const phone_number today = renumbered(std::exchange(old_, phone_number()));
    const plan_entry entry = classify(today);
    found = {{today, entry.region, entry.type, parse_error::none}, false, true};
    return true;
  }
  for (;;) {
    while (candidate_ < readings * count_) {
      const std::size_t one = candidate_++;
      if (!read_from(one / readings, static_cast<reading>(one % readings), found)) continue;
      if (!found.number.valid() && renumbered(found.number.number)) old_ = found.number.number;
      return true;
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

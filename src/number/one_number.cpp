#include "one_number.hpp"

#include <algorithm>

#include "cell_digits.hpp"
#include "extension.hpp"
#include "labels.hpp"
#include "marks.hpp"
#include "rfc3966.hpp"

namespace callsieve::number_detail {
namespace {

/// Letters that are taken as a number spelled on the keypad.
constexpr int fewest_keypad_letters = 3;

/// Where the number begins: its first plus sign or digit. The size when there is none.
std::size_t number_begin(std::string_view symbols) noexcept {
  std::size_t at = 0;
  while (at < symbols.size() && !is_digit(symbols[at]) && !is_plus(symbols[at])) ++at;
  return at;
}

/// Words before a number are passed over, unless the last one may belong to it: the letter O for a zero, or any letter
/// that touches the first digit and is no label.
bool is_harmless_head(cell_text head, bool before_plus) noexcept {
  letter_run last{head.symbols.size(), head.symbols.size()};
  for (auto run = next_letters(head, 0); run.begin < head.symbols.size(); run = next_letters(head, run.end)) last = run;
  if (last.begin == last.end) return true;
  const cell_text word = head.substr(last.begin, last.end - last.begin);
  if (looks_like_digits(word)) return false;
  return before_plus || last.end != head.symbols.size() || is_label(word);
}

bool is_x_alone(cell_text word) noexcept { return word.symbols.find_first_not_of("xX") == std::string_view::npos; }

/// Whether words stand there that nobody writes to name a number.
bool has_unknown_words(cell_text head) noexcept {
  for (auto run = next_letters(head, 0); run.begin < head.symbols.size(); run = next_letters(head, run.end)) {
    const cell_text word = head.substr(run.begin, run.end - run.begin);
    if (!is_label(word) && !is_x_alone(word)) return true;
  }
  return false;
}

/// The words behind the last digit: all of them labels, some, or none.
struct tail {
  std::size_t begin = 0;  ///< of the first word; the text's size without words
  bool all_labels = false;
};
tail tail_of(cell_text text) noexcept {
  std::size_t digits_end = text.symbols.size();
  while (digits_end > 0 && !is_digit(text.symbols[digits_end - 1])) --digits_end;
  tail result;
  result.begin = text.symbols.size();
  for (auto run = next_letters(text, digits_end); run.begin < text.symbols.size(); run = next_letters(text, run.end)) {
    if (result.begin == text.symbols.size()) {
      result = {run.begin, true};
    }
    const cell_text word = text.substr(run.begin, run.end - run.begin);
    // A lone letter labels the number only when something sets it apart.
    const bool letter = run.begin > digits_end && is_label_letter(word);
    result.all_labels = result.all_labels && (letter || is_label(word));
  }
  return result;
}

/// As libphonenumber: nothing but letters, digits and # ends a number.
cell_text without_end(cell_text text) noexcept {
  while (!text.symbols.empty()) {
    const char last = text.symbols.back();
    if (is_digit(last) || is_word(last) || last == '#') break;
    text.symbols.remove_suffix(1);
  }
  return text;
}

/// As libphonenumber: "x302/x2303" is one extension and the beginning of another.
cell_text without_second_extension(cell_text text) noexcept {
  const std::string_view symbols = text.symbols;
  for (std::size_t at = 0; at < symbols.size(); ++at) {
    if (symbols[at] != '/' && symbols[at] != '\\') continue;
    const std::size_t next = symbols.find_first_not_of(' ', at + 1);
    if (next != std::string_view::npos && symbols[next] == 'x') return text.substr(0, at);
  }
  return text;
}

/// The digits of a body, with its letters as the keypad has them or without; false when there are too many.
bool take_digits(std::string_view body, bool keypad, cell_digits& cell) noexcept {
  cell.count = 0;
  cell.plus = is_plus(body.front());
  for (const char c : body) {
    const bool letter = keypad && is_letter(c);
    if (!letter && !is_digit(c)) continue;
    if (cell.count == cell_digits::capacity) return false;
    cell.digits[static_cast<std::size_t>(cell.count++)] = letter ? keypad_digit(c) : static_cast<std::uint8_t>(c - '0');
  }
  return true;
}

parsed_number read_digits(std::string_view body, bool keypad, region_id region, plus_lost lost) noexcept {
  cell_digits cell;
  if (!take_digits(body, keypad, cell)) return failed(parse_error::too_long);
  return read_cell(cell, region, lost);
}

/// May these letters be digits of a keypad? Not labels, not letters that look like digits, and not x alone, which
/// stands for a carrier's code or for digits that somebody hid.
bool has_keypad_words(cell_text body) noexcept {
  for (auto run = next_letters(body, 0); run.begin < body.symbols.size(); run = next_letters(body, run.end)) {
    const cell_text word = body.substr(run.begin, run.end - run.begin);
    if (is_x_alone(word) || is_label(word) || looks_like_digits(word)) return false;
  }
  return true;
}

parsed_number read_body(cell_text body, region_id region, plus_lost lost) noexcept {
  const std::string_view symbols = body.symbols;
  const auto letters = std::count_if(symbols.begin(), symbols.end(), is_letter);
  const auto marks = std::count_if(symbols.begin(), symbols.end(), [](char c) { return c == 'x' || c == 'X'; });
  if (letters == marks && letters < fewest_keypad_letters) return read_digits(symbols, false, region, lost);

  const parsed_number spelled = read_digits(symbols, true, region, lost);
  if (spelled.error == parse_error::needs_region) return spelled;
  // Digits that are a number without the letters leave nobody to say what the letters are.
  const bool sure = letters >= fewest_keypad_letters && spelled.valid() && has_keypad_words(body) &&
                    !read_digits(symbols, false, region, lost).in_plan();
  return sure ? spelled : failed(parse_error::not_a_number);
}

/// One or two digits and no words: too short rather than nonsense.
bool has_few_digits(std::string_view symbols) noexcept {
  int digits = 0;
  for (const char c : symbols) {
    if (is_letter(c) || (!is_digit(c) && !is_plus(c) && !is_punctuation(c))) return false;
    digits += is_digit(c) ? 1 : 0;
  }
  return digits == 1 || digits == 2;
}

/// A text that begins with its number and ends with it or its extension.
one_number read_exactly(cell_text text, region_id region, plus_lost lost) noexcept {
  text = without_subaddress(text);
  const auto [symbols, cut, list, long_list, twice] = cut_extension(text.symbols);
  one_number result;
  result.end = cut ? symbols.size() : text.symbols.size();
  result.list = list;
  if (!is_number_body(symbols)) {
    result.number = failed(has_few_digits(text.symbols) ? parse_error::too_short : parse_error::not_a_number);
  } else if (long_list || twice) {
    result.number = failed(parse_error::not_a_number);
  } else {
    result.number = read_body(text.substr(0, symbols.size()), region, lost);
  }
  return result;
}

/// A text that begins with its number; words may stand behind it.
one_number read_from_begin(cell_text text, region_id region, plus_lost lost) noexcept {
  const auto read = [region, lost](cell_text part) {
    return read_exactly(without_second_extension(without_end(part)), region, lost);
  };
  const tail words = tail_of(text);
  if (!words.all_labels && !has_mark(text.substr(words.begin))) return read(text);
  one_number result = read(text.substr(0, words.begin));
  // Digits that are no number without the word, and one with it: "0800 MOBILE".
  if (!result.number.in_plan() && read_digits(text.symbols, true, region, lost).valid()) {
    result.number = failed(parse_error::not_a_number);
  }
  return result;
}

}  // namespace

one_number read_one(cell_text text, region_id default_region, plus_lost lost) noexcept {
  one_number result{failed(parse_error::not_a_number), text.symbols.size(), false};
  cell_text_room room;
  switch (read_phone_context(text, room)) {
    case phone_context::invalid: return result;
    case phone_context::read: result.number = read_exactly(room.text(), default_region, lost).number; return result;
    case phone_context::none: break;
  }
  const std::size_t begin = number_begin(text.symbols);
  if (begin == text.symbols.size()) return result;
  const cell_text head = text.substr(0, begin);
  if (!is_harmless_head(head, is_plus(text.symbols[begin]))) return result;
  result = read_from_begin(text.substr(begin), default_region, lost);
  result.end += begin;
  // "Registered 2025": a sentence with digits in it is no number that the plan forgot.
  if (result.number.error == parse_error::not_in_plan && has_unknown_words(head)) {
    result.number = failed(parse_error::not_a_number);
  }
  return result;
}

}  // namespace callsieve::number_detail

#include "extension.hpp"

#include <array>
#include <cstddef>

#include "unicode.hpp"

namespace callsieve::number_detail {
namespace {

using place = std::size_t;
constexpr place nowhere = std::string_view::npos;

// How many digits an extension may have: the vaguer its mark, the fewer.
constexpr place digits_after_label = 20;
constexpr place digits_after_autodial = 15;
constexpr place digits_after_vague_mark = 9;
constexpr place digits_before_hash = 6;
/// The shortest number that people write without its area code.
constexpr place digits_of_a_number = 7;
/// As libphonenumber: fewer digits are a number only as two of them with nothing between.
constexpr int fewest_digits = 3;

bool is_blank(char c) noexcept { return c == ' ' || c == '\t' || c == symbol::no_break_space; }
bool is_stop(char c) noexcept { return c == '.' || c == ':' || c == symbol::wide_stop; }

/// Where a run of `matches` that ends at `end` begins.
template <class Predicate>
place back_over(std::string_view text, place end, Predicate matches) noexcept {
  while (end > 0 && matches(text[end - 1])) --end;
  return end;
}

bool ends_with_word(std::string_view text, std::string_view word) noexcept {
  if (text.size() < word.size()) return false;
  text.remove_prefix(text.size() - word.size());
  for (place i = 0; i < word.size(); ++i) {
    if (to_lower(text[i]) != word[i]) return false;
  }
  return true;
}

/// The ways to read the end of a text as an extension: for each, where the extension begins with its mark and the
/// blanks before it.
struct readings {
  std::array<place, 9> starts{};
  place count = 0;
  place digits = 0;  ///< how many digits the extension has
  place leftmost = nowhere;
  bool leftmost_is_list = false;  ///< the leftmost reading rests on a comma or semicolon alone

  void add(place start, bool list) noexcept {
    starts[count++] = start;
    if (leftmost == nowhere || start < leftmost) {
      leftmost = start;
      leftmost_is_list = list;
    } else if (start == leftmost) {
      leftmost_is_list = leftmost_is_list && list;
    }
  }
};

/// The length of the longest of these words that ends the text; 0 for none.
template <std::size_t Count>
place longest_word(std::string_view text, const std::array<std::string_view, Count>& words) noexcept {
  place longest = 0;
  for (const auto word : words) {
    if (word.size() > longest && ends_with_word(text, word)) longest = word.size();
  }
  return longest;
}

/// The length of the word before an extension that `text` ends with; 0 for none.
place label_length(std::string_view text) noexcept {
  constexpr std::array<std::string_view, 22> words = {
      "xt",           "ext",           "xtn",          "extn",         "xtensio",
      "extensio",     "xtension",      "extension",    "xtensio\x91",  "extensio\x91",
      "xtensio\x91n", "extensio\x91n", "xtensi\x8D",   "extensi\x8D",  "xtensi\x8Dn",
      "extensi\x8Dn", "\x89\x8A",      "\x88\x89\x8A", "\x89\x8A\x8B", "\x88\x89\x8A\x8B",
      "\x8E\x8F\x90", "anexo"};
  return longest_word(text, words);
}

/// The length of a vaguer mark; 0 for none.
place vague_mark_length(std::string_view text) noexcept {
  constexpr std::array<std::string_view, 7> marks = {"x", "#", "~", "int", "\x89", "\x86", "\x8C\x8B\x8A"};
  return longest_word(text, marks);
}

void add_comma_readings(std::string_view text, place gap, place digits_begin, readings& found) noexcept {
  const auto comma = [](char c) { return c == ','; };
  // `gap` begins the run of blanks, commas and hyphens before the digits; a dot or colon may stand before that run.
  const bool dotted = gap > 0 && is_stop(text[gap - 1]);
  const place mark_end = dotted ? gap - 1 : gap;
  if (found.digits <= digits_after_autodial) {
    if (mark_end > 0 && text[mark_end - 1] == ';') found.add(back_over(text, mark_end - 1, is_blank), true);
    if (dotted && mark_end >= 2 && text.substr(mark_end - 2, 2) == ",,") {
      found.add(back_over(text, mark_end - 2, is_blank), true);
    }
    const place pair = text.substr(0, digits_begin).find(",,", gap);
    if (pair != nowhere) found.add(back_over(text, pair, is_blank), true);
  }
  if (found.digits <= digits_after_vague_mark) {
    if (dotted && mark_end > 0 && comma(text[mark_end - 1])) {
      found.add(back_over(text, back_over(text, mark_end, comma), is_blank), true);
    }
    const place first = text.substr(0, digits_begin).find(',', gap);
    if (first != nowhere) found.add(back_over(text, first, is_blank), true);
  }
}

readings extension_readings(std::string_view text) noexcept {
  readings found;
  const bool hash = !text.empty() && text.back() == '#';
  const place digits_end = text.size() - (hash ? 1 : 0);
  const place digits_begin = back_over(text, digits_end, is_digit);
  found.digits = digits_end - digits_begin;
  if (found.digits == 0 || found.digits > digits_after_label) return found;
  const auto before_digits = text.substr(0, digits_begin);

  if (!hash && ends_with_word(before_digits, ";ext=")) found.add(digits_begin - 5, false);
  if (hash && found.digits <= digits_before_hash) {
    const place start = back_over(text, digits_begin, [](char c) { return c == '-' || c == ' '; });
    if (start != digits_begin) found.add(start, false);
  }

  const auto separator = [](char c) { return is_blank(c) || c == ','; };
  const place gap = back_over(text, digits_begin, [&](char c) { return separator(c) || c == '-'; });
  const place mark_end = gap > 0 && is_stop(text[gap - 1]) ? gap - 1 : gap;
  if (const place length = label_length(text.substr(0, mark_end)); length != 0) {
    found.add(back_over(text, mark_end - length, separator), false);
  }
  if (const place length = vague_mark_length(text.substr(0, mark_end));
      length != 0 && found.digits <= digits_after_vague_mark) {
    found.add(back_over(text, mark_end - length, separator), false);
  }
  add_comma_readings(text, gap, digits_begin, found);
  return found;
}

/// Could this be a number: a body, or a body of at least three digits with an extension?
bool is_viable(std::string_view text, const readings& found) noexcept {
  if (is_number_body(text)) return true;
  for (place i = 0; i < found.count; ++i) {
    if (found.starts[i] != 2 && is_number_body(text.substr(0, found.starts[i]))) return true;
  }
  return false;
}

}  // namespace

bool is_number_body(std::string_view symbols) noexcept {
  if (symbols.size() == 2 && is_digit(symbols[0]) && is_digit(symbols[1])) return true;
  while (!symbols.empty() && is_plus(symbols.front())) symbols.remove_prefix(1);
  int digits = 0;
  for (const char c : symbols) {
    if (is_digit(c)) {
      ++digits;
    } else if (c != '*' && !is_punctuation(c) && !(digits >= fewest_digits && is_letter(c))) {
      return false;
    }
  }
  return digits >= fewest_digits;
}

without_extension cut_extension(std::string_view symbols) noexcept {
  const readings found = extension_readings(symbols);
  if (found.leftmost == nowhere || !is_viable(symbols, found)) return {symbols};
  // As libphonenumber: only the reading that begins first, and only behind something that could be a number itself.
  const auto number = symbols.substr(0, found.leftmost);
  const readings before = extension_readings(number);
  if (!is_viable(number, before)) return {symbols};
  const bool twice = before.leftmost != nowhere && is_viable(number.substr(0, before.leftmost), {});
  return {number, true, found.leftmost_is_list, found.leftmost_is_list && found.digits >= digits_of_a_number, twice};
}

}  // namespace callsieve::number_detail

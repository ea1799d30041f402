#include "extension.hpp"

#include <array>
#include <cstddef>

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

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool is_blank(char c) noexcept { return c == ' ' || c == '\t'; }
char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_punctuation(char c) noexcept {
  return c != '\0' && std::string_view(" -./()[]~xX").find(c) != std::string_view::npos;
}

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
    if (lower(text[i]) != word[i]) return false;
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

/// Marks that are words or single characters, ending at `end`; 0 when there is none, else the mark's length.
place label_length(std::string_view text, place end) noexcept {
  constexpr std::array<std::string_view, 5> words = {"anexo", "extension", "extensio", "extn", "ext"};
  const auto before = text.substr(0, end);
  for (const auto word : words) {
    if (ends_with_word(before, word)) return word.size();
    if (word[0] == 'e' && ends_with_word(before, word.substr(1))) return word.size() - 1;
  }
  return 0;
}

place vague_mark_length(std::string_view text, place end) noexcept {
  const auto before = text.substr(0, end);
  if (ends_with_word(before, "int")) return 3;
  return !before.empty() && std::string_view("xX#~").find(before.back()) != std::string_view::npos ? 1 : 0;
}

void add_comma_readings(std::string_view text, place gap, place digits_begin, readings& found) noexcept {
  const auto comma = [](char c) { return c == ','; };
  // `gap` begins the run of blanks, commas and hyphens before the digits; a dot or colon may stand before that run.
  const bool dotted = gap > 0 && (text[gap - 1] == '.' || text[gap - 1] == ':');
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
  const place mark_end = gap > 0 && (text[gap - 1] == '.' || text[gap - 1] == ':') ? gap - 1 : gap;
  if (const place length = label_length(text, mark_end); length != 0) {
    found.add(back_over(text, mark_end - length, separator), false);
  }
  if (const place length = vague_mark_length(text, mark_end); length != 0 && found.digits <= digits_after_vague_mark) {
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

bool is_number_body(std::string_view text) noexcept {
  if (text.size() == 2 && is_digit(text[0]) && is_digit(text[1])) return true;
  while (!text.empty() && text.front() == '+') text.remove_prefix(1);
  int digits = 0;
  for (const char c : text) {
    if (is_digit(c)) {
      ++digits;
    } else if (c != '*' && !is_punctuation(c)) {
      return false;
    }
  }
  return digits >= 3;
}

without_extension cut_extension(std::string_view text) noexcept {
  const readings found = extension_readings(text);
  if (found.leftmost == nowhere || !is_viable(text, found)) return {text, false};
  // As libphonenumber: only the reading that begins first, and only behind something that could be a number itself.
  const auto number = text.substr(0, found.leftmost);
  if (!is_viable(number, extension_readings(number))) return {text, false};
  return {number, found.leftmost_is_list && found.digits >= digits_of_a_number};
}

}  // namespace callsieve::number_detail

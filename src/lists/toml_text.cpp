#include "toml_text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "number/unicode.hpp"

namespace callsieve::detail {
namespace {

constexpr std::string_view blanks = " \t";
constexpr std::string_view line_ends = "\r\n";
constexpr std::string_view number_starts = "0123456789+-";
constexpr std::string_view value_ends = " \t\r\n\v\f]},#";

[[nodiscard]] bool is_one_of(std::string_view characters, char c) { return characters.find(c) != characters.npos; }
[[nodiscard]] bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

/// Walks the text as TOML's grammar does, and copies it.
class walker {
 public:
  explicit walker(std::string_view text) : text_(text) {
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    if (text_.starts_with(byte_order_mark)) text_.remove_prefix(byte_order_mark.size());
    out_.reserve(text_.size());
  }

  toml_text walk() {
    while (!at_end() && !stray_) {
      if (is_one_of("\"'", text_[at_])) {
        quoted(text_[at_]);
      } else if (text_[at_] == '#') {
        take(std::min(text_.find('\n', at_), text_.size()) - at_);
      } else if (in_value_ && is_one_of(number_starts, text_[at_])) {
        number();
      } else {
        structure(text_[at_]);
        ascii();
      }
    }
    toml_text result{std::move(out_), {}};
    if (stray_) result.stray = place_of(*stray_);
    return result;
  }

 private:
  [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
  void take(std::size_t count) {
    count = std::min(count, text_.size() - at_);
    out_ += text_.substr(at_, count);
    at_ += count;
  }
  /// Takes one character that must be ASCII.
  void ascii() {
    if (at_end()) return;
    if (is_ascii(text_[at_])) return take(1);
    stray_ = at_;
  }
  void ascii_of(std::string_view characters) {
    while (!at_end() && is_one_of(characters, text_[at_])) take(1);
  }
  /// The parser looks for the end of a number, or of a day, before it reads it: past quotes, too, which are an error
  /// there.
  void number() {
    while (!at_end() && !stray_ && !is_one_of(value_ends, text_[at_])) ascii();
  }
  /// Whether a key or a value comes next.
  void structure(char c) {
    switch (c) {
      case '=': in_value_ = true; break;
      case '[':
        if (in_value_) open_ += c;
        break;
      case '{':
        if (in_value_) open_ += c;
        in_value_ = false;
        break;
      case ']':
      case '}':
        if (!open_.empty()) open_.pop_back();
        break;
      case ',': in_value_ = open_.ends_with('['); break;
      case '\n':
        if (open_.empty()) in_value_ = false;
        break;
      default: break;
    }
  }
  /// How often the quote stands here, at most `most` times.
  [[nodiscard]] std::size_t run_of(char quote, std::size_t most) const {
    const std::string_view rest = text_.substr(at_, most);
    return std::min(rest.find_first_not_of(quote), rest.size());
  }

  void quoted(char quote) {
    const bool of_lines = run_of(quote, 3) == 3;
    take(of_lines ? 3 : 1);
    while (!at_end() && !stray_) {
      if (text_[at_] == quote) {
        // Two quotes may stand in front of the three that end a text of several lines.
        const std::size_t run = of_lines ? run_of(quote, 5) : 1;
        take(run);
        if (!of_lines || run >= 3) return;
      } else if (quote == '"' && text_[at_] == '\\') {
        take(1);
        escaped(of_lines);
      } else {
        take(1);
      }
    }
  }
  void escaped(bool of_lines) {
    if (!of_lines || at_end() || !(is_one_of(blanks, text_[at_]) || is_one_of(line_ends, text_[at_]))) return ascii();
    ascii_of(blanks);
    if (at_end() || !is_one_of(line_ends, text_[at_])) return ascii();
    ascii_of(" \t\r\n");
    if (!at_end() && !is_ascii(text_[at_])) spell();
  }
  /// Takes one character as an escape.
  void spell() {
    const std::size_t from = at_;
    const number_detail::text_symbol character = number_detail::next_symbol(text_, at_);
    if (!character.is_utf8) {
      stray_ = from;
      return;
    }
    std::array<char, 11> escape;
    std::snprintf(escape.data(), escape.size(), "\\U%08X", static_cast<unsigned>(character.point));
    out_ += escape.data();
  }

  [[nodiscard]] toml_text::place place_of(std::size_t offset) const {
    toml_text::place place;
    for (const char c : text_.substr(0, offset)) {
      if (c == '\n') {
        ++place.line;
        place.column = 1;
      } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
        ++place.column;
      }
    }
    return place;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string out_;
  std::optional<std::size_t> stray_;
  bool in_value_ = false;
  std::string open_;  ///< brackets of the arrays and tables in which the value stands
};

}  // namespace

toml_text read_toml_text(std::string_view text) { return walker(text).walk(); }

}  // namespace callsieve::detail

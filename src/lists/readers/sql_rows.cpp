#include "lists/readers/sql_rows.hpp"

#include "lists/readers/sniffing.hpp"
#include "lists/readers/words.hpp"

namespace callsieve::readers {
namespace {

/// Takes a word, in any case, off the front.
bool take_word(std::string_view& text, std::string_view word) {
  text = trimmed(text);
  if (lower(text.substr(0, word.size())) != word) return false;
  text.remove_prefix(word.size());
  return true;
}

}  // namespace

sql_rows::sql_rows(std::string_view line) : rest_(line) {
  if (!take_word(rest_, "insert ")) return;
  take_word(rest_, "ignore ");
  if (!take_word(rest_, "into ")) return;
  rest_ = trimmed(rest_);
  const bool quoted = rest_.starts_with('`');
  if (quoted) rest_.remove_prefix(1);
  const std::size_t end = rest_.find_first_of(quoted ? "`" : " (");
  if (end == std::string_view::npos) return;
  table_ = rest_.substr(0, end);
  rest_.remove_prefix(end + (quoted ? 1 : 0));
  pass_blanks();
  if (rest_.starts_with('(')) {  // the names of the columns, in the table's order: those of the tables known here
    const std::size_t close = rest_.find(')');
    if (close == std::string_view::npos) return;
    rest_.remove_prefix(close + 1);
  }
  is_insert_ = take_word(rest_, "values");
}

void sql_rows::pass_blanks() {
  while (!rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\t')) rest_.remove_prefix(1);
}

bool sql_rows::read_value(std::string& value) {
  value.clear();
  pass_blanks();
  if (!rest_.starts_with('\'')) {
    const std::size_t end = rest_.find_first_of(",)");
    if (end == std::string_view::npos) return false;
    const std::string_view word = trimmed(rest_.substr(0, end));
    if (word != "NULL") value = word;
    rest_.remove_prefix(end);
    return true;
  }
  for (std::size_t i = 1; i < rest_.size(); ++i) {
    const char c = rest_[i];
    const bool stands_for_next = c == '\\' || (c == '\'' && rest_.substr(i + 1, 1) == "'");
    if (stands_for_next && i + 1 < rest_.size()) {
      value += rest_[++i];
    } else if (c == '\'') {
      rest_.remove_prefix(i + 1);
      pass_blanks();
      return true;
    } else {
      value += c;
    }
  }
  return false;
}

bool sql_rows::next(std::vector<std::string>& values) {
  pass_blanks();
  if (rest_.starts_with(';')) {
    is_damaged_ = !trimmed(rest_.substr(1)).empty();
    return false;
  }
  if (rest_.starts_with(',')) rest_.remove_prefix(1);
  pass_blanks();
  is_damaged_ = true;
  if (!rest_.starts_with('(')) return false;
  const std::string_view from = rest_;
  rest_.remove_prefix(1);
  std::size_t count = 0;
  while (true) {
    if (count == values.size()) values.emplace_back();
    if (!read_value(values[count])) return false;
    ++count;
    if (rest_.starts_with(')')) break;
    if (!rest_.starts_with(',')) return false;
    rest_.remove_prefix(1);
  }
  rest_.remove_prefix(1);
  values.resize(count);
  tuple_ = from.substr(0, static_cast<std::size_t>(rest_.data() - from.data()));
  is_damaged_ = false;
  return true;
}

}  // namespace callsieve::readers

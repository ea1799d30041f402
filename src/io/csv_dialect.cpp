#include <algorithm>
#include <string_view>
#include <vector>

#include "callsieve/io/csv.hpp"

#include "io/csv_row_machine.hpp"

namespace callsieve {
namespace {

using detail::row_machine;

/// In the order that wins a tie: a comma may be a decimal comma, a tab is hardly ever anything else.
constexpr char candidates[] = {'\t', ';', '|', ','};
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
constexpr std::size_t lines_looked_at = 200;

/// Whether no line ends in `\n` while a `\r` outside quotes stands before more text.
bool ends_lines_with_cr(std::string_view text, char delimiter, bool has_quotes) {
  bool in_quotes = false;
  bool at_field_start = true;
  bool seen_cr = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_quotes) {
      in_quotes = c != '"';
      continue;
    }
    if (c == '\n') return false;
    if (c == '\r' && i + 1 < text.size()) seen_cr = true;
    in_quotes = has_quotes && c == '"' && (at_field_start || (i > 0 && text[i - 1] == '"'));
    const bool is_delimiter = delimiter != 0
                                  ? c == delimiter
                                  : std::find(std::begin(candidates), std::end(candidates), c) != std::end(candidates);
    at_field_start = c == '\r' || is_delimiter;
  }
  return seen_cr;
}

/// Fields of each complete line; of the only line, when there is none complete.
std::vector<std::size_t> field_counts(std::string_view text, const csv_syntax& syntax) {
  std::vector<std::size_t> counts;
  row_machine machine(syntax);
  std::size_t fields = 1;
  std::size_t row_start = 0;
  for (std::size_t i = 0; i < text.size() && counts.size() < lines_looked_at; ++i) {
    const auto step = machine.feed(text[i]);
    if (step == row_machine::step::field_end) ++fields;
    if (step != row_machine::step::row_end) continue;
    const std::string_view row = text.substr(row_start, i - row_start);
    if (!row.empty() && row != "\r") counts.push_back(fields);
    fields = 1;
    row_start = i + 1;
  }
  if (counts.empty() && !text.empty()) counts.push_back(fields);
  return counts;
}

char find_delimiter(std::string_view text, csv_syntax syntax) {
  char best = ',';
  std::size_t best_agree = 0;
  std::size_t best_fields = 0;
  for (const char candidate : candidates) {
    syntax.delimiter = candidate;
    const auto counts = field_counts(text, syntax);
    if (counts.empty() || counts.front() < 2) continue;
    const auto agree = static_cast<std::size_t>(std::count(counts.begin(), counts.end(), counts.front()));
    // Quotes read with a wrong delimiter swallow lines, so what is compared is the share of the lines that agree.
    const std::size_t share = agree * 1000 / counts.size();
    if (share > best_agree || (share == best_agree && counts.front() > best_fields)) {
      best = candidate;
      best_agree = share;
      best_fields = counts.front();
    }
  }
  return best;
}

bool is_candidate(char c) { return std::find(std::begin(candidates), std::end(candidates), c) != std::end(candidates); }

/// `sep=;` in quotes or not, and the same delimiter behind it where a program has filled the line up.
bool is_separator_line(std::string_view content) {
  if (content.size() >= 2 && content.front() == '"') {
    const std::size_t end = content.find('"', 1);
    if (end == std::string_view::npos) return false;
    const std::string_view behind = content.substr(end + 1);
    content = content.substr(1, end - 1);
    if (behind.find_first_not_of(content.empty() ? '\0' : content.back()) != std::string_view::npos) return false;
  }
  constexpr std::string_view word = "sep=";
  if (content.size() <= word.size() || !is_candidate(content[word.size()])) return false;
  const auto same = [](char small, char any) { return (any >= 'A' && any <= 'Z' ? any - 'A' + 'a' : any) == small; };
  return std::equal(word.begin(), word.end(), content.begin(), same) &&
         content.substr(word.size()).find_first_not_of(content[word.size()]) == std::string_view::npos;
}

/// The first line with its line end, when it says what the delimiter is.
std::string_view find_separator_line(std::string_view text, char line_end) {
  const std::string_view line = text.substr(0, text.find(line_end));
  const bool returned = line_end == '\n' && line.ends_with('\r');
  if (!is_separator_line(line.substr(0, line.size() - (returned ? 1 : 0)))) return {};
  return text.substr(0, line.size() + 1);
}

csv_dialect read_dialect(std::string_view beginning, char delimiter, bool has_quotes) {
  csv_dialect dialect;
  dialect.has_quotes = has_quotes;
  dialect.byte_order_mark = beginning.starts_with(byte_order_mark);
  if (dialect.byte_order_mark) beginning.remove_prefix(byte_order_mark.size());
  dialect.line_end = ends_lines_with_cr(beginning, delimiter, has_quotes) ? '\r' : '\n';
  dialect.separator_line = find_separator_line(beginning, dialect.line_end);
  if (delimiter == 0 && !dialect.separator_line.empty()) {
    delimiter = dialect.separator_line[dialect.separator_line.find('=') + 1];
  }
  dialect.delimiter = delimiter != 0 ? delimiter : find_delimiter(beginning, dialect);
  row_machine machine(dialect);
  for (std::size_t i = 0; i < beginning.size(); ++i) {
    if (machine.feed(beginning[i]) != row_machine::step::row_end) continue;
    dialect.carriage_return = dialect.line_end == '\n' && i > 0 && beginning[i - 1] == '\r';
    break;
  }
  return dialect;
}

/// The fields of the first line that is not empty, cut at every delimiter.
std::vector<std::string> first_row(std::string_view text, const csv_dialect& dialect) {
  text.remove_prefix(dialect.separator_line.size() + (dialect.byte_order_mark ? byte_order_mark.size() : 0));
  text.remove_prefix(std::min(text.find_first_not_of("\r\n"), text.size()));
  text = text.substr(0, text.find(dialect.line_end));
  if (text.ends_with('\r')) text.remove_suffix(1);
  std::vector<std::string> fields;
  for (;;) {
    const std::size_t end = text.find(dialect.delimiter);
    fields.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return fields;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

csv_dialect find_dialect(std::string_view beginning, const csv_options& asked) {
  const bool may_be_unquoted = asked.quotes == csv_quotes::found && asked.unquoted != nullptr;
  if (asked.quotes == csv_quotes::none || may_be_unquoted) {
    csv_dialect unquoted = read_dialect(beginning, asked.delimiter, false);
    if (!may_be_unquoted || asked.unquoted(first_row(beginning, unquoted), unquoted.delimiter)) return unquoted;
  }
  return read_dialect(beginning, asked.delimiter, true);
}

}  // namespace callsieve

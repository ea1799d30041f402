// A slow reader of delimited text, a byte at a time over the whole of it: what csv_reader must agree with.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace callsieve::test {

struct oracle_row {
  std::string bytes;  ///< with its line end
  std::string line_end;
  std::vector<std::string> raw;     ///< fields as written
  std::vector<std::string> values;  ///< fields as meant
  std::size_t line = 0, lines = 0;
  bool text_after_quote = false, wrong_count = false, too_long = false, ragged = false;
  [[nodiscard]] bool well_formed() const { return !text_after_quote && !wrong_count && !too_long; }
};

struct oracle_text {
  std::vector<oracle_row> rows;
  std::size_t width = 0;
  std::size_t lines = 0, empty_lines = 0;  ///< in all; those without a row
  std::size_t open_quote_line = 0;         ///< 0: none is open at the end
  bool cut = false;
};

/// How long Excel's line `sep=;` is, with its line end; 0 where the text begins otherwise.
inline std::size_t separator_line_by_oracle(std::string_view text) {
  const std::size_t end = text.find('\n');
  std::string line(text.substr(0, end));
  if (!line.empty() && line.back() == '\r') line.pop_back();
  for (const std::string word : {"sep=", "Sep=", "SEP=", "sEp="}) {
    for (const char delimiter : {',', ';', '\t', '|'}) {
      for (std::size_t filled = 0; filled < 8; ++filled) {
        const std::string more(filled, delimiter);
        const bool is_it = line == word + delimiter + more || line == '"' + word + delimiter + '"' + more;
        if (is_it) return end == std::string_view::npos ? text.size() : end + 1;
      }
    }
  }
  return 0;
}

/// Reads a text without byte-order mark whose lines end in `\n` or `\r\n`.
inline oracle_text read_by_oracle(std::string_view text, char delimiter, std::size_t longest_row = 1'000'000,
                                  std::size_t least_fields = 0, bool quotes = true) {
  oracle_text result;
  std::size_t at = separator_line_by_oracle(text);
  std::size_t line = at == 0 ? 1 : 2;
  result.lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) +
                 (text.empty() || text.back() == '\n' ? 0 : 1);
  while (at < text.size()) {
    oracle_row row;
    row.line = line;
    const std::size_t start = at;
    bool more_fields = true;
    while (more_fields) {
      const std::size_t field_start = at;
      std::string value;
      if (quotes && at < text.size() && text[at] == '"') {
        const std::size_t quote_line = line;
        ++at;
        for (;; ++at) {
          if (at == text.size()) {
            result.open_quote_line = quote_line;
            return result;
          }
          if (text[at] == '\n') ++line;
          if (text[at] == '"') {
            if (at + 1 == text.size() || text[at + 1] != '"') break;
            ++at;
          }
          value += text[at];
        }
        ++at;
      }
      const bool quoted = at != field_start;
      const std::size_t rest = at;
      const auto ends_line = [&] {
        return text[at] == '\n' || (text[at] == '\r' && (at + 1 == text.size() || text[at + 1] == '\n'));
      };
      while (at < text.size() && text[at] != delimiter && !ends_line()) ++at;
      if (quoted && at != rest) row.text_after_quote = true;
      value += text.substr(rest, at - rest);
      row.raw.emplace_back(text.substr(field_start, at - field_start));
      row.values.push_back(value);
      more_fields = at < text.size() && text[at] == delimiter;
      if (more_fields) ++at;
    }
    const std::size_t content = at - start;
    if (at < text.size() && text[at] == '\r') row.line_end += text[at++];
    if (at < text.size() && text[at] == '\n') {
      row.line_end += text[at++];
      ++line;
    }
    row.lines = line - row.line + (row.line_end.find('\n') == std::string::npos ? 1 : 0);
    if (content == 0) {
      ++result.empty_lines;
      continue;
    }
    row.bytes = std::string(text.substr(start, at - start));
    row.too_long = content > longest_row;
    if (row.too_long) row.text_after_quote = false;
    if (!row.text_after_quote && !row.too_long) {
      if (result.width == 0) result.width = row.raw.size();
      row.ragged = row.raw.size() != result.width;
      bool too_many = false;
      for (std::size_t i = result.width; i < row.values.size(); ++i) {
        too_many = too_many || (row.raw[i] != "\"\"" && row.raw[i].find_first_not_of(' ') != std::string::npos);
      }
      row.wrong_count = row.ragged && (least_fields == 0 || row.raw.size() < least_fields || too_many);
      row.ragged = row.ragged && !row.wrong_count;
    }
    if (at == text.size() && row.line_end.find('\n') == std::string::npos && !row.too_long &&
        row.raw.size() < result.width) {
      result.cut = true;
      return result;
    }
    result.rows.push_back(row);
  }
  return result;
}

/// Whether a text is a number.
using oracle_number_test = std::function<bool(const std::string& text)>;

/// Every way to read the fields of a line as a row: cut at delimiters, but for those in a field that begins and ends
/// with `quote`, where that may be; a field that does not end so begins with an ordinary byte.
inline std::vector<std::pair<std::size_t, std::string>> fields_by_oracle(const std::string& line, char delimiter,
                                                                         const std::string& quote) {
  std::vector<std::pair<std::size_t, std::string>> fields;  // place, text
  std::size_t at = 0;
  for (;;) {
    std::size_t end = at;
    bool quoted = false;
    if (!quote.empty() && line.compare(at, quote.size(), quote) == 0) {
      for (std::size_t i = at + quote.size(); i + quote.size() <= line.size() && !quoted;) {
        if (line.compare(i, quote.size(), quote) != 0) {
          ++i;
          continue;
        }
        const std::size_t behind = i + quote.size();
        quoted = behind == line.size() || line[behind] == delimiter;
        if (quoted) end = behind;
        i = line.compare(behind, quote.size(), quote) == 0 ? behind + quote.size() : behind;
      }
    }
    while (!quoted && end < line.size() && line[end] != delimiter) ++end;
    fields.emplace_back(at, line.substr(at, end - at));
    if (end == line.size()) return fields;
    at = end + 1;
  }
}

/// Whether a quoted field of the row that spans lines holds a line that is a row: with as many fields, and a number in
/// one of the columns, which are those of numbers. A field of such a column without delimiters holds numbers, not rows,
/// but for lines of nothing else.
inline bool hides_row_by_oracle(const oracle_row& row, char delimiter, std::size_t width, std::size_t least,
                                const std::vector<std::size_t>& columns, const oracle_number_test& is_number) {
  const std::string content = row.bytes.substr(0, row.bytes.size() - row.line_end.size());
  const auto has_numbers = [&](std::size_t column) {
    return std::find(columns.begin(), columns.end(), column) != columns.end();
  };
  const auto is_hidden = [&](std::size_t first, std::size_t line_start, std::size_t line_end) {
    std::size_t place = 0;
    for (std::size_t f = 0; f < row.raw.size(); ++f) {
      const std::string& field = row.raw[f];
      const std::size_t field_end = place + field.size();
      if (first >= place && first < field_end) {
        const bool spans = field[0] == '"' && field.find('\n') != std::string::npos;
        const bool whole = line_start >= place && line_end <= field_end;
        return spans && (!has_numbers(f) || whole || field.find(delimiter) != std::string::npos);
      }
      place = field_end + 1;
    }
    return false;
  };
  for (std::size_t start = 0; start <= content.size();) {
    const std::size_t end = std::min(content.find('\n', start), content.size());
    std::string line = content.substr(start, end - start);
    if (!line.empty() && line.back() == '\r') line.pop_back();
    for (const std::string quote : {"", "\"", "\"\""}) {
      const auto fields = fields_by_oracle(line, delimiter, quote);
      bool fits = !line.empty() && (fields.size() == width || (least != 0 && fields.size() >= least));
      if (fields.size() == 1 && width > 1) fits = false;
      bool any = false;
      for (std::size_t i = 0; i < fields.size(); ++i) {
        const std::size_t first = fields[i].second.find_first_not_of(" \t\"");
        if (first == std::string::npos) continue;
        if (i >= width) fits = false;
        const std::size_t last = fields[i].second.find_last_not_of(" \t\"");
        any = any ||
              (i < width && has_numbers(i) && is_hidden(start + fields[i].first + first, start, start + line.size()) &&
               is_number(fields[i].second.substr(first, last + 1 - first)));
      }
      if (fits && any) return true;
    }
    start = end + 1;
  }
  return false;
}

}  // namespace callsieve::test

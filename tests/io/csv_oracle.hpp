// A slow reader of delimited text, a byte at a time over the whole of it: what csv_reader must agree with.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace callsieve::test {

struct oracle_row {
  std::string bytes;  ///< with its line end
  std::string line_end;
  std::vector<std::string> raw;     ///< fields as written
  std::vector<std::string> values;  ///< fields as meant
  std::size_t line = 0;
  bool text_after_quote = false, wrong_count = false, too_long = false, ragged = false;
  [[nodiscard]] bool well_formed() const { return !text_after_quote && !wrong_count && !too_long; }
};

struct oracle_text {
  std::vector<oracle_row> rows;
  std::size_t width = 0;
  std::size_t open_quote_line = 0;  ///< 0: none is open at the end
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
                                  std::size_t least_fields = 0) {
  oracle_text result;
  std::size_t at = separator_line_by_oracle(text);
  std::size_t line = at == 0 ? 1 : 2;
  while (at < text.size()) {
    oracle_row row;
    row.line = line;
    const std::size_t start = at;
    bool more_fields = true;
    while (more_fields) {
      const std::size_t field_start = at;
      std::string value;
      if (at < text.size() && text[at] == '"') {
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
    if (content == 0) continue;
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

}  // namespace callsieve::test

// Compares csv_reader with the slow reader on one text: the body of the random tests and of the fuzz target.
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <string_view>

#include "callsieve/io/csv.hpp"

#include "io/csv_hidden_rows.hpp"
#include "io/csv_oracle.hpp"

namespace callsieve::test {

inline csv_options small_options(std::size_t chunk, char delimiter) {
  csv_options options;
  options.delimiter = delimiter;
  options.chunk = chunk;
  options.longest_row = 100;
  options.rows_per_block = 3;
  return options;
}

/// What is wrong with one row as read; empty when it is the oracle's.
inline std::string row_difference(const csv_reader& reader, const csv_row& row, const oracle_row& expected,
                                  std::size_t longest_row, bool quotes) {
  const std::string where = "row of line " + std::to_string(expected.line) + ": ";
  if (row.line != expected.line) return where + "line " + std::to_string(row.line);
  if (row.lines != expected.lines) return where + std::to_string(row.lines) + " lines";
  const row_state state = expected.too_long           ? row_state::too_long
                          : expected.text_after_quote ? row_state::text_after_quote
                          : expected.wrong_count      ? row_state::wrong_field_count
                                                      : row_state::well_formed;
  if (row.state != state) return where + "state " + std::string(to_string(row.state));
  if (expected.too_long) {
    return row.bytes == expected.bytes.substr(0, longest_row) && row.fields == 0 ? ""
                                                                                 : where + "not the row's beginning";
  }
  if (row.bytes != expected.bytes || row.line_end() != expected.line_end) return where + "bytes";
  if (row.fields != expected.raw.size()) return where + std::to_string(row.fields) + " fields";
  std::string scratch;
  for (std::size_t i = 0; i < row.fields; ++i) {
    if (reader.field(row, i) != expected.raw[i]) return where + "field " + std::to_string(i + 1);
    if (reader.field_start(row, i) + row.bytes.data() != reader.field(row, i).data()) return where + "field's place";
    if (quotes && row.state == row_state::well_formed &&
        decode_field(reader.field(row, i), scratch) != expected.values[i]) {
      return where + "value " + std::to_string(i + 1);
    }
  }
  return "";
}

/// How the two differ about whether a row hides rows, of which those cells are numbers that hold an `a` or an `x`.
inline std::string hiding_difference(const csv_reader& reader, const csv_row& row, const oracle_row& expected,
                                     const detail::row_widths& widths) {
  if (row.state != row_state::well_formed) return "";
  const auto is_number = [](std::string_view text) { return text.find_first_of("ax") != std::string_view::npos; };
  const std::vector<std::size_t> columns = {0, 2};
  detail::hidden_row_finder finder(reader.dialect(), widths, columns);
  const bool found = finder.find(
      reader, row, [&](std::string_view text, std::span<const std::string_view>) { return is_number(text); });
  const char delimiter = reader.dialect().delimiter;
  if (found == hides_row_by_oracle(expected, delimiter, widths.width, widths.least, columns, is_number)) return "";
  return "row of line " + std::to_string(row.line) + ": hidden rows " + (found ? "found" : "missed");
}

/// Reads `text` in chunks of `chunk` bytes; says how that differs from the slow reader, or nothing.
inline std::string csv_difference(std::string_view text, std::size_t chunk, char delimiter,
                                  std::size_t least_fields = 0, bool quotes = true) {
  auto source = byte_source::of_text(std::string(text), "text");
  if (!source.ok()) return "";  // refused formats have their own tests
  csv_options options = small_options(chunk, delimiter);
  options.least_fields = least_fields;
  options.quotes = quotes ? csv_quotes::rfc : csv_quotes::none;
  auto reader = csv_reader::open(*std::move(source), options);
  if (!reader.ok()) return message_of(reader.status());
  if (reader->dialect().byte_order_mark) text.remove_prefix(3);
  if (reader->dialect().line_end == '\r') return "";  // the slow reader knows line feeds only
  if (reader->dialect().separator_line.size() != separator_line_by_oracle(text)) return "another first line";
  const oracle_text expected = read_by_oracle(text, delimiter, options.longest_row, least_fields, quotes);
  std::size_t seen = 0;
  for (;;) {
    const auto more = reader->next();
    if (!more.ok()) {
      const std::string message = message_of(more.status());
      if (expected.cut && message.find("cut in the middle") != std::string::npos) return "";
      const std::string line = "line " + std::to_string(expected.open_quote_line) + ":";
      if (expected.open_quote_line != 0 && message.find(line) != std::string::npos) return "";
      return "unexpected error: " + message;
    }
    if (!*more) break;
    if (reader->rows().empty() || reader->rows().size() > options.rows_per_block) return "a block of wrong size";
    for (const csv_row& row : reader->rows()) {
      if (seen == expected.rows.size()) return "a row too many";
      std::string difference = row_difference(*reader, row, expected.rows[seen], options.longest_row, quotes);
      if (!difference.empty()) return difference;
      difference = hiding_difference(*reader, row, expected.rows[seen++], {expected.width, least_fields});
      if (!difference.empty()) return difference;
    }
  }
  if (expected.cut || expected.open_quote_line != 0) return "an error was expected";
  return seen == expected.rows.size() ? "" : "rows are missing";
}

}  // namespace callsieve::test

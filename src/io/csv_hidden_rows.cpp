#include "io/csv_hidden_rows.hpp"

#include <algorithm>
#include <array>

namespace callsieve::detail {
namespace {

constexpr std::array<std::string_view, 3> ways_to_quote = {"", "\"", "\"\""};

/// Where the field ends that begins the line.
std::size_t end_of_field(std::string_view line, std::string_view quote, char delimiter) {
  if (line.starts_with('"') && !quote.empty() && line.starts_with(quote)) {
    // The quote closes where a delimiter or the line's end follows; without such a place it is a byte like any other.
    for (std::size_t at = line.find(quote, quote.size()); at != std::string_view::npos; at = line.find(quote, at)) {
      at += quote.size();
      if (at == line.size() || line[at] == delimiter) return at;
      if (line.substr(at).starts_with(quote)) at += quote.size();  // doubled
    }
  }
  return std::min(line.find(delimiter), line.size());
}

}  // namespace

std::string_view without_quotes_and_blanks(std::string_view text) noexcept {
  const auto is_around = [](char c) { return c == ' ' || c == '\t' || c == '"'; };
  while (!text.empty() && is_around(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_around(text.back())) text.remove_suffix(1);
  return text;
}

bool lines_of_record::next(std::string_view& line) {
  if (at_end_) return false;
  const std::size_t end = rest_.find(line_end_);
  at_end_ = end == std::string_view::npos;
  line = rest_.substr(0, end);
  if (!at_end_) rest_.remove_prefix(end + 1);
  if (line_end_ == '\n' && line.ends_with('\r')) line.remove_suffix(1);
  return true;
}

void hidden_row_finder::add_quoted(std::string_view field, std::size_t column) {
  const bool holds_numbers = std::find(columns_.begin(), columns_.end(), column) != columns_.end();
  quoted_.push_back({field, holds_numbers && field.find(syntax_.delimiter) == std::string_view::npos});
}

bool hidden_row_finder::find(std::string_view record, number_test is_number) {
  lines_of_record lines(record, syntax_.line_end);
  for (std::string_view line; lines.next(line);) {
    if (!may_be_row(line)) continue;
    const auto is_hidden_number = [&](std::size_t column) {
      if (column >= cells_.size()) return false;
      const std::string_view text = without_quotes_and_blanks(cells_[column]);
      return is_hidden(text, line) && is_number(text, cells_);
    };
    for (const std::string_view quote : ways_to_quote) {
      if (read(line, quote) && std::any_of(columns_.begin(), columns_.end(), is_hidden_number)) return true;
      if (!some_begin_with_quotes_) break;  // then quotes change nothing
    }
  }
  return false;
}

/// Whether it has delimiters enough, however quotes are read: to be a row, and to have a column of numbers before the
/// last quoted cell ends.
bool hidden_row_finder::may_be_row(std::string_view line) const noexcept {
  if (line.empty() || quoted_.empty()) return false;
  const char* const hidden_end = quoted_.back().text.data() + quoted_.back().text.size();
  const char* const line_end = line.data() + line.size();
  const auto hidden =
      static_cast<std::size_t>(std::count(line.data(), std::min(hidden_end, line_end), syntax_.delimiter));
  if (hidden < first_column_) return false;
  const std::size_t least = widths_.least == 0 ? widths_.width : std::min(widths_.least, widths_.width);
  const std::size_t beyond =
      hidden_end >= line_end ? 0 : static_cast<std::size_t>(std::count(hidden_end, line_end, syntax_.delimiter));
  return hidden + beyond + 1 >= least;
}

/// Whether the line has as many fields as a row may have. Cells beyond the width are not kept.
bool hidden_row_finder::read(std::string_view line, std::string_view quote) {
  cells_.clear();
  some_begin_with_quotes_ = false;
  for (;;) {
    const std::size_t end = end_of_field(line, quote, syntax_.delimiter);
    const std::string_view cell = line.substr(0, end);
    some_begin_with_quotes_ |= cell.starts_with('"');
    if (cells_.size() == widths_.width) {
      if (widths_.any_beyond) return true;
      if (widths_.least == 0 || !without_quotes_and_blanks(cell).empty()) return false;
    } else {
      cells_.push_back(cell);
    }
    if (end == line.size()) break;
    line.remove_prefix(end + 1);
  }
  // A line of one field that lacks the others is a note, with a number in it or not.
  return cells_.size() == widths_.width ||
         (widths_.least != 0 && cells_.size() >= std::max<std::size_t>(widths_.least, 2));
}

bool hidden_row_finder::is_hidden(std::string_view cell, std::string_view line) const noexcept {
  const auto stands_in = [](std::string_view part, std::string_view whole) {
    return part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size();
  };
  return !cell.empty() && std::any_of(quoted_.begin(), quoted_.end(), [&](const quoted_cell& quoted) {
    return stands_in(cell, quoted.text) && (!quoted.is_asked || stands_in(line, quoted.text));
  });
}

}  // namespace callsieve::detail

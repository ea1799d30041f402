#include "scrub/hidden_numbers.hpp"

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include "callsieve/number/parse.hpp"

#include "number/numbers_in.hpp"
#include "scrub/header_row.hpp"
#include "scrub/phone_content.hpp"

namespace callsieve::detail {
namespace {

std::vector<std::size_t> columns_of_numbers(const job_columns& columns) {
  std::vector<std::size_t> all = columns.phones;
  if (columns.alternates) all.push_back(*columns.alternates);
  return all;
}

/// A first look: hardly any number has fewer digits, which may be of other scripts; with letters for digits, as in
/// `1386 times`, few lines would be none.
bool may_hold_number(std::string_view text) {
  constexpr std::ptrdiff_t fewest_digits = 7;
  const auto may_be_digit = [](char c) { return (c >= '0' && c <= '9') || (c & 0x80) != 0; };
  return std::count_if(text.begin(), text.end(), may_be_digit) >= fewest_digits;
}

}  // namespace

bool holds_valid_number(std::string_view text, region_id region) {
  if (!may_hold_number(text)) return false;
  if (parse(text, region).in_plan()) return true;
  if (written_like_a_date(text)) return false;
  numbers_in numbers(text, region);
  for (number_within one; numbers.next(one);) {
    if (one.number.valid() && !one.joined) return true;
  }
  return false;
}

hidden_numbers::hidden_numbers(const job_columns& columns, region_id region, const csv_syntax& syntax,
                               const row_widths& widths)
    : region_(region, columns.region, columns.code), rows_(syntax, widths, columns_of_numbers(columns)) {}

bool hidden_numbers::in(const csv_block& block, const csv_row& row) {
  return rows_.find(block, row, [this](std::string_view text, std::span<const std::string_view> cells) {
    const auto beside = [&](std::size_t column) {
      return column < cells.size() ? without_quotes_and_blanks(cells[column]) : std::string_view();
    };
    return may_hold_number(text) && holds_valid_number(text, region_.of(beside));
  });
}

bool begins_with_header_line(const csv_row& row, const csv_syntax& syntax, region_id region) {
  const std::string_view content = row.without_line_end();
  std::vector<std::string> cells;
  for (std::string_view rest = content.substr(0, content.find_first_of("\r\n"));;) {
    const std::size_t end = rest.find(syntax.delimiter);
    cells.emplace_back(without_quotes_and_blanks(rest.substr(0, end)));
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
  return names_phone_columns(cells, region);
}

bool holds_phone(const csv_block& block, const csv_row& row, region_id region) {
  const std::vector<std::string> cells = cells_of(block, row);
  return std::any_of(cells.begin(), cells.end(), [region](const std::string& cell) {
    return written_like_a_phone(cell) && parse(cell, region).in_plan();
  });
}

bool hides_rows_of_other_width(const csv_block& block, const csv_syntax& syntax, region_id region) {
  std::size_t other = 1;
  while (other < block.size() && (block.row(other).lines > 1 || block.row(other).fields == 0)) ++other;
  if (other == block.size()) return false;
  const row_widths widths{.width = block.row(other).fields};
  std::vector<std::size_t> any_column(widths.width);
  std::iota(any_column.begin(), any_column.end(), std::size_t{0});
  hidden_row_finder rows(syntax, widths, any_column);
  return rows.find(block, block.row(0), [region](std::string_view text, std::span<const std::string_view>) {
    return written_like_a_phone(text) && parse(text, region).in_plan();
  });
}

}  // namespace callsieve::detail

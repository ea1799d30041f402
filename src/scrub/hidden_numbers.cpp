#include "scrub/hidden_numbers.hpp"

#include <algorithm>

#include "callsieve/number/parse.hpp"

#include "number/numbers_in.hpp"
#include "scrub/phone_content.hpp"

namespace callsieve::detail {

bool holds_valid_number(std::string_view text, region_id region) {
  const parsed_number number = parse(text, region);
  if (number.valid()) return true;
  if (number.error != parse_error::several_numbers && !written_like_a_phone(text)) return false;
  numbers_in numbers(text, region);
  for (number_within one; numbers.next(one);) {
    if (one.number.valid()) return true;
  }
  return false;
}

hidden_numbers::hidden_numbers(const job_columns& columns, region_id region, const csv_syntax& syntax,
                               const row_widths& widths)
    : columns_(columns.phones), region_(region, columns.region, columns.code), rows_(syntax, widths) {
  if (columns.alternates) columns_.push_back(*columns.alternates);
}

bool hidden_numbers::in(const csv_block& block, const csv_row& row) {
  return rows_.find(block, row, [this](std::span<const inner_cell> cells) { return holds_number(cells); });
}

bool hidden_numbers::holds_number(std::span<const inner_cell> cells) {
  const auto text = [&](std::size_t column) { return column < cells.size() ? cells[column].text : std::string_view(); };
  return std::any_of(columns_.begin(), columns_.end(), [&](std::size_t column) {
    return column < cells.size() && cells[column].hidden && holds_valid_number(text(column), region_.of(text));
  });
}

bool hides_rows_of_other_width(const csv_block& block, const csv_syntax& syntax, region_id region) {
  std::size_t other = 1;
  while (other < block.size() && (block.row(other).lines > 1 || block.row(other).fields == 0)) ++other;
  if (other == block.size()) return false;
  hidden_row_finder rows(syntax, {.width = block.row(other).fields});
  return rows.find(block, block.row(0), [region](std::span<const inner_cell> cells) {
    return std::any_of(cells.begin(), cells.end(), [region](const inner_cell& cell) {
      return cell.hidden && written_like_a_phone(cell.text) && parse(cell.text, region).valid();
    });
  });
}

}  // namespace callsieve::detail

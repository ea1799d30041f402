#include "scrub/cells.hpp"

#include <algorithm>

namespace callsieve::detail {

void block_cells::find(const csv_block& block, std::size_t first) {
  const auto rows = block.rows();
  const std::size_t columns = phone_columns_.size();
  if (texts_.size() < rows.size() * columns) texts_.resize(rows.size() * columns);
  count_ = rows.size() * columns;
  std::fill_n(texts_.begin(), first * columns, std::string_view());
  decoded_.clear();
  if (regions_of_rows_.varies()) regions_of_cells_.resize(count_);
  std::string_view* text = texts_.data() + first * columns;
  for (std::size_t r = first; r < rows.size(); ++r) {
    const csv_row& row = rows[r];
    if (row.state != row_state::well_formed) {
      text = std::fill_n(text, columns, std::string_view());
      continue;
    }
    for (const std::size_t column : phone_columns_) {
      std::string_view cell = block.field(row, column);
      if (!cell.empty() && cell.front() == '"') {
        cell = decode_field(cell, scratch_);
        if (cell.data() == scratch_.data()) cell = decoded_.emplace_back(cell);  // the next cell will want the scratch
      }
      *text++ = cell;
    }
    if (regions_of_rows_.varies()) {
      std::fill_n(regions_of_cells_.data() + r * columns, columns, regions_of_rows_.of(block, row));
    }
  }
}

void block_cells::read() {
  const std::size_t count = count_;
  if (parsed_.size() < count) parsed_.resize(count);
  if (!regions_of_rows_.varies()) {
    read_all(0, count, regions_of_rows_.usual());
  } else {
    for (std::size_t from = 0; from < count;) {
      std::size_t to = from + 1;
      while (to < count && regions_of_cells_[to] == regions_of_cells_[from]) ++to;
      read_all(from, to, regions_of_cells_[from]);
      from = to;
    }
  }
  if (numbers_.size() < count) {
    numbers_.resize(count);
    regions_.resize(count);
    types_.resize(count);
  }
  valid_ = 0;
  for (const parsed_number& cell : cells()) {
    numbers_[valid_] = cell.number;
    regions_[valid_] = cell.region;
    types_[valid_] = cell.type;
    valid_ += cell.valid();
  }
}

void block_cells::read_all(std::size_t from, std::size_t to, region_id region) {
  constexpr std::size_t too_few_for_a_batch = 4;
  const auto texts = std::span(texts_).subspan(from, to - from);
  const auto parsed = std::span(parsed_).subspan(from, to - from);
  if (texts.size() < too_few_for_a_batch) {
    std::transform(texts.begin(), texts.end(), parsed.begin(),
                   [region](std::string_view text) { return parse(text, region); });
  } else {
    parse_batch(texts, region, parsed);
  }
}

}  // namespace callsieve::detail

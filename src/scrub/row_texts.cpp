#include "scrub/row_texts.hpp"

#include "callsieve/rules/detail/cell_text.hpp"

namespace callsieve::detail {
row_texts::row_texts(std::span<const std::size_t> columns, std::span<const std::string> names)
    : columns_(columns.begin(), columns.end()), texts_(columns.size()) {
  for (const std::string& name : names) sliced_.push_back({name, {}});
}

void row_texts::find(const csv_block& block, const block_cells& cells) {
  if (columns_.empty()) return;
  for (auto& texts : texts_) texts.clear();
  decoded_.clear();
  const auto all = cells.cells();
  std::size_t r = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    while (cells.first_of(r + 1) <= i) ++r;
    if (!all[i].valid()) continue;
    const csv_row row = block.row(r);
    for (std::size_t c = 0; c < columns_.size(); ++c) texts_[c].push_back(text_of(block, row, columns_[c]));
  }
}

void row_texts::repeat(const csv_block& block, std::size_t row, std::size_t count) {
  if (columns_.empty()) return;
  decoded_.clear();
  const csv_row line = block.row(row);
  for (std::size_t c = 0; c < columns_.size(); ++c) texts_[c].assign(count, text_of(block, line, columns_[c]));
}

void row_texts::of_rows(const csv_block& block, std::span<const std::size_t> rows) {
  if (columns_.empty()) return;
  for (auto& texts : texts_) texts.clear();
  decoded_.clear();
  for (const std::size_t r : rows) {
    const csv_row row = block.row(r);
    for (std::size_t c = 0; c < columns_.size(); ++c) texts_[c].push_back(text_of(block, row, columns_[c]));
  }
}

/// Lifetime: as the block, or until decoded_ is cleared.
std::string_view row_texts::text_of(const csv_block& block, const csv_row& row, std::size_t column) {
  const std::string_view text = decode_field(block.field(row, column), scratch_);
  return without_outer_blanks(text.data() == scratch_.data() ? decoded_.emplace_back(text) : text);
}

std::span<const text_column> row_texts::slice(std::size_t from, std::size_t count) {
  for (std::size_t c = 0; c < sliced_.size(); ++c) sliced_[c].values = std::span(texts_[c]).subspan(from, count);
  return sliced_;
}

}  // namespace callsieve::detail

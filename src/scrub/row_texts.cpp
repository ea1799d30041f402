#include "scrub/row_texts.hpp"

namespace callsieve::detail {
namespace {

std::string_view without_blanks(std::string_view text) noexcept {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

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
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      std::string_view text = decode_field(block.field(row, columns_[c]), scratch_);
      if (text.data() == scratch_.data()) text = decoded_.emplace_back(text);
      texts_[c].push_back(without_blanks(text));
    }
  }
}

std::span<const text_column> row_texts::slice(std::size_t from, std::size_t count) {
  for (std::size_t c = 0; c < sliced_.size(); ++c) sliced_[c].values = std::span(texts_[c]).subspan(from, count);
  return sliced_;
}

}  // namespace callsieve::detail

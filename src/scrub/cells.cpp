#include "scrub/cells.hpp"

#include <algorithm>

#include "callsieve/number/day_or_range.hpp"

#include "scrub/alternates.hpp"
#include "scrub/joined_numbers.hpp"

namespace callsieve::detail {

/// Takes the quotes off a cell.
std::string_view block_cells::decoded(std::string_view cell) {
  if (cell.empty() || cell.front() != '"') return cell;
  const std::string_view text = decode_field(cell, scratch_);
  // The next cell will want the scratch.
  return text.data() == scratch_.data() ? std::string_view(decoded_.emplace_back(text)) : text;
}

void block_cells::find_varying(const csv_block& block, std::size_t first) {
  texts_.clear();
  regions_of_cells_.clear();
  decoded_.clear();
  starts_.assign(first, 0);
  for (std::size_t r = first; r < block.size(); ++r) {
    starts_.push_back(texts_.size());
    if (!block.is_well_formed(r)) continue;
    const csv_row row = block.row(r);
    const region_id region = regions_of_rows_.of(block, row);
    for (const std::size_t column : phone_columns_) {
      texts_.push_back(decoded(block.field(row, column)));
      regions_of_cells_.push_back(region);
    }
    if (doubtful_ >= 0) empty_what_is_no_number(starts_.back() + static_cast<std::size_t>(doubtful_));
    if (joined_) take_apart(starts_.back(), region);
    const std::string_view alternates = alternates_ ? decoded(block.field(row, *alternates_)) : std::string_view();
    for (std::string_view rest = alternates; !rest.empty();) {
      const alternate one = take_alternate(rest);
      texts_.push_back(one.number);
      regions_of_cells_.push_back(one.code.empty() ? region : region_of_dial_code(one.code));
    }
  }
  starts_.push_back(texts_.size());
  count_ = texts_.size();
}

/// Leaves the first number of each cell of a row in its place, and puts the others behind.
void block_cells::take_apart(std::size_t first_cell, region_id region) {
  for (std::size_t cell = first_cell; cell < first_cell + columns(); ++cell) {
    std::string_view rest = texts_[cell];
    if (rest.find(number_joint) == std::string_view::npos) continue;
    texts_[cell] = take_joined(rest);
    while (!rest.empty()) {
      texts_.push_back(take_joined(rest));
      regions_of_cells_.push_back(region);
    }
  }
}

void block_cells::find(const csv_block& block, std::size_t first) {
  if (cells_vary()) return find_varying(block, first);
  const std::size_t columns = phone_columns_.size();
  count_ = block.size() * columns;
  if (texts_.size() < count_) texts_.resize(count_);
  std::fill_n(texts_.begin(), first * columns, std::string_view());
  bool quoted = false;
  for (std::size_t i = 0; i < columns; ++i) {
    quoted |= block.column(phone_columns_[i], first, texts_.data() + first * columns + i, columns);
  }
  decoded_.clear();
  if (quoted) {
    for (std::string_view& text : std::span(texts_).subspan(first * columns, count_ - first * columns)) {
      text = decoded(text);
    }
  }
  if (regions_of_rows_.varies()) {
    regions_of_cells_.resize(count_);
    for (std::size_t r = first; r < block.size(); ++r) {
      if (!block.is_well_formed(r)) continue;
      std::fill_n(regions_of_cells_.data() + r * columns, columns, regions_of_rows_.of(block, block.row(r)));
    }
  }
  if (doubtful_ < 0) return;
  for (std::size_t r = first; r < block.size(); ++r) {
    if (block.is_well_formed(r)) empty_what_is_no_number(r * columns + static_cast<std::size_t>(doubtful_));
  }
}

/// A cell that may be an address as well as a number: what is no number stays in the row, and is none of its numbers.
void block_cells::empty_what_is_no_number(std::size_t cell) {
  if (!texts_[cell].empty() && !parse(texts_[cell], region_of(cell), lost_).valid()) texts_[cell] = {};
}

void block_cells::read() {
  const std::size_t count = count_;
  if (parsed_.size() < count) parsed_.resize(count);
  if (!regions_vary()) {
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
                   [&](std::string_view text) { return parse(text, region, lost_); });
  } else {
    parse_batch(texts, region, parsed, lost_);
  }
  for (std::size_t i = 0; i < texts.size(); ++i) parsed[i] = without_day_or_range(texts[i], parsed[i], region);
}

}  // namespace callsieve::detail

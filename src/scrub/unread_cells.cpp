#include "scrub/unread_cells.hpp"

#include <algorithm>

#include "number/numbers_in.hpp"
#include "scrub/alternates.hpp"
#include "scrub/joined_numbers.hpp"

namespace callsieve::detail {

unread_cells::unread_cells(const pipeline& rules, const as_of& when, const job_columns& columns)
    : row_rules_(rules, when), columns_(&columns), texts_(columns.texts, rules.columns()) {}

std::optional<unread_cells::objection> unread_cells::ask(const csv_block& block, std::size_t row,
                                                         const block_cells& cells) {
  block_ = &block;
  row_ = row;
  usual_ = cells.usual_region();
  number_in_doubt_ = false;
  found_.reset();
  const csv_row line = block.row(row);
  std::size_t cell = cells.first_of(row);
  for (std::size_t i = 0; i < cells.columns(); ++i, ++cell) {
    const parsed_number& parsed = cells.cells()[cell];
    if (parsed.valid() || (parsed.error == parse_error::empty && !cells.is_doubtful(i))) continue;
    const std::size_t column = cells.place_of_column(i);
    const std::string_view text = decode_field(block.field(line, column), scratch_);
    const region_id region = cells.region_of(cell);
    if (cells.is_doubtful(i) && parsed.error == parse_error::empty) {
      read(column, text.empty() ? parse_error::empty : parse(text, region).error, text, region, true);
    } else {
      read(column, parsed.error, text, region, false);
    }
  }
  if (cells.joined()) cell = read_joined(block, row, cells);
  if (cells.alternates()) {
    const std::size_t column = *cells.alternates();
    std::string decoded;
    for (std::string_view rest = decode_field(block.field(line, column), decoded); !rest.empty(); ++cell) {
      const alternate one = take_alternate(rest);
      const parsed_number& parsed = cells.cells()[cell];
      // Beside a number that was asked there may be another one in the note.
      const std::string_view unasked = parsed.valid() ? one.text.substr(one.number.size()) : one.text;
      read(column, parsed.valid() ? parse_error::several_numbers : parsed.error, unasked, cells.region_of(cell), false);
    }
  }
  flush();
  if (!found_) return std::nullopt;
  const std::string& name = columns_->names[found_->from.column];
  const std::string column = name.empty() ? std::to_string(found_->from.column + 1) : name;
  return objection{found_->answer, "in column " + column + ": " + std::string(to_string(found_->from.error))};
}

/// Of cells that hold several numbers those behind the first one. Returns the cell behind them.
std::size_t unread_cells::read_joined(const csv_block& block, std::size_t row, const block_cells& cells) {
  std::size_t cell = cells.first_of(row) + cells.columns();
  const csv_row line = block.row(row);
  std::string decoded;
  for (std::size_t i = 0; i < cells.columns(); ++i) {
    const std::size_t column = cells.place_of_column(i);
    std::string_view rest = decode_field(block.field(line, column), decoded);
    if (rest.find(number_joint) == std::string_view::npos) continue;
    for (static_cast<void>(take_joined(rest)); !rest.empty(); ++cell) {
      const std::string_view text = take_joined(rest);
      const parsed_number& parsed = cells.cells()[cell];
      if (!parsed.valid()) read(column, parsed.error, text, cells.region_of(cell), false);
    }
  }
  return cell;
}

void unread_cells::read(std::size_t column, parse_error error, std::string_view text, region_id region, bool in_doubt) {
  take(column, error, text, region, true, in_doubt);
  // Of a row that names a region that is none, national numbers may be the usual region's.
  if (region == region_id::none && usual_ != region_id::none) take(column, error, text, usual_, false, in_doubt);
}

void unread_cells::take(std::size_t column, parse_error error, std::string_view text, region_id region, bool plain,
                        bool in_doubt) {
  if (row_rules_.empty() && !in_doubt) return;
  numbers_in numbers(text, region);
  // Of an address the house's number is no number that a list should know.
  const auto counts = [&](const number_within& one) { return plain && one.plain && (!in_doubt || one.number.valid()); };
  for (number_within one; numbers.next(one);) {
    number_in_doubt_ = number_in_doubt_ || (in_doubt && one.number.valid() && !one.joined);
    if (!numbers_.empty() && numbers_.back() == one.number.number) {  // as read with and without its plus sign
      sources_.back().plain = sources_.back().plain || counts(one);
      continue;
    }
    if (numbers_.size() == batch_capacity) flush();
    numbers_.push_back(one.number.number);
    regions_.push_back(one.number.region);
    types_.push_back(one.number.type);
    sources_.push_back({column, error, counts(one)});
  }
}

void unread_cells::flush() {
  if (!numbers_.empty() && !row_rules_.empty()) {
    texts_.repeat(*block_, row_, numbers_.size());
    const batch part{numbers_, regions_, types_, {}, texts_.slice(0, numbers_.size())};
    for (const std::size_t rule : row_rules_.places()) ask_rule(rule, part);
  }
  numbers_.clear();
  regions_.clear();
  types_.clear();
  sources_.clear();
}

void unread_cells::ask_rule(std::size_t rule, const batch& numbers) {
  said_.resize(numbers.size());
  row_rules_.ask(rule, numbers, said_);
  for (std::size_t i = 0; i < said_.size(); ++i) {
    const auto answer = row_rules_.answer(rule, said_[i], sources_[i].plain);
    if (answer && (!found_ || row_rules::goes_before(*answer, found_->answer))) found_ = {*answer, sources_[i]};
  }
}

}  // namespace callsieve::detail

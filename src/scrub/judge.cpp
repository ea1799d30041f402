#include "scrub/judge.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include "callsieve/number/error_detail.hpp"

namespace callsieve::detail {
namespace {

constexpr decision no_number{invalid_rule, verdict::block, truth::yes};
/// Of a number in a column that is asked, as every rejected row's is: no word is needed where it stands.
constexpr std::size_t no_column = std::numeric_limits<std::size_t>::max();

}  // namespace

block_judge::block_judge(const pipeline& rules, const scrub_options& options, const job_columns& columns)
    : rules_(&rules),
      when_(options.when),
      row_scoped_(rules.size() + 1),
      blank_(options.cells == cell_mode::blank),
      texts_(columns.texts, rules.columns()),
      unread_(rules, options.when, columns),
      columns_(&columns),
      beside_(rules, options.when, columns),
      said_(options.all_reasons ? rules.size() : 0) {
  for (std::size_t r = 0; r < rules.size(); ++r) row_scoped_[r] = rules.rule(r).scope == rule_scope::row;
  const row_rules of_rows(rules, options.when);
  if (!of_rows.empty()) last_row_rule_ = of_rows.places().back() + 1;
}

void block_judge::judge(const csv_block& block, std::size_t first, const block_cells& cells,
                        std::span<const std::uint8_t> duplicates, std::span<const watched_number> watched,
                        tallies& books) {
  cells_ = &cells;
  kept_unread_ = false;
  in_doubt_.clear();
  objections_.clear();
  beside_numbers_.assign(watched.begin(), watched.end());
  texts_.find(block, cells);
  decide(duplicates, books);
  answers_ = spread(books);
  kept_.resize(block.size());
  std::fill_n(kept_.begin(), first, std::uint8_t{0});
  books.read_rows(block.size() - first);
  books.ragged_rows(block.ragged());
  if (cells.one_a_row()) {
    judge_cells_alone(block, first, books);
  } else {
    judge_cells_together(block, first, books);
  }
  if (!beside_numbers_.empty()) ask_watched(block, beside_numbers_, books);
}

/// Every row has one cell: its answer is the row's.
void block_judge::judge_cells_alone(const csv_block& block, std::size_t first, tallies& books) {
  verdicts_ = answers_;
  for (std::size_t r = first; r < verdicts_.size(); ++r) kept_[r] = verdicts_[r].outcome == verdict::allow;
  const std::uint64_t malformed = block.malformed(first);
  books.malformed_rows(malformed);
  // Malformed rows, and those before the first, have empty cells: no numbers. So they are not kept either. The rows of
  // numbers are counted with these.
  books.rows(no_number, answers_.size() - first - malformed - decisions_.size());
}

void block_judge::judge_cells_together(const csv_block& block, std::size_t first, tallies& books) {
  together_.resize(block.size());
  verdicts_ = together_;
  for (std::size_t r = first; r < together_.size(); ++r) {
    if (!block.is_well_formed(r)) {
      books.malformed_rows(1);
      kept_[r] = 0;
      continue;
    }
    bool unread = cells_->may_hold_more();
    decision answer = verdict_of_cells(r, unread);
    if (unread && answer.outcome == verdict::allow) ask_unread(block, r, answer);
    if (answer.outcome == verdict::allow) add_decided_before(r);
    together_[r] = answer;
    kept_[r] = answer.outcome == verdict::allow;
    books.rows(answer, 1);
  }
}

batch block_judge::slice(std::size_t from, std::size_t count, std::span<const std::uint8_t> duplicates) {
  batch part{cells_->numbers().subspan(from, count),
             cells_->regions().subspan(from, count),
             cells_->types().subspan(from, count),
             {},
             texts_.slice(from, count)};
  if (!duplicates.empty()) part.duplicates = duplicates.subspan(from, count);
  return part;
}

void block_judge::decide(std::span<const std::uint8_t> duplicates, tallies& books) {
  const std::size_t total = cells_->numbers().size();
  decisions_.resize(total);
  for (auto& said : said_) said.resize(total);
  for (std::size_t from = 0; from < total; from += batch_capacity) {
    const std::size_t count = std::min(batch_capacity, total - from);
    const batch part = slice(from, count, duplicates);
    rules_->decide(when_, part, std::span(decisions_).subspan(from, count), books.passed());
    for (std::size_t r = 0; r < said_.size(); ++r)
      rules_->ask(r, when_, part, std::span(said_[r]).subspan(from, count));
  }
}

/// From numbers back to cells.
std::span<const decision> block_judge::spread(tallies& books) {
  const auto cells = cells_->cells();
  books.numbers(decisions_, cells_->one_a_row());
  if (decisions_.size() == cells.size()) {
    if (!said_.empty()) {
      number_of_cell_.resize(cells.size());
      std::iota(number_of_cell_.begin(), number_of_cell_.end(), 0U);
    }
    books.read_numbers(cells.size());
    return decisions_;
  }
  spread_.resize(cells.size());
  if (!said_.empty()) number_of_cell_.resize(cells.size());
  std::uint32_t number = 0;
  std::uint64_t empty = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (!cells[i].valid()) {
      spread_[i] = no_number;
      empty += cells[i].error == parse_error::empty;
      books.no_number(cells[i].error);
      continue;
    }
    spread_[i] = decisions_[number];
    if (!said_.empty()) number_of_cell_[i] = number;
    ++number;
  }
  books.read_numbers(cells.size() - empty);
  return spread_;
}

/// A row that would be kept, with a cell that is no number: who objected may be in there.
void block_judge::ask_unread(const csv_block& block, std::size_t row, decision& answer) {
  if (auto found = unread_.ask(block, row, *cells_)) {
    answer = found->answer;
    objections_.push_back({row, std::move(found->where)});
    return;
  }
  kept_unread_ = true;
  if (unread_.number_in_doubt()) in_doubt_.push_back(row);
}

/// A rule before one on whole rows has decided on a number of a row that would be kept: whether its holder objected is
/// still to be asked.
void block_judge::add_decided_before(std::size_t row) {
  for (std::size_t cell = cells_->first_of(row); cell < cells_->first_of(row + 1); ++cell) {
    const decision& answer = answers_[cell];
    if (answer.rule + std::size_t{1} >= last_row_rule_ || answer.outcome == verdict::allow || is_empty(cell)) continue;
    beside_numbers_.push_back({row, no_column, cells_->cells()[cell]});
  }
}

/// Rows that would be kept, with numbers in columns that nobody asked: who objected may be among them.
void block_judge::ask_watched(const csv_block& block, std::span<const watched_number> watched, tallies& books) {
  const auto found = beside_.ask(block, watched, kept_);
  if (found.empty()) return;
  if (verdicts_.data() != together_.data()) together_.assign(verdicts_.begin(), verdicts_.end());
  verdicts_ = together_;
  for (const watch_objections::objection& one : found) {
    books.row_after_all(together_[one.row], one.answer);
    together_[one.row] = one.answer;
    kept_[one.row] = 0;
    if (one.column != no_column) objections_.push_back({one.row, "in column " + columns_->named(one.column)});
  }
  std::sort(objections_.begin(), objections_.end(),
            [](const row_objection& a, const row_objection& b) { return a.row < b.row; });
}

bool block_judge::has_number_in_doubt(std::size_t row) const noexcept {
  return std::binary_search(in_doubt_.begin(), in_doubt_.end(), row);
}

std::string_view block_judge::found_in(std::size_t row) const noexcept {
  const auto at = std::lower_bound(objections_.begin(), objections_.end(), row,
                                   [](const row_objection& one, std::size_t wanted) { return one.row < wanted; });
  return at != objections_.end() && at->row == row ? std::string_view(at->where) : std::string_view();
}

/// Sets `unread` where a cell is neither empty nor a number.
decision block_judge::verdict_of_cells(std::size_t row, bool& unread) const noexcept {
  // Lower wins: a block of the whole row, its unknown, an allowed number, an unknown one, a blocked one.
  int best_rank = 5;
  decision best = no_number;
  const std::size_t end = cells_->first_of(row + 1);
  for (std::size_t cell = cells_->first_of(row); cell < end; ++cell) {
    if (is_empty(cell)) continue;
    const decision& answer = answers_[cell];
    unread = unread || answer.rule == invalid_rule;
    const bool whole_row =
        answer.rule != invalid_rule && row_scoped_[answer.rule] != 0 && answer.outcome != verdict::allow;
    const int rank = whole_row                            ? (answer.outcome == verdict::block ? 0 : 1)
                     : answer.outcome == verdict::allow   ? 2
                     : answer.outcome == verdict::unknown ? 3
                                                          : 4;
    if (rank < best_rank) {
      best_rank = rank;
      best = answer;
    }
  }
  return best;
}

/// The first one of a row that is not empty; the row's end when all are.
std::size_t block_judge::first_cell(std::size_t row) const noexcept {
  std::size_t cell = cells_->first_of(row);
  while (cell < cells_->first_of(row + 1) && is_empty(cell)) ++cell;
  return cell;
}

parse_error block_judge::first_error(std::size_t row) const noexcept {
  const std::size_t cell = first_cell(row);
  return cell < cells_->first_of(row + 1) ? cells_->cells()[cell].error : parse_error::empty;
}

std::string block_judge::first_error_detail(std::size_t row) const {
  const std::size_t cell = first_cell(row);
  if (cell == cells_->first_of(row + 1)) return std::string(to_string(parse_error::empty));
  return detail_of(cells_->cells()[cell].error, cells_->text_of(cell), cells_->region_of(cell));
}

std::string block_judge::all_reasons(std::size_t row) const {
  std::vector<std::string> parts;
  const auto add = [&](std::string part) {
    if (std::find(parts.begin(), parts.end(), part) == parts.end()) parts.push_back(std::move(part));
  };
  if (const std::string_view where = found_in(row); !where.empty()) {
    const decision& answer = verdicts_[row];
    add(answer.outcome == verdict::unknown ? rules_->reason(answer.rule) + ": " + std::string(to_string(answer.cause))
                                           : rules_->reason(answer.rule));
    add(std::string(where));
  }
  for (std::size_t cell = cells_->first_of(row); cell < cells_->first_of(row + 1); ++cell) {
    const parsed_number& parsed = cells_->cells()[cell];
    if (parsed.error == parse_error::empty) continue;
    if (parsed.error != parse_error::none) {
      add(detail_of(parsed.error, cells_->text_of(cell), cells_->region_of(cell)));
      continue;
    }
    for (std::size_t r = 0; r < said_.size(); ++r) {
      const truth said = said_[r][number_of_cell_[cell]];
      if (said == truth::no || !rules_->rule(r).in_force(when_.date)) continue;
      add(is_unknown(said) ? rules_->reason(r) + ": " + std::string(to_string(said)) : rules_->reason(r));
    }
  }
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : "; ") + part;
  return text;
}

}  // namespace callsieve::detail

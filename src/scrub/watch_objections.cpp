#include "scrub/watch_objections.hpp"

#include <algorithm>

namespace callsieve::detail {

std::span<const watch_objections::objection> watch_objections::ask(const csv_block& block,
                                                                   std::span<const watched_number> numbers,
                                                                   std::span<const std::uint8_t> kept) {
  found_.clear();
  asked_.clear();
  rows_.clear();
  numbers_.clear();
  regions_.clear();
  types_.clear();
  if (rules_.empty()) return found_;
  for (const watched_number& one : numbers) {
    if (kept[one.row] == 0) continue;
    asked_.push_back(&one);
    rows_.push_back(one.row);
    numbers_.push_back(one.number.number);
    regions_.push_back(one.number.region);
    types_.push_back(one.number.type);
  }
  if (asked_.empty()) return found_;
  texts_.of_rows(block, rows_);
  for (std::size_t from = 0; from < asked_.size(); from += batch_capacity) {
    const std::size_t count = std::min(batch_capacity, asked_.size() - from);
    const batch part{std::span(numbers_).subspan(from, count),
                     std::span(regions_).subspan(from, count),
                     std::span(types_).subspan(from, count),
                     {},
                     texts_.slice(from, count)};
    for (const std::size_t rule : rules_.places()) ask_rule(rule, part, from);
  }
  std::sort(found_.begin(), found_.end(), [](const objection& a, const objection& b) {
    if (a.row != b.row) return a.row < b.row;
    const bool before = row_rules::goes_before(a.answer, b.answer);
    return before || (!row_rules::goes_before(b.answer, a.answer) && a.column < b.column);
  });
  const auto same_row = [](const objection& a, const objection& b) { return a.row == b.row; };
  found_.erase(std::unique(found_.begin(), found_.end(), same_row), found_.end());
  return found_;
}

void watch_objections::ask_rule(std::size_t rule, const batch& numbers, std::size_t from) {
  said_.resize(numbers.size());
  rules_.ask(rule, numbers, said_);
  for (std::size_t i = 0; i < said_.size(); ++i) {
    const watched_number& one = *asked_[from + i];
    const auto answer = rules_.answer(rule, said_[i], one.number.valid());
    if (answer) found_.push_back({one.row, one.column, *answer});
  }
}

}  // namespace callsieve::detail

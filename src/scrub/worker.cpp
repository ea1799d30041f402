#include "scrub/worker.hpp"

#include <algorithm>

#include "scrub/first_rows.hpp"

namespace callsieve::detail {

block_worker::block_worker(const bound_policy& policy, const scrub_options& options, const job_columns& columns,
                           region_id region, std::size_t width, std::size_t least_fields)
    : options_(options),
      columns_(columns),
      region_(region),
      rules_(policy.rules),
      least_fields_(least_fields),
      cells_(columns, region, options.plus),
      watch_(columns, region),
      flags_(columns),
      judge_(policy.rules, options, columns),
      books_(policy.rules) {
  block_.set_width(width);
  block_.set_least_fields(least_fields);
}

void block_worker::begin_input(std::size_t number, const csv_dialect& dialect, bool keeps, bool rejects) {
  input_ = number;
  hidden_.emplace(columns_, region_, dialect, row_widths{block_.width(), least_fields_});
  watch_.begin_input();
  gatherer_.reset();
  if (keeps) gatherer_.emplace(rules_, options_, dialect, rejects);
}

absl::Status block_worker::read_numbers(const csv_pieces& from, std::size_t header_rows) {
  clock_.restart();
  if (absl::Status status = block_.take(piece_, from); !status.ok()) return status;
  refuse_doubtful_rows(block_, columns_, region_, *hidden_);
  first_ = std::min(header_rows, block_.size());
  count_lines();
  clock_.spent(stage::rows);
  cells_.find(block_, first_);
  clock_.spent(stage::cells);
  cells_.read();
  clock_.spent(stage::numbers);
  watch_.look(block_, {piece_.text(), piece_.size}, first_);
  flags_.look(block_, first_);
  clock_.spent(stage::watch);
  return absl::OkStatus();
}

/// What the lines of the piece are, row by row.
void block_worker::count_lines() {
  line_tally counts{.headers = block_.lines(0, first_), .empty = block_.empty_lines()};
  if (!block_.has_long_records()) {
    counts.malformed = block_.malformed(first_);
    counts.rows = block_.size() - first_ - counts.malformed;
    return books_.lines(counts);
  }
  for (std::size_t r = first_; r < block_.size(); ++r) {
    const csv_row row = block_.row(r);
    const bool is_read = row.state == row_state::well_formed;
    (is_read ? counts.rows : counts.malformed) += row.lines;
    if (!is_read && row.lines > 1) books_.long_malformed({input_, row.line, row.lines, row.state});
  }
  books_.lines(counts);
}

void block_worker::part_numbers() {
  duplicates_.resize(cells_.numbers().size());
  by_part_.take(cells_.numbers());
  clock_.spent(stage::duplicates);
}

void block_worker::find_duplicates(seen_numbers& seen, std::size_t part) {
  seen.meet(by_part_, part, duplicates_);
  clock_.spent(stage::duplicates);
}

void block_worker::decide_and_gather() {
  clock_.restart();
  judge_.judge(block_, first_, cells_, duplicates_, watch_.found(), books_);
  clock_.spent(stage::rules);
  if (gatherer_) gatherer_->gather(block_, first_, cells_, judge_, gathered_);
  clock_.spent(stage::gather);
}

}  // namespace callsieve::detail

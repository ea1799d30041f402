#include "scrub/gather.hpp"

#include <algorithm>

#include "scrub/alternates.hpp"
#include "scrub/joined_numbers.hpp"

namespace callsieve::detail {

std::string_view missing_line_end(const csv_row& row, const csv_dialect& dialect) noexcept {
  if (row.line_end().find(dialect.line_end) != std::string_view::npos) return {};
  return row.line_end().empty() ? line_end_of(dialect) : "\n";  // else a carriage return stands there already
}

std::string rejected_header(const csv_row& header, const csv_dialect& dialect) {
  std::string text(header.without_line_end());
  for (const std::string_view name : {"callsieve_verdict", "callsieve_reason", "callsieve_detail"}) {
    (text += dialect.delimiter) += name;
  }
  return (text += header.line_end()) += missing_line_end(header, dialect);
}

row_gatherer::row_gatherer(const pipeline& rules, const scrub_options& options, const csv_dialect& dialect,
                           bool rejects)
    : rules_(&rules),
      blank_(options.cells == cell_mode::blank),
      all_reasons_(options.all_reasons),
      rejects_(rejects),
      dialect_(dialect),
      words_((rules.size() + 1) * truth_count + parse_error_count) {
  if (options.codes != reason_codes::vicidial) return;
  for (std::size_t r = 0; r <= rules.size(); ++r) {
    const bool has_own = r < rules.size() && !rules.rule(r).status.empty();
    statuses_.push_back(has_own ? rules.rule(r).status : vicidial_status(rules.reason(r)));
  }
  invalid_status_ = vicidial_status(invalid_reason);
}

void row_gatherer::gather(const csv_block& block, std::size_t first, const block_cells& cells, const block_judge& judge,
                          gathered_rows& to) {
  to.kept.clear();
  to.rejected.clear();
  keep(block, first, cells, judge, to);
  if (rejects_) reject(block, first, judge, to.rejected);
}

void row_gatherer::keep(const csv_block& block, std::size_t first, const block_cells& cells, const block_judge& judge,
                        gathered_rows& to) const {
  const std::size_t rows = block.size();
  const auto kept = judge.kept();
  to.owed = {};
  if (first == rows) return;
  const std::string_view last = block.bytes_of(rows - 1);
  to.kept.reserve(static_cast<std::size_t>(last.data() + last.size() - block.bytes_of(first).data()));
  if ((blank_ && !cells.one_a_row()) || judge.kept_unread()) {
    for (std::size_t r = first; r < rows; ++r) {
      if (kept[r] != 0) keep_blanked(block, r, cells, judge, to.kept);
    }
  } else {
    to.kept.extend([&](char* end) { return block.copy_rows(first, kept, end); });
  }
  if (kept.back() != 0) to.owed = missing_line_end(block.row(rows - 1), dialect_);
}

/// Keeps a row without the phone cells that must be blanked.
void row_gatherer::keep_blanked(const csv_block& block, std::size_t r, const block_cells& cells,
                                const block_judge& judge, byte_buffer& to) const {
  const csv_row row = block.row(r);
  std::size_t copied = 0;
  std::size_t further = cells.columns();  // the cell of the next number that stands behind another one
  for (std::size_t i = 0; i < cells.columns(); ++i) {
    const std::size_t column = cells.place_of_column(i);
    const std::string_view field = block.field(row, column);
    std::string left;
    if (cells.joined() && field.find(number_joint) != std::string_view::npos) {
      if (keep_joined(field, r, i, further, judge, left)) continue;
    } else if (!judge.must_blank(r, i)) {
      continue;
    }
    const std::size_t start = block.field_start(row, column);
    to.append(row.bytes.substr(copied, start - copied));
    to.append(left);
    copied = start + field.size();
  }
  if (cells.alternates()) copied = keep_alternates(block, r, cells, judge, further, copied, to);
  to.append(row.bytes.substr(copied));
}

/// Of a cell of several numbers, those that may stand, as a field. Returns whether all of them may.
bool row_gatherer::keep_joined(std::string_view field, std::size_t r, std::size_t i, std::size_t& further,
                               const block_judge& judge, std::string& left) const {
  std::string scratch, numbers;
  bool is_first = true, all_stay = true;
  for (std::string_view rest = decode_field(field, scratch); !rest.empty(); is_first = false) {
    const std::string_view one = take_joined(rest);
    if (judge.must_blank(r, is_first ? i : further++)) {
      all_stay = false;
      continue;
    }
    if (one.empty()) continue;
    if (!numbers.empty()) numbers += number_joint;
    numbers += one;
  }
  append_field(left, numbers, dialect_.delimiter);
  return all_stay;
}

/// Copies the row from `copied` on up to behind its alternates, without those that may not be called. Returns how far.
std::size_t row_gatherer::keep_alternates(const csv_block& block, std::size_t r, const block_cells& cells,
                                          const block_judge& judge, std::size_t cell, std::size_t copied,
                                          byte_buffer& to) const {
  const csv_row row = block.row(r);
  const std::size_t column = *cells.alternates();
  const std::string_view field = block.field(row, column);
  std::string scratch, left;
  bool is_first = true, all_stay = true;
  for (std::string_view rest = decode_field(field, scratch); !rest.empty(); ++cell) {
    const alternate one = take_alternate(rest);
    if (judge.must_blank(r, cell)) {
      all_stay = false;
      continue;
    }
    if (!is_first) left += '!';
    left += one.text;
    is_first = false;
  }
  if (all_stay) return copied;
  const std::size_t start = block.field_start(row, column);
  to.append(row.bytes.substr(copied, start - copied));
  if (dialect_.has_quotes) {
    std::string written;
    append_field(written, left, dialect_.delimiter);
    to.append(written);
  } else {
    to.append(left);
  }
  return start + field.size();
}

void row_gatherer::reject(const csv_block& block, std::size_t first, const block_judge& judge, byte_buffer& to) {
  const auto kept = judge.kept();
  for (std::size_t r = first; r < block.size(); ++r) {
    if (kept[r] != 0) continue;
    const csv_row row = block.row(r);
    if (row.state != row_state::well_formed) {
      reject_malformed(row, block.width(), to);
      continue;
    }
    const std::string& said = words_for(judge, r);
    to.reserve(row.content + said.size() + byte_buffer::overshoot);
    if (row.fields == block.width()) {
      to.append_wide(row.without_line_end());
    } else {
      append_ragged(block, row, to);
    }
    to.append(said);
    end_row(row, to);
  }
}

/// As many fields as there are columns: the three behind them must stand in theirs.
void row_gatherer::append_ragged(const csv_block& block, const csv_row& row, byte_buffer& to) const {
  const std::string_view text = row.without_line_end();
  const std::size_t width = block.width();
  if (row.fields > width) return to.append(text.substr(0, block.field_start(row, width) - 1));
  to.append(text);
  to.append(std::string(width - row.fields, dialect_.delimiter));
}

/// A malformed row becomes one field, so that the rejected file keeps its columns.
void row_gatherer::reject_malformed(const csv_row& row, std::size_t width, byte_buffer& to) {
  scratch_.clear();
  append_quoted(scratch_, row.without_line_end());
  if (width > 1) scratch_.append(width - 1, dialect_.delimiter);
  std::string detail(to_string(row.state));
  if (row.state == row_state::wrong_field_count) {
    detail += ": " + std::to_string(row.fields) + ", not " + std::to_string(width);
  } else if (row.state == row_state::too_long) {
    detail += ": cut after " + std::to_string(row.content) + " bytes";
  }
  if (row.lines > 1) detail += (row.state == row_state::wrong_field_count ? "; " : ": ") + lines_of(row);
  scratch_ += words("malformed", "malformed", detail);
  to.append(scratch_);
  end_row(row, to);
}

/// A rejected row is never the last one: it gets what it lacks at once.
void row_gatherer::end_row(const csv_row& row, byte_buffer& to) const {
  to.append(row.line_end());
  to.append(missing_line_end(row, dialect_));
}

/// The three columns for a rejected row. What depends on the decision alone is put into words once.
const std::string& row_gatherer::words_for(const block_judge& judge, std::size_t r) {
  const decision& answer = judge.verdict_of(r);
  const bool invalid = answer.rule == invalid_rule;
  const parse_error error = invalid ? judge.first_error(r) : parse_error::none;
  const auto detail = [&] {
    if (invalid) return to_string(error);
    return answer.outcome == verdict::unknown ? to_string(answer.cause) : std::string_view();
  };
  const std::string_view outcome = to_string(answer.outcome);
  if (all_reasons_) {
    const std::string every = judge.all_reasons(r);
    return scratch_ = words(outcome, reason_of(answer), every.empty() ? detail() : every);
  }
  if (error == parse_error::ambiguous || error == parse_error::marked) {
    return scratch_ = words(outcome, reason_of(answer), judge.first_error_detail(r));
  }
  const std::size_t slot = invalid ? (rules_->size() + 1) * truth_count + static_cast<std::size_t>(error)
                                   : answer.rule * truth_count + static_cast<std::size_t>(answer.cause);
  if (const std::string_view where = judge.found_in(r); !where.empty()) {
    std::string both(detail());
    (both += both.empty() ? "" : "; ") += where;
    return scratch_ = words(outcome, reason_of(answer), both);
  }
  if (words_[slot].empty()) words_[slot] = words(outcome, reason_of(answer), detail());
  return words_[slot];
}

/// The reason as the rejects file has it.
std::string_view row_gatherer::reason_of(const decision& answer) const {
  if (statuses_.empty()) return rules_->reason(answer.rule);
  if (answer.outcome == verdict::unknown) return "UNKNWN";
  return answer.rule == invalid_rule ? invalid_status_ : statuses_[answer.rule];
}

std::string row_gatherer::words(std::string_view verdict, std::string_view reason, std::string_view detail) const {
  std::string text;
  for (const std::string_view value : {verdict, reason, detail}) {
    text += dialect_.delimiter;
    append_field(text, value, dialect_.delimiter);
  }
  return text;
}

}  // namespace callsieve::detail

#include "scrub/first_rows.hpp"

#include <algorithm>

#include "callsieve/number/parse.hpp"

#include "scrub/phone_content.hpp"

namespace callsieve::detail {
namespace {

/// What is wrong with a first row that a quote has made of several lines.
std::string first_row_spans(const csv_row& first, const csv_pieces& pieces) {
  return pieces.name() + ", line " + std::to_string(first.line) + ": a quote makes one row of " + lines_of(first) +
         ", the first one; close or double it, or say --quotes none if quotes mean nothing in this file";
}

/// The first row says how many fields a row has, and what they are: a quote must not have made it of several.
bool hides_rows(const csv_block& block, const csv_dialect& dialect, region_id region, const job_columns& columns,
                std::size_t least_fields) {
  const csv_row first = block.row(0);
  if (first.lines == 1 || first.state != row_state::well_formed) return false;
  if (!columns.has_header) {
    return begins_with_header_line(first, dialect, region) || hides_rows_of_other_width(block, dialect, region);
  }
  return holds_phone(block, first, region) ||
         hidden_numbers(columns, region, dialect, {block.width(), least_fields}).in(block, first);
}

/// Whether a number stands beside the phone columns of a ragged row, where an unquoted or a missing delimiter would
/// have moved it: then nobody was asked about it.
bool may_be_shifted(const csv_block& block, const csv_row& row, const job_columns& columns, region_id region) {
  if (columns.phones.empty()) return false;
  const bool has_more = row.fields > block.width();
  const std::size_t from = has_more ? columns.phones.front() + 1 : 0;
  const std::size_t to = has_more ? row.fields : columns.phones.back();
  std::string scratch;
  for (std::size_t i = from; i < to; ++i) {
    const bool is_asked =
        std::binary_search(columns.phones.begin(), columns.phones.end(), i) || columns.alternates == i;
    const std::string_view cell = is_asked ? std::string_view() : decode_field(block.field(row, i), scratch);
    if (cell.empty() || !written_like_a_phone(cell)) continue;
    const parsed_number parsed = parse(cell, region);
    if (parsed.readable() || parsed.in_plan()) return true;
  }
  return false;
}

}  // namespace

absl::Status read_first_rows(csv_pieces& pieces, csv_piece& beginning, csv_block& block) {
  if (absl::Status status = pieces.look(beginning); !status.ok()) return status;
  if (absl::Status status = block.take(beginning, pieces); !status.ok()) return status;
  if (block.size() != 0) return absl::OkStatus();
  // Nothing but a quote that stays open is an error of its own.
  const auto more = pieces.next(beginning);
  if (!more.ok()) return more.status();
  return bad_input(pieces.name() + " is empty: it has not even a header");
}

absl::Status decide_columns(const csv_block& block, const csv_pieces& pieces, const columns_asked& asked,
                            job_columns& columns, std::size_t& least_fields) {
  const csv_row first = block.row(0);
  const absl::Status found = find_job_columns(block, pieces.name(), asked.options, asked.region, asked.texts, columns);
  if (!found.ok()) {
    return first.lines == 1 ? found : bad_input(message_of(found) + "\n" + first_row_spans(first, pieces));
  }
  least_fields = asked.options.ragged == ragged_rows::read ? columns.least_fields() : 0;
  return hides_rows(block, pieces.dialect(), asked.region, columns, least_fields)
             ? bad_input(first_row_spans(first, pieces))
             : absl::OkStatus();
}

void refuse_doubtful_rows(csv_block& block, const job_columns& columns, region_id region, hidden_numbers& hidden) {
  block.refuse_hiding([&](const csv_row& row) { return hidden.in(block, row); });
  block.refuse_ragged([&](const csv_row& row) { return may_be_shifted(block, row, columns, region); });
}

}  // namespace callsieve::detail

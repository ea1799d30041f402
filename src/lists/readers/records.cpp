#include "lists/readers/records.hpp"

#include <algorithm>

#include "callsieve/number/parse.hpp"

#include "io/csv_hidden_rows.hpp"
#include "lists/readers/ignored_columns.hpp"
#include "lists/readers/numbers_beside.hpp"
#include "lists/readers/pattern.hpp"
#include "lists/readers/sniffing.hpp"
#include "lists/readers/unread_numbers.hpp"
#include "lists/readers/words.hpp"

namespace callsieve::readers {
namespace {

std::string malformed(const csv_reader& reader, const csv_row& row) {
  std::string reason(to_string(row.state));
  if (row.state == row_state::wrong_field_count) {
    reason = std::to_string(row.fields) + " fields where there should be " + std::to_string(reader.width());
  }
  if (row.lines == 1) return reason;
  return reason + "; a quote makes one row of " + lines_of(row) +
         ": close or double it, or say --quotes none if quotes mean nothing in this file";
}

/// Puts down a malformed row, and of one that spans several lines each, as far as its bytes are kept.
void refuse(reader_job& job, const csv_reader& reader, const csv_row& row) {
  const std::string reason = malformed(reader, row);
  if (row.lines == 1 || row.state == row_state::too_long) {
    job.count_line();
    return job.bad(row.line, reason, row.without_line_end());
  }
  detail::lines_of_record lines(row.without_line_end(), reader.dialect().line_end);
  std::uint64_t number = row.line;
  for (std::string_view line; lines.next(line); ++number) {
    if (line.empty()) continue;
    job.count_line();
    job.bad(number, reason, line);
  }
}

/// Rows that a quote has swallowed: lines of a record with as many fields as a row, and with something in a column of
/// numbers that may be one. Who is on such a line would be left out in silence.
class swallowed_rows {
 public:
  swallowed_rows(const csv_reader& reader, const record_taker& taker, const import_options& options)
      : reader_(reader),
        region_(options.region),
        rows_(reader.dialect(), widths_of(reader, taker), taker.number_columns()) {}

  [[nodiscard]] bool in(const csv_row& row) {
    return rows_.find(reader_, row,
                      [this](std::string_view text, std::span<const std::string_view>) { return may_be_number(text); });
  }

 private:
  static detail::row_widths widths_of(const csv_reader& reader, const record_taker& taker) {
    const bool wide = taker.takes_wide_rows();
    return {.width = wide ? std::min<std::size_t>(reader.width(), 2) : reader.width(), .any_beyond = wide};
  }
  [[nodiscard]] bool may_be_number(std::string_view text) const {
    constexpr std::size_t digits_of_a_number = 7;
    return count_digits(text) >= digits_of_a_number || (count_digits(text) > 0 && has_wildcards(text)) ||
           parse(text, region_).readable();
  }

  const csv_reader& reader_;
  const region_id region_;
  detail::hidden_row_finder rows_;
};

/// What stands beside the numbers of a file, and may be numbers too.
class beside_numbers {
 public:
  beside_numbers() = default;
  /// `header` has empty names where there is none.
  beside_numbers(std::span<const std::string> header, std::span<const std::size_t> read,
                 std::span<const std::size_t> ignored, const reader_job& job) {
    // Who says which columns hold the numbers means no other ones.
    if (job.options.phone_column.empty()) columns_ = unread_numbers(header, read, ignored, job.options.region);
    if (job.kind == list_kind::set) cells_ = numbers_beside(header, read, ignored, job.options.region);
  }
  void look(const record& row) { columns_.look(row); }
  void look(std::span<const record> block) { cells_.look(block); }
  absl::Status end(reader_job& job) const {
    if (job.kind == list_kind::set) {
      if (absl::Status status = columns_.end(); !status.ok()) return in_file(job, status);
    } else if (const std::string column = columns_.first(); !column.empty()) {
      job.note(column + " holds phone numbers too and is not read (--phone names the columns of numbers)");
    }
    cells_.end(job);
    return absl::OkStatus();
  }

 private:
  unread_numbers columns_;
  numbers_beside cells_;
};

/// A row of one line that begins with `#` and is like no other.
void take_comment(reader_job& job, const csv_row& row) {
  if (!holds_another_number(row.without_line_end(), job.options.region)) return job.count_comment();
  job.count_line();
  job.bad(row.line, "a comment that holds a number: take the # out, or the number", row.without_line_end());
}

csv_row hiding(csv_row row) {
  row.state = row_state::hides_rows;
  return row;
}

absl::Status unread_first_row(const csv_reader& reader, const csv_row& row) {
  return bad_input(reader.name() + ":" + std::to_string(row.line) +
                   ": the first row cannot be read: " + malformed(reader, row));
}

}  // namespace

std::string_view record::operator[](std::size_t i) const {
  const std::string_view field = reader_.field(row_, i);
  if (field.empty() || field.front() != '"') return trimmed(field);
  std::string scratch;
  const std::string_view value = decode_field(field, scratch);
  if (scratch.empty()) return trimmed(value);
  return trimmed(decoded_.emplace_back(std::move(scratch)));
}

absl::Status for_each_record(reader_job& job, record_taker& taker, csv_options shape) {
  if (job.options.quotes != csv_quotes::found) shape.quotes = job.options.quotes;
  auto opened = csv_reader::open(std::move(job.source), shape);
  if (!opened.ok()) return opened.status();
  csv_reader& reader = *opened;
  std::deque<std::string> decoded;
  std::vector<record> block;
  std::optional<swallowed_rows> swallowed;
  beside_numbers beside;
  std::uint64_t reported = 0;
  while (true) {
    const auto more = reader.next();
    if (!more.ok()) return more.status();
    job.advance(reader.bytes_read() - std::exchange(reported, reader.bytes_read()));
    if (!*more) return beside.end(job);
    for (const csv_row& row : reader.rows()) {
      if (!swallowed) {
        if (row.state != row_state::well_formed) return unread_first_row(reader, row);
        std::vector<std::string> cells(row.fields);
        const record first(reader, row, decoded);
        for (std::size_t i = 0; i < cells.size(); ++i) cells[i] = first[i];
        const auto has_header = taker.begin(cells);
        if (!has_header.ok()) return bad_input(reader.name() + ": " + message_of(has_header.status()));
        swallowed.emplace(reader, taker, job.options);
        auto ignored = ignored_columns(cells, job.options);
        if (!ignored.ok()) return in_file(job, ignored.status());
        const auto read_whole = taker.columns_read_whole();
        ignored->insert(ignored->end(), read_whole.begin(), read_whole.end());
        const std::vector<std::string> nameless(cells.size());
        beside = beside_numbers(*has_header ? cells : nameless, taker.number_columns(), *ignored, job);
        if (*has_header && swallowed->in(row)) return unread_first_row(reader, hiding(row));
        if (*has_header) continue;
      }
      if (row.state == row_state::wrong_field_count && row.bytes.starts_with('#') && row.lines == 1) {
        take_comment(job, row);
        continue;
      }
      const bool is_wide = row.state == row_state::wrong_field_count && row.fields >= 2 && taker.takes_wide_rows();
      if (row.state != row_state::well_formed && !is_wide) {
        refuse(job, reader, row);
      } else if (swallowed->in(row)) {
        refuse(job, reader, hiding(row));
      } else {
        job.count_line();
        beside.look(block.emplace_back(reader, row, decoded));
      }
    }
    beside.look(std::span<const record>(block));
    if (absl::Status status = taker.take(block); !status.ok()) return status;
    job.end_block();
    block.clear();
    decoded.clear();
  }
}

absl::Status in_file(const reader_job& job, const absl::Status& status) {
  return status.ok() ? status : bad_input(job.file.string() + ": " + message_of(status));
}

}  // namespace callsieve::readers

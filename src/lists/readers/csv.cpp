// The csv layout: columns found by their header or named.
#include "callsieve/io/csv.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "callsieve/io/csv_columns.hpp"

#include "lists/readers/columns.hpp"
#include "lists/readers/reader.hpp"
#include "lists/readers/readers.hpp"
#include "lists/readers/record_reader.hpp"
#include "lists/readers/words.hpp"

namespace callsieve::readers {
namespace {

/// The rows of one file, once its columns are known.
class row_taker {
 public:
  row_taker(reader_job& job, const csv_reader& reader, import_columns columns)
      : job_(job), reader_(reader), columns_(std::move(columns)), records_(job.days, job.obtained) {}

  void take(const csv_row& row) {
    job_.count_line();
    if (row.state != row_state::well_formed) return bad(row, malformed(row));
    const parsed_number parsed = parse(value(row, columns_.phone, phone_scratch_), job_.options.region);
    if (job_.kind == list_kind::set) return job_.take(row.line, row.without_line_end(), parsed);
    if (!parsed.readable()) return bad(row, reader_job::number_reason(parsed.error));
    const record_or_reason found =
        job_.kind == list_kind::dated
            ? records_.relation(value(row, columns_.day, day_scratch_), value(row, columns_.end, other_scratch_))
            : records_.consent(value(row, columns_.state, other_scratch_), value(row, columns_.day, day_scratch_));
    if (!found.reason.empty()) return bad(row, found.reason);
    const std::string_view reference = trimmed(value(row, columns_.reference, reference_scratch_));
    if (reference.size() > snapshot_builder::longest_reference) return bad(row, "reference longer than 65,535 bytes");
    job_.take(parsed, found.record, reference);
  }

 private:
  [[nodiscard]] std::string_view value(const csv_row& row, std::optional<std::size_t> column,
                                       std::string& scratch) const {
    return column ? decode_field(reader_.field(row, *column), scratch) : std::string_view();
  }
  [[nodiscard]] std::string malformed(const csv_row& row) const {
    if (row.state != row_state::wrong_field_count) return std::string(to_string(row.state));
    return std::to_string(row.fields) + " fields where there should be " + std::to_string(reader_.width());
  }
  void bad(const csv_row& row, std::string_view reason) { job_.bad(row.line, reason, row.without_line_end()); }

  reader_job& job_;
  const csv_reader& reader_;
  const import_columns columns_;
  const record_reader records_;
  std::string phone_scratch_, day_scratch_, other_scratch_, reference_scratch_;
};

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

/// The columns, by the first row that is whole.
absl::StatusOr<import_columns> columns_of(const csv_reader& reader, const csv_row& first, reader_job& job) {
  std::vector<std::string> cells(first.fields);
  std::string scratch;
  for (std::size_t i = 0; i < cells.size(); ++i) cells[i] = trimmed(decode_field(reader.field(first, i), scratch));
  auto columns = find_import_columns(cells, job.kind, job.options, job.days);
  if (!columns.ok()) return bad_input(reader.name() + ": " + message_of(columns.status()));
  const std::string file = job.file.filename().string();
  std::string note = file + ": numbers from column " + std::to_string(columns->phone + 1);
  if (columns->has_header) note += " '" + cells[columns->phone] + "'";
  if (!columns->has_header) note += "; no header";
  job.notes.push_back(note);
  if (!columns->unread.empty()) {
    job.notes.push_back(file + ": a list of kind set keeps numbers only; not read: " + joined(columns->unread) +
                        " (--kind dated or consent reads days and states)");
  }
  return columns;
}

}  // namespace

std::string sniff_csv(const file_look& look) {
  if (look.kind != list_kind::set) return "a list of kind " + std::string(to_string(look.kind)) + " needs columns";
  const std::string_view first = trimmed(look.head.substr(0, look.head.find_first_of("\r\n")));
  if (first.empty() || first.front() == '#') return {};
  if (first.find_first_of(",;\t|") != std::string_view::npos) return "its first line has several columns";
  std::string scratch;
  const std::string header(decode_field(first, scratch));
  if (find_columns({&header, 1}, phone_words()).empty()) return {};
  return "its first line is the header of a phone column";
}

absl::Status read_csv(reader_job& job) {
  auto opened = csv_reader::open(std::move(job.source), {});
  if (!opened.ok()) return opened.status();
  csv_reader& reader = *opened;
  std::optional<row_taker> taker;
  std::uint64_t reported = 0;
  while (true) {
    const auto more = reader.next();
    if (!more.ok()) return more.status();
    job.advance(reader.bytes_read() - std::exchange(reported, reader.bytes_read()));
    if (!*more) break;
    for (const csv_row& row : reader.rows()) {
      if (!taker) {
        if (row.state != row_state::well_formed) {
          return bad_input(reader.name() + ":" + std::to_string(row.line) +
                           ": the first row cannot be read: " + std::string(to_string(row.state)));
        }
        auto columns = columns_of(reader, row, job);
        if (!columns.ok()) return columns.status();
        const bool has_header = columns->has_header;
        taker.emplace(job, reader, std::move(*columns));
        if (has_header) continue;
      }
      taker->take(row);
    }
  }
  return absl::OkStatus();
}

}  // namespace callsieve::readers

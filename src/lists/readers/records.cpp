#include "lists/readers/records.hpp"

#include "lists/readers/words.hpp"

namespace callsieve::readers {
namespace {

std::string malformed(const csv_reader& reader, const csv_row& row) {
  if (row.state != row_state::wrong_field_count) return std::string(to_string(row.state));
  return std::to_string(row.fields) + " fields where there should be " + std::to_string(reader.width());
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

absl::Status for_each_record(reader_job& job, record_taker& taker) {
  auto opened = csv_reader::open(std::move(job.source), {});
  if (!opened.ok()) return opened.status();
  csv_reader& reader = *opened;
  std::deque<std::string> decoded;
  std::vector<record> block;
  bool begun = false;
  std::uint64_t reported = 0;
  while (true) {
    const auto more = reader.next();
    if (!more.ok()) return more.status();
    job.advance(reader.bytes_read() - std::exchange(reported, reader.bytes_read()));
    if (!*more) return absl::OkStatus();
    for (const csv_row& row : reader.rows()) {
      if (!begun) {
        if (row.state != row_state::well_formed) {
          return bad_input(reader.name() + ":" + std::to_string(row.line) +
                           ": the first row cannot be read: " + std::string(to_string(row.state)));
        }
        std::vector<std::string> cells(row.fields);
        const record first(reader, row, decoded);
        for (std::size_t i = 0; i < cells.size(); ++i) cells[i] = first[i];
        const auto has_header = taker.begin(cells);
        if (!has_header.ok()) return bad_input(reader.name() + ": " + message_of(has_header.status()));
        begun = true;
        if (*has_header) continue;
      }
      if (row.state == row_state::wrong_field_count && row.bytes.starts_with('#')) continue;
      job.count_line();
      const bool is_wide = row.state == row_state::wrong_field_count && row.fields >= 2 && taker.takes_wide_rows();
      if (row.state != row_state::well_formed && !is_wide) {
        job.bad(row.line, malformed(reader, row), row.without_line_end());
        continue;
      }
      block.emplace_back(reader, row, decoded);
    }
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

// The csv layout: columns found by their header or named.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "callsieve/io/csv_columns.hpp"

#include "lists/readers/change_words.hpp"
#include "lists/readers/columns.hpp"
#include "lists/readers/consent_words.hpp"
#include "lists/readers/day_reader.hpp"
#include "lists/readers/flag_columns.hpp"
#include "lists/readers/ignored_columns.hpp"
#include "lists/readers/number_cells.hpp"
#include "lists/readers/pattern.hpp"
#include "lists/readers/purposes.hpp"
#include "lists/readers/readers.hpp"
#include "lists/readers/record_reader.hpp"
#include "lists/readers/records.hpp"
#include "lists/readers/row_regions.hpp"
#include "lists/readers/sniffing.hpp"
#include "lists/readers/two_columns.hpp"
#include "lists/readers/withdrawal_columns.hpp"
#include "lists/readers/words.hpp"

namespace callsieve::readers {
namespace {

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

class taker : public record_taker {
 public:
  explicit taker(reader_job& job)
      : job_(job),
        cells_(job, {.region = job.options.region, .wildcards = job.kind == list_kind::set}),
        records_(job.days, job.obtained),
        days_(job, false),
        regions_(job.options, job.options.region) {}

  absl::StatusOr<bool> begin(std::span<const std::string> first_row) override {
    auto columns = find_import_columns(first_row, job_.kind, job_.options, job_.days);
    if (!columns.ok()) return columns.status();
    columns_ = std::move(*columns);
    const auto place = [&](std::size_t column) {
      return "column " + std::to_string(column + 1) + (columns_.has_header ? " '" + first_row[column] + "'" : "");
    };
    std::string note = "numbers from " + place(columns_.phone);
    for (const std::size_t column : columns_.further_phones) note += " and " + place(column);
    if (columns_.day) note += ", days from " + place(*columns_.day);
    if (columns_.end) note += ", ends from " + place(*columns_.end);
    if (columns_.state) note += ", states from " + place(*columns_.state);
    for (const std::size_t column : columns_.withdrawals) note += ", withdrawals from " + place(column);
    if (columns_.change) note += ", marks from " + place(*columns_.change);
    if (!columns_.has_header) note += "; no header";
    job_.note(note);
    phones_ = {columns_.phone};
    phones_.insert(phones_.end(), columns_.further_phones.begin(), columns_.further_phones.end());
    if (job_.options.changes && job_.kind == list_kind::set && !columns_.change) {
      job_.note("no column says add or delete: each number is an addition");
    }
    if (columns_.purpose) {
      absl::Status status =
          purposes_.begin(job_.purpose(), job_.options.list_name, std::string(first_row[*columns_.purpose]));
      if (!status.ok()) return status;
    }
    if (absl::Status status = regions_.begin(first_row, columns_.has_header, phones_); !status.ok()) {
      return status;
    }
    if (absl::Status status = watch_unread(first_row); !status.ok()) return status;
    empty_adds_ =
        !columns_.change || (columns_.has_header && fold_column_name(first_row[*columns_.change]) == "delete");
    if (!columns_.marks.empty()) {
      job_.note("column '" + columns_.marks +
                "' is not read: give --changes if the file holds additions and deletions");
    }
    if (!columns_.unread.empty()) {
      job_.note("a list of kind set keeps numbers only; not read: " + joined(columns_.unread) +
                " (--kind dated, consent or attempts reads days and states)");
    }
    return columns_.has_header;
  }
  [[nodiscard]] std::span<const std::size_t> number_columns() const override { return phones_; }
  absl::Status take(std::span<const record> block) override {
    for (const record& row : block) {
      unread_.look(row);
      answers_.look(row);
      if (job_.options.changes && job_.kind == list_kind::set) {
        take_change(row);
      } else if (job_.kind == list_kind::set) {
        add_numbers(row, {});
      } else {
        take_record(row);
      }
    }
    cells_.flush();
    return absl::OkStatus();
  }
  /// At the end of the file.
  absl::Status end() {
    if (purposes_.others() != 0) {
      job_.note(std::to_string(purposes_.others()) + " consents to other purposes than '" + job_.purpose() +
                "' left out");
    }
    if (absl::Status status = in_file(job_, regions_.end()); !status.ok()) return status;
    if (absl::Status status = in_file(job_, end_flags()); !status.ok()) return status;
    if (absl::Status status = in_file(job_, answers_.end()); !status.ok()) return status;
    return purposes_.end(job_.options.list_name);
  }

 private:
  /// What is not read, and may be an objection.
  absl::Status watch_unread(std::span<const std::string> first_row) {
    std::vector<std::size_t> read = phones_;
    for (const auto& column :
         {columns_.day, columns_.end, columns_.state, columns_.reference, columns_.purpose, columns_.change}) {
      if (column) read.push_back(*column);
    }
    read.insert(read.end(), columns_.withdrawals.begin(), columns_.withdrawals.end());
    const auto ignored = ignored_columns(first_row, job_.options);
    if (!ignored.ok()) return ignored.status();
    read.insert(read.end(), ignored->begin(), ignored->end());
    for (std::size_t i = 0; i < first_row.size(); ++i) {
      if (regions_.reads(i)) read.push_back(i);
    }
    if (columns_.has_header) unread_ = unread_flags(first_row, read);
    if (job_.kind == list_kind::consent) {
      const std::vector<std::string> nameless(first_row.size());
      answers_ =
          unread_answers(columns_.has_header ? first_row : std::span<const std::string>(nameless), read, job_.days);
    }
    return absl::OkStatus();
  }
  [[nodiscard]] absl::Status end_flags() const {
    if (job_.kind == list_kind::set) {
      return unread_.end(
          unread_flags::loss::no,
          "read it with --format results and --category, or leave it out with --ignore if every line is an "
          "entry whatever it says");
    }
    return unread_.end(
        unread_flags::loss::yes,
        "import the numbers that it objects to into a list of objections, and leave it out here: --ignore");
  }
  [[nodiscard]] static std::string_view value(const record& row, std::optional<std::size_t> column) {
    return column ? row[*column] : std::string_view();
  }
  [[nodiscard]] record_or_reason record_of(const record& row) const {
    const std::string_view when = value(row, columns_.day);
    if (job_.kind == list_kind::dated) return records_.relation(when, value(row, columns_.end));
    if (job_.kind == list_kind::consent) return records_.consent(value(row, columns_.state), when);
    return records_.attempt(when);
  }
  void take_record(const record& row) {
    const std::string_view reference = value(row, columns_.reference);
    if (reference.size() > longest_reference) {
      return job_.bad(row.line(), "reference longer than 65,535 bytes", row.text());
    }
    std::optional<list_record> withdrawn;
    for (const std::size_t column : columns_.withdrawals) {
      const record_or_reason said = records_.withdrawal(row[column]);
      if (!said.reason.empty()) return job_.bad(row.line(), said.reason, row.text());
      if (said.record.state == record_state::absent) continue;
      if (!withdrawn || supersedes(said.record, *withdrawn)) withdrawn = said.record;
    }
    // A withdrawal may say all that there is to say: its row need not say when consent was given.
    const std::string_view state = value(row, columns_.state);
    if (withdrawn && (state.empty() || read_consent(state) == record_state::withdrawn)) {
      return add(row, *withdrawn, reference);
    }
    const record_or_reason found = record_of(row);
    if (!found.reason.empty()) return job_.bad(row.line(), found.reason, row.text());
    add(row, withdrawn && supersedes(*withdrawn, found.record) ? *withdrawn : found.record, reference);
  }
  void add(const record& row, const list_record& found, std::string_view reference) {
    if (columns_.purpose && !purposes_.takes(row[*columns_.purpose], found.state == record_state::withdrawn)) {
      return job_.pass();
    }
    add_numbers(row, {.record = found, .reference = reference});
  }
  /// The numbers of a row. An empty cell is none where another one is not empty.
  void add_numbers(const record& row, const entry_values& values) {
    const region_id region = regions_.of(row);
    for_each_number(row, [&](std::string_view cell) { cells_.add(row.line(), row.text(), cell, values, region); });
  }
  void for_each_number(const record& row, const auto& use) const {
    bool any = false;
    for (const std::size_t column : phones_) {
      const std::string_view cell = row[column];
      if (cell.empty()) continue;
      use(cell);
      any = true;
    }
    if (!any) use(std::string_view());
  }
  void take_change(const record& row) {
    const std::string_view mark = value(row, columns_.change);
    const auto adds = mark.empty() && empty_adds_ ? std::optional(true) : read_change(mark);
    if (!adds)
      return job_.bad(row.line(), "neither a mark of addition (add, A) nor of deletion (delete, D, x)", row.text());
    std::int32_t on = 0;
    if (columns_.day) {
      const auto read = days_.read(row[*columns_.day]);
      if (!read) return job_.bad(row.line(), "the day is not " + days_.forms(), row.text());
      if (*read > job_.obtained + std::chrono::days{1}) {
        return job_.bad(row.line(),
                        "changed " + to_string(*read) + ", after the copy, obtained " + to_string(job_.obtained),
                        row.text());
      }
      on = day_number(*read);
    }
    const region_id region = regions_.of(row);
    for_each_number(row, [&](std::string_view cell) {
      take_change_cell(job_, {row.line(), row.text()}, cell, region, {on, *adds});
    });
  }

  static constexpr std::size_t longest_reference = snapshot_builder::longest_reference;
  reader_job& job_;
  number_cells cells_;
  const record_reader records_;
  const day_reader days_;
  row_regions regions_;
  import_columns columns_;
  purpose_filter purposes_;
  unread_flags unread_;
  unread_answers answers_;
  std::vector<std::size_t> phones_;  ///< the places of the numbers
  bool empty_adds_ = false;          ///< a column of deletions alone, or no column of marks
};

}  // namespace

resemblance sniff_csv(const file_look& look) {
  if (look.kind != list_kind::set) {
    return {likeness::general, "a list of kind " + std::string(to_string(look.kind)) + " needs columns"};
  }
  const std::string_view first = trimmed(look.head.substr(0, look.head.find_first_of("\r\n")));
  if (first.empty() || first.front() == '#' || first.front() == '<') return {};
  const std::vector<std::string> cells = first_cells(look);
  if (is_header_row(cells) && !find_columns(cells, phone_words()).empty()) {
    return {likeness::shape, "its first line is a header with a phone column"};
  }
  if (cells.size() < 2) return {};
  return {likeness::general, "its first line has several columns"};
}

absl::Status read_csv(reader_job& job) {
  taker records(job);
  if (absl::Status status = for_each_record(job, records); !status.ok()) return status;
  return records.end();
}

}  // namespace callsieve::readers

// The vicidial layout: dumps of ViciDial's do-not-call tables.
//
// Either what mysqldump writes, or the rows alone, one a line, with a tab, comma or pipe between number and campaign.
// Tables: vicidial_dnc and vicidial_dnc_XXX (numbers), vicidial_campaign_dnc (number, campaign) and
// vicidial_filter_phone_numbers (number, group). Campaigns and groups become categories; a number of a table without
// them is in every category. `727XXXXXXX` is a whole area code. Numbers are national: --region says of where.
#include <algorithm>
#include <deque>
#include <string>
#include <vector>

#include "lists/readers/flags.hpp"
#include "lists/readers/lines.hpp"
#include "lists/readers/number_cells.hpp"
#include "lists/readers/readers.hpp"
#include "lists/readers/sniffing.hpp"
#include "lists/readers/sql_rows.hpp"
#include "lists/readers/two_columns.hpp"

namespace callsieve::readers {
namespace {

/// mysqldump puts many rows on a line, by default up to a mebibyte; servers allow up to 16 times that.
constexpr std::size_t longest_statement = std::size_t{32} << 20;
constexpr std::string_view campaign_words[] = {"campaign", "campaignid", "campaigns", "filterphonegroupid", "group"};

bool is_numbers_table(std::string_view table) {
  return table == "vicidial_dnc" || (table.starts_with("vicidial_dnc_") && table.size() == 16);
}
bool is_pairs_table(std::string_view table) {
  return table == "vicidial_campaign_dnc" || table == "vicidial_filter_phone_numbers";
}

/// Entries on their way: number and campaign, which may be empty.
class dnc_entries {
 public:
  explicit dnc_entries(reader_job& job) : job_(job), cells_(job, {.region = job.options.region}) {}

  void add(std::uint64_t line, std::string_view text, std::string_view number, std::string_view campaign) {
    if (number == "BLANK") {  // a call without a caller's number
      ++blanks_;
      return;
    }
    // Where nobody names campaigns, a number without one needs no flags; beside campaigns it is in each of them.
    entry_values values{.flags = job_.has_categories() ? every_category : 0};
    if (!campaign.empty()) values.flags = flag_of(job_, campaign);
    cells_.add(line, text, number, values);
  }
  void flush() { cells_.flush(); }
  void finish() {
    if (blanks_ > 0) job_.note(std::to_string(blanks_) + " entries BLANK (calls without a caller's number): no number");
  }

 private:
  reader_job& job_;
  number_cells cells_;
  std::uint64_t blanks_ = 0;
};

class row_taker : public record_taker {
 public:
  row_taker(reader_job& job, dnc_entries& entries) : job_(job), entries_(entries) {}

  absl::StatusOr<bool> begin(std::span<const std::string> first_row) override {
    pairs_ = first_row.size() > 1;
    if (!pairs_) return is_header_row(first_row);
    const auto named = category_column(job_.options);
    if (!named.ok()) return named.status();
    const auto found = find_two_columns(first_row, job_.options, {"campaigns", "--category", *named, campaign_words});
    if (!found.ok()) return found.status();
    columns_ = *found;
    return columns_.has_header;
  }
  [[nodiscard]] std::span<const std::size_t> number_columns() const override { return {&columns_.number, 1}; }
  absl::Status take(std::span<const record> block) override {
    for (const record& row : block) {
      if (pairs_ && columns_.other_of(row).empty()) {
        job_.bad(row.line(), "no campaign", row.text());
        continue;
      }
      const std::string_view campaign = pairs_ ? columns_.other_of(row) : std::string_view();
      const std::string_view number = pairs_ ? columns_.number_of(row) : row[0];
      entries_.add(row.line(), row.text(), number, campaign);
    }
    entries_.flush();
    return absl::OkStatus();
  }

 private:
  reader_job& job_;
  dnc_entries& entries_;
  two_columns columns_;
  bool pairs_ = false;
};

/// The lines of a dump: statements that insert rows, and others.
class dump_reader {
 public:
  dump_reader(reader_job& job, dnc_entries& entries) : job_(job), entries_(entries) {}

  absl::Status take(const text_line& line) {
    const std::string_view text = trimmed(line.text);
    if (text.empty()) return absl::OkStatus();
    if (in_table_) {  // the definition of a table, which goes on to a semicolon
      in_table_ = !text.ends_with(';');
      return absl::OkStatus();
    }
    const std::string start = lower(text.substr(0, 16));
    if (start.starts_with("create table")) {
      in_table_ = !text.ends_with(';');
      return absl::OkStatus();
    }
    for (const std::string_view other :
         {"--", "/*", "drop table", "lock tables", "unlock tables", "set ", "start trans", "commit", "use "}) {
      if (start.starts_with(other)) return absl::OkStatus();
    }
    sql_rows rows(text);
    if (!rows.is_insert()) {
      job_.count_line();
      job_.bad(line.number, "no statement of a dump", text);
      return absl::OkStatus();
    }
    const bool pairs = is_pairs_table(rows.table());
    if (!pairs && !is_numbers_table(rows.table())) {
      if (others_.empty() || others_.back() != rows.table()) others_.emplace_back(rows.table());
      return absl::OkStatus();
    }
    return take_rows(line.number, rows, pairs);
  }
  absl::Status finish() const {
    if (in_table_) return bad_input(job_.file.string() + ": ends inside CREATE TABLE: the dump is cut");
    std::string names;
    for (const std::string& name : others_) names += (names.empty() ? "" : ", ") + name;
    if (!names.empty()) job_.note("other tables, not read: " + names);
    return absl::OkStatus();
  }

 private:
  absl::Status take_rows(std::uint64_t line, sql_rows& rows, bool pairs) {
    std::size_t waiting = 0;
    while (rows.next(values_)) {
      job_.count_line();
      if (values_.size() != (pairs ? 2U : 1U)) {
        job_.bad(line, "a row of " + std::to_string(values_.size()) + " values", rows.tuple());
        continue;
      }
      const std::string& number = texts_.emplace_back(std::move(values_[0]));
      const std::string campaign = pairs ? values_[1] : std::string();
      entries_.add(line, rows.tuple(), number, campaign);
      if (++waiting == lines_per_block) {
        flush();
        waiting = 0;
      }
    }
    flush();
    if (rows.is_damaged()) {
      return bad_input(job_.file.string() + ":" + std::to_string(line) +
                       ": the statement does not go on as INSERT does, or is cut; dump it again");
    }
    return absl::OkStatus();
  }
  void flush() {
    entries_.flush();
    texts_.clear();
  }

  reader_job& job_;
  dnc_entries& entries_;
  std::vector<std::string> values_;
  std::deque<std::string> texts_;
  std::vector<std::string> others_;
  bool in_table_ = false;
};

/// The dialer knows no quotes in its own layout, of pipes.
bool is_unquoted(std::span<const std::string>, char delimiter) { return delimiter == '|'; }

bool is_dump(std::string_view head) {
  const std::string start = lower(head.substr(0, 4096));
  return start.starts_with("-- mysql dump") || start.starts_with("-- mariadb dump") ||
         start.find("insert into `vicidial_") != std::string::npos ||
         start.find("insert into vicidial_") != std::string::npos;
}

}  // namespace

resemblance sniff_vicidial(const file_look& look) {
  if (look.kind != list_kind::set) return {};
  if (is_dump(look.head)) return {likeness::sign, "it is a MySQL dump"};
  const auto lines = first_lines(look);
  if (lines.empty()) return {};
  const std::string folded = fold_column_name(lines.front());
  if (folded == "phonenumbercampaignid") return {likeness::sign, "its header is that of vicidial_campaign_dnc"};
  const auto is_area = [](std::string_view line) {
    line = trimmed(line);
    return line.size() >= 10 && all_digits(line.substr(0, 3)) && line.substr(3, 7) == "XXXXXXX";
  };
  if (std::any_of(lines.begin(), lines.end(), is_area)) return {likeness::shape, "it blocks area codes as AAAXXXXXXX"};
  return {};
}

absl::Status read_vicidial(reader_job& job) {
  if (absl::Status status = job.require_set(); !status.ok()) return status;
  dnc_entries entries(job);
  const auto head = job.source.peek(4096);
  if (!head.ok()) return head.status();
  absl::Status status;
  if (is_dump(*head)) {
    dump_reader dump(job, entries);
    const auto take = [&](std::span<const text_line> lines) {
      for (const text_line& line : lines) {
        if (absl::Status taken = dump.take(line); !taken.ok()) return taken;
      }
      return absl::OkStatus();
    };
    status = for_each_block(job, take, longest_statement);
    if (status.ok()) status = dump.finish();
  } else {
    row_taker rows(job, entries);
    status = for_each_record(job, rows, {.unquoted = is_unquoted});
  }
  if (status.ok()) entries.finish();
  return status;
}

}  // namespace callsieve::readers

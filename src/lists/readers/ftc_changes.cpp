// The ftc-changes layout: what was added to the United States' registry and deleted from it since the last download.
//
// The registry publishes that a line holds area code, number, date and a mark, separated by commas, but not in which
// order; so the order is found by what the columns hold (three digits, seven, a day, a mark), or declared:
// `--columns area,number,date,change`, with `-` for a column that is not to be read.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "callsieve/number/parse.hpp"

#include "lists/readers/area_codes.hpp"
#include "lists/readers/change_words.hpp"
#include "lists/readers/day_reader.hpp"
#include "lists/readers/ftc_name.hpp"
#include "lists/readers/readers.hpp"
#include "lists/readers/records.hpp"
#include "lists/readers/sniffing.hpp"
#include "lists/readers/two_columns.hpp"

namespace callsieve::readers {
namespace {

enum role : std::size_t { area, number, when, change };
constexpr std::array<std::string_view, 4> role_names{"area", "number", "date", "change"};

/// The column of each role; nothing where there is none.
using roles = std::array<std::optional<std::size_t>, 4>;

/// What was declared: the columns and, where they are not among the usual ones, the marks.
struct declaration {
  roles where;
  std::string added, deleted;
};

std::vector<std::string_view> split(std::string_view line, char delimiter) {
  std::vector<std::string_view> cells;
  while (true) {
    const std::size_t end = line.find(delimiter);
    std::string_view cell = trimmed(line.substr(0, end));
    if (cell.size() >= 2 && cell.front() == '"' && cell.back() == '"') cell = cell.substr(1, cell.size() - 2);
    cells.push_back(cell);
    if (end == std::string_view::npos) return cells;
    line.remove_prefix(end + 1);
  }
}

bool may_be(role wanted, std::string_view cell, const day_reader& days) {
  switch (wanted) {
    case area: return cell.size() == 3 && all_digits(cell);
    case number: return (cell.size() == 7 || cell.size() == 10) && all_digits(cell);
    case when: return days.read(cell).has_value();
    case change: return read_change(cell).has_value();
  }
  return false;
}

/// Each column to the one role that all its cells may have. Nothing when a column may have none or two, when two
/// have the same, or when numbers or marks are missing.
std::optional<roles> roles_by_content(const std::vector<std::string_view>& lines, const day_reader& days) {
  std::vector<std::array<bool, 4>> may;
  std::size_t rows = 0;
  bool ten_digits = false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto cells = split(lines[i], ',');
    const std::vector<std::string> texts(cells.begin(), cells.end());
    if (i == 0 && is_header_row(texts)) continue;
    if (may.empty()) may.assign(cells.size(), {true, true, true, true});
    if (cells.size() != may.size()) return std::nullopt;
    for (std::size_t c = 0; c < cells.size(); ++c) {
      for (const role r : {area, number, when, change}) may[c][r] = may[c][r] && may_be(r, cells[c], days);
      ten_digits |= may[c][number] && cells[c].size() == 10;
    }
    ++rows;
  }
  if (rows == 0) return std::nullopt;
  roles found;
  for (std::size_t c = 0; c < may.size(); ++c) {
    if (std::count(may[c].begin(), may[c].end(), true) != 1) return std::nullopt;
    for (const role r : {area, number, when, change}) {
      if (!may[c][r]) continue;
      if (found[r]) return std::nullopt;
      found[r] = c;
    }
  }
  if (!found[number] || !found[change] || found[area].has_value() == ten_digits) return std::nullopt;
  return found;
}

absl::StatusOr<declaration> read_declaration(std::string_view declared) {
  declaration all;
  roles& found = all.where;
  auto names = split(declared, ',');
  for (std::size_t c = 0; c < names.size(); ++c) {
    if (names[c] == "-") continue;
    if (names[c].starts_with("change=")) {
      const std::string_view marks = names[c].substr(7);
      const std::size_t slash = marks.find('/');
      if (slash == std::string_view::npos || marks.substr(0, slash) == marks.substr(slash + 1)) {
        return bad_input("--columns: marks are declared as change=ADDED/DELETED, such as change=1/0");
      }
      all.added = marks.substr(0, slash);
      all.deleted = marks.substr(slash + 1);
      names[c] = "change";
    }
    const auto known = std::find(role_names.begin(), role_names.end(), names[c]);
    if (known == role_names.end()) {
      return bad_input("--columns: '" + std::string(names[c]) +
                       "' is not known; there are area, number, date, change (or change=ADDED/DELETED), and -");
    }
    auto& place = found[static_cast<std::size_t>(known - role_names.begin())];
    if (place) return bad_input("--columns: " + std::string(names[c]) + " stands twice");
    place = c;
  }
  if (!found[number] || !found[change]) return bad_input("--columns: number and change must be among them");
  return all;
}

std::string in_order(const roles& found) {
  std::string text;
  for (std::size_t c = 0; c < found.size(); ++c) {
    for (std::size_t r = 0; r < found.size(); ++r) {
      if (found[r] == c) text += (text.empty() ? "" : ",") + std::string(role_names[r]);
    }
  }
  return text;
}

class taker : public record_taker {
 public:
  taker(reader_job& job, const declaration& said)
      : job_(job), days_(job, false), where_(said.where), added_(said.added), deleted_(said.deleted) {}

  absl::StatusOr<bool> begin(std::span<const std::string> first_row) override {
    for (std::size_t r = 0; r < where_.size(); ++r) {
      if (where_[r] && *where_[r] >= first_row.size()) {
        return bad_input("--columns names column " + std::to_string(*where_[r] + 1) + "; there are " +
                         std::to_string(first_row.size()) + ": " + list_columns(first_row));
      }
    }
    return is_header_row(first_row);
  }
  [[nodiscard]] std::span<const std::size_t> number_columns() const override { return {&*where_[number], 1}; }
  absl::Status take(std::span<const record> block) override {
    for (const record& row : block) take(row);
    return absl::OkStatus();
  }
  absl::Status finish() const { return areas_.tell(job_); }

 private:
  [[nodiscard]] std::optional<bool> read_mark(std::string_view mark) const {
    if (added_ == deleted_) return read_change(mark);  // none declared
    if (mark != added_ && mark != deleted_) return std::nullopt;
    return mark == added_;
  }
  void take(const record& row) {
    const auto adds = read_mark(row[*where_[change]]);
    if (!adds)
      return job_.bad(row.line(),
                      "neither a mark of addition (A) nor of deletion (D); others are declared: --columns "
                      "area,number,date,change=1/0",
                      row.text());
    std::int32_t on = 0;
    if (where_[when]) {
      const auto read = days_.read(row[*where_[when]]);
      if (!read) return job_.bad(row.line(), "the date is not " + days_.forms(), row.text());
      if (*read > job_.obtained + std::chrono::days{1}) {
        return job_.bad(row.line(),
                        "changed " + to_string(*read) + ", after the copy, obtained " + to_string(job_.obtained),
                        row.text());
      }
      on = day_number(*read);
    }
    std::string digits = "+1";
    if (where_[area]) digits += row[*where_[area]];
    digits += row[*where_[number]];
    if (digits.size() != 12 || count_digits(digits) != 11) {
      return job_.bad(row.line(), "not an area code of three and a number of seven digits", row.text());
    }
    const parsed_number parsed = parse(digits, region_id::none);
    if (!parsed.readable() || !number_prefix{1, 1}.covers(parsed.number)) {
      return job_.bad(row.line(), reader_job::number_reason(parsed.error), row.text());
    }
    areas_.see({&parsed, 1});
    job_.take_change({row.line(), row.text()}, parsed, on, *adds);
  }

  reader_job& job_;
  const day_reader days_;
  const roles where_;
  const std::string added_, deleted_;
  area_codes areas_;
};

}  // namespace

resemblance sniff_ftc_changes(const file_look& look) {
  if (look.kind != list_kind::set) return {};
  const auto lines = first_lines(look);
  if (!roles_by_content(lines, day_reader(false))) {
    const bool has_columns = std::all_of(lines.begin(), lines.end(), [](std::string_view line) {
      return std::count(line.begin(), line.end(), ',') >= 2;
    });
    if (!has_columns || lines.empty() || !read_ftc_name(look.name)) return {};
    return {likeness::general, "its name is that of a registry file, and it has columns: say which with --columns"};
  }
  return {likeness::shape, "its lines are numbers of +1, each with a mark of addition or deletion"};
}

absl::Status read_ftc_changes(reader_job& job) {
  if (absl::Status status = job.require_set(); !status.ok()) return status;
  declaration said;
  if (!job.options.columns.empty()) {
    auto declared = read_declaration(job.options.columns);
    if (!declared.ok()) return declared.status();
    said = *std::move(declared);
  } else {
    const auto head = job.source.peek(std::size_t{64} << 10);
    if (!head.ok()) return head.status();
    const file_look look{.name = job.name, .head = without_preamble(*head), .whole = false};
    const auto where = roles_by_content(first_lines(look), day_reader(job, false));
    if (!where) {
      return bad_input(
          job.file.string() +
          ": cannot tell what its columns are; say it in their order, such as --columns area,number,date,change, and "
          "marks that are not A and D as change=1/0");
    }
    said.where = *where;
  }
  job.note("columns: " + in_order(said.where));
  taker records(job, said);
  absl::Status status = for_each_record(job, records);
  return status.ok() ? records.finish() : status;
}

}  // namespace callsieve::readers

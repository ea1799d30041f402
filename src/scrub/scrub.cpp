#include "callsieve/scrub/scrub.hpp"

#include <algorithm>
#include <chrono>
#include <system_error>

#include "callsieve/io/csv.hpp"
#include "callsieve/io/source.hpp"

#include "scrub/columns.hpp"
#include "scrub/judge.hpp"
#include "scrub/tallies.hpp"
#include "scrub/writers.hpp"

namespace callsieve {
namespace {

using namespace detail;

constexpr std::uint64_t progress_step = 4'000'000;  ///< bytes

/// Bytes of all inputs together; 0 when one of them does not say.
std::uint64_t total_bytes(const std::vector<std::filesystem::path>& inputs) {
  std::uint64_t total = 0;
  for (const auto& input : inputs) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(input, error)) return 0;
    total += std::filesystem::file_size(input, error);
    if (error) return 0;
  }
  return total;
}

/// One run: what its inputs share.
class job {
 public:
  job(const scrub_options& options, const bound_policy& policy)
      : options_(options),
        policy_(policy),
        region_(options.region != region_id::none ? options.region : policy.document.region),
        rows_(policy.rules),
        bytes_total_(total_bytes(options.inputs)) {
    if (options.codes != reason_codes::vicidial) return;
    for (std::size_t r = 0; r <= policy.rules.size(); ++r) {
      const bool has_own = r < policy.rules.size() && !policy.rules.rule(r).status.empty();
      statuses_.push_back(has_own ? policy.rules.rule(r).status : vicidial_status(policy.rules.reason(r)));
    }
  }

  absl::StatusOr<scrub_report> run();

 private:
  absl::Status read_input(const std::filesystem::path& path);
  absl::Status first_block(const csv_reader& reader);
  absl::Status agree_with_first(const csv_reader& reader) const;
  absl::Status do_block(const csv_reader& reader, std::size_t first);
  absl::Status do_row(const csv_reader& reader, std::size_t r);
  absl::Status go_on(const csv_reader& reader);
  [[nodiscard]] std::string_view reason_of(const decision& answer) const;

  const scrub_options& options_;
  const bound_policy& policy_;
  region_id region_;
  std::optional<row_writers> writers_;
  job_columns columns_;
  std::optional<block_judge> judge_;  ///< made when the first block has shown the columns
  std::string first_name_, first_header_, detail_;
  char delimiter_ = 0;
  std::size_t width_ = 0;
  std::vector<std::string> statuses_;  ///< by rule, and for what happens otherwise; empty: reasons are words
  std::string invalid_status_ = vicidial_status(invalid_reason);
  row_tallies rows_;
  std::uint64_t bytes_total_, bytes_before_ = 0, bytes_shown_ = 0;
};

absl::StatusOr<scrub_report> job::run() {
  const auto start = std::chrono::steady_clock::now();
  if (options_.inputs.empty()) return bad_input("no input given");
  auto writers = row_writers::create(options_);
  if (!writers.ok()) return writers.status();
  writers_ = *std::move(writers);
  for (const auto& input : options_.inputs) {
    if (absl::Status status = read_input(input); !status.ok()) return status;
  }
  scrub_report report;
  rows_.report_to(report);
  judge_->report_to(report);
  if (absl::Status status = check_books(report); !status.ok()) return status;
  report.has_header = columns_.has_header;
  report.columns_note = columns_.note;
  for (const std::size_t place : columns_.phones) {
    report.columns.push_back(columns_.names[place].empty() ? std::to_string(place + 1) : columns_.names[place]);
  }
  if (options_.cancelled && options_.cancelled()) return cancelled_status();
  if (absl::Status status = writers_->commit(); !status.ok()) return status;
  if (options_.progress) options_.progress(bytes_before_, bytes_total_, report.rows.read);
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return report;
}

absl::Status job::read_input(const std::filesystem::path& path) {
  auto source = byte_source::open(path);
  if (!source.ok()) return source.status();
  auto reader = csv_reader::open(*std::move(source), {.delimiter = options_.delimiter, .width = width_});
  if (!reader.ok()) return reader.status();
  const bool is_first = !judge_.has_value();
  bool empty = true;
  for (;;) {
    const auto more = reader->next();
    if (!more.ok()) return more.status();
    if (!*more) break;
    if (empty && is_first) {
      if (absl::Status status = first_block(*reader); !status.ok()) return status;
    } else if (empty) {
      if (absl::Status status = agree_with_first(*reader); !status.ok()) return status;
    }
    const std::size_t first = empty && columns_.has_header ? 1 : 0;
    empty = false;
    if (absl::Status status = do_block(*reader, first); !status.ok()) return status;
    if (absl::Status status = go_on(*reader); !status.ok()) return status;
  }
  if (empty) return bad_input(reader->name() + " is empty: it has not even a header");
  bytes_before_ += reader->bytes_read();
  return absl::OkStatus();
}

absl::Status job::first_block(const csv_reader& reader) {
  auto columns = find_job_columns(reader, options_, region_, policy_.rules.columns());
  if (!columns.ok()) return columns.status();
  columns_ = *std::move(columns);
  judge_.emplace(policy_, options_, columns_, region_);
  first_name_ = reader.name();
  delimiter_ = reader.dialect().delimiter;
  width_ = reader.width();
  const csv_row& first = reader.rows().front();
  if (columns_.has_header) first_header_ = first.without_line_end();
  return writers_->begin(reader, columns_.has_header ? &first : nullptr);
}

absl::Status job::agree_with_first(const csv_reader& reader) const {
  const csv_row& first = reader.rows().front();
  const std::string both = first_name_ + " and " + reader.name();
  if (reader.dialect().delimiter != delimiter_) {
    return bad_input(both + " have different delimiters; scrub them one by one");
  }
  if (!columns_.has_header) {
    if (first.state == row_state::wrong_field_count) {
      return bad_input(both + " have different numbers of columns; scrub them one by one");
    }
    return absl::OkStatus();
  }
  const bool same = first.without_line_end() == first_header_ ||
                    (first.state == row_state::well_formed && cells_of(reader, first) == columns_.names);
  if (!same) return bad_input(both + " have different headers; scrub them one by one");
  return absl::OkStatus();
}

absl::Status job::do_block(const csv_reader& reader, std::size_t first) {
  const auto rows = reader.rows();
  judge_->judge(reader, first);
  rows_.read(rows.size() - first);
  for (std::size_t r = first; r < rows.size(); ++r) {
    if (absl::Status status = do_row(reader, r); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status job::do_row(const csv_reader& reader, std::size_t r) {
  const csv_row& row = reader.rows()[r];
  if (row.state != row_state::well_formed) {
    rows_.malformed();
    return writers_->reject_malformed(reader, row);
  }
  const decision answer = judge_->verdict_of(r);
  rows_.count(answer);
  if (answer.outcome == verdict::allow) {
    const auto cells = judge_->cells(r);
    const bool blank = options_.cells == cell_mode::blank && cells.size() > 1 &&
                       std::any_of(cells.begin(), cells.end(),
                                   [](const judged_cell& cell) { return !cell.empty() && !cell.callable(); });
    return blank ? writers_->keep_blanked(reader, row, cells, columns_.phones) : writers_->keep(row, reader.line_end());
  }
  if (!writers_->rejects()) return absl::OkStatus();
  judge_->describe(r, answer, detail_);
  return writers_->reject(reader, row, to_string(answer.outcome), reason_of(answer), detail_);
}

/// The reason as the rejects file has it.
std::string_view job::reason_of(const decision& answer) const {
  if (statuses_.empty()) return policy_.rules.reason(answer.rule);
  if (answer.outcome == verdict::unknown) return "UNKNWN";
  return answer.rule == invalid_rule ? std::string_view(invalid_status_) : std::string_view(statuses_[answer.rule]);
}

/// Between blocks: tells how far we are, and whether to stop.
absl::Status job::go_on(const csv_reader& reader) {
  if (options_.cancelled && options_.cancelled()) return cancelled_status();
  const std::uint64_t done = bytes_before_ + reader.bytes_read();
  if (options_.progress && done - bytes_shown_ >= progress_step) {
    options_.progress(done, bytes_total_, rows_.rows());
    bytes_shown_ = done;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<scrub_report> scrub(const scrub_options& options, const bound_policy& policy) {
  return job(options, policy).run();
}

}  // namespace callsieve

#include "callsieve/scrub/scrub.hpp"

#include <algorithm>
#include <chrono>
#include <deque>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>

#include "callsieve/io/csv.hpp"
#include "callsieve/io/source.hpp"
#include "callsieve/scrub/report.hpp"

#include "base/guarded.hpp"
#include "io/csv_pieces.hpp"
#include "io/read_ahead.hpp"
#include "scrub/columns.hpp"
#include "scrub/first_rows.hpp"
#include "scrub/header_row.hpp"
#include "scrub/input_run.hpp"
#include "scrub/layouts.hpp"
#include "scrub/seen_numbers.hpp"
#include "scrub/unchecked.hpp"
#include "scrub/worker.hpp"
#include "scrub/writers.hpp"

namespace callsieve {
namespace {

using namespace detail;

constexpr std::uint64_t progress_step = 4'000'000;  ///< bytes

absl::Status cancelled_status() { return absl::CancelledError("interrupted; nothing was written"); }

/// Rows of which not one is a row are no call list.
absl::Status nothing_read(const scrub_report& report, const scrub_options& options) {
  std::string spans;
  if (!report.long_malformed.empty()) {
    const long_record& first = report.long_malformed.front();
    spans = ". In " + options.inputs[first.input].string() + " a quote makes one row of lines " +
            std::to_string(first.line) + " to " + std::to_string(first.line + first.lines - 1) +
            ": close or double it, or say --quotes none if quotes mean nothing there";
  }
  return bad_input(
      "not one of " + std::to_string(report.rows.read) +
      " rows can be read: every one is malformed (another number of fields than the first row, text behind a closing "
      "quote, rows hidden by a quote, or too long); nothing was written. See whether --delimiter and --header are "
      "right; --header no makes the first row one of them" +
      spans);
}

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
        threads_(options.threads != 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency())),
        bytes_total_(total_bytes(options.inputs)) {}

  absl::StatusOr<scrub_report> run();

 private:
  absl::Status read_input(std::size_t number);
  absl::Status first_rows(const csv_block& block, const csv_pieces& pieces);
  absl::Status agree_with_first(const csv_block& block, const csv_pieces& pieces) const;
  bool cancelled();
  absl::Status go_on(std::uint64_t bytes_read, std::uint64_t rows);
  void report_to(scrub_report& report) const;

  const scrub_options& options_;
  const bound_policy& policy_;
  region_id region_;
  unsigned threads_;
  std::optional<job_writers> writers_;
  job_columns columns_;
  std::deque<block_worker> workers_;  ///< made when the first rows have shown the columns
  seen_numbers seen_;
  std::string first_name_, first_header_;
  char delimiter_ = 0;
  std::size_t width_ = 0, least_fields_ = 0;
  std::uint64_t bytes_total_, bytes_before_ = 0, bytes_shown_ = 0, rows_ = 0;
  line_tally lines_;  ///< what the readers of the inputs know of
  stage_clock read_clock_;
  std::mutex cancel_mutex_;
};

absl::StatusOr<scrub_report> job::run() {
  const auto start = std::chrono::steady_clock::now();
  if (options_.inputs.empty()) return bad_input("no input given");
  auto writers = job_writers::create(options_);
  if (!writers.ok()) return writers.status();
  writers_ = *std::move(writers);
  for (std::size_t i = 0; i < options_.inputs.size(); ++i) {
    if (absl::Status status = read_input(i); !status.ok()) {
      // Where it was interrupted while it waited, the input seems to end.
      return absl::IsCancelled(status) || cancelled() ? cancelled_status() : status;
    }
  }
  scrub_report report;
  report_to(report);
  if (absl::Status status = check_books(report); !status.ok()) return status;
  if (report.rows.read != 0 && report.rows.malformed == report.rows.read) return nothing_read(report, options_);
  if (absl::Status status = writers_->prepare(); !status.ok()) return status;
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (writers_->reports()) {
    if (absl::Status status = writers_->write_report(report_json(report, options_, policy_)); !status.ok())
      return status;
  }
  if (cancelled()) return cancelled_status();
  for (const list& asked : policy_.lists) {
    if (absl::Status status = asked.check_unchanged(); !status.ok()) return status;
  }
  if (absl::Status status = writers_->commit(); !status.ok()) return status;
  if (options_.progress) options_.progress(bytes_before_, bytes_total_, report.rows.read);
  return report;
}

absl::Status job::read_input(std::size_t number) {
  auto source = byte_source::open(options_.inputs[number], threads_);
  if (!source.ok()) return source.status();
  if (!source->size()) bytes_total_ = 0;
  const std::string name = source->name();
  std::optional<read_ahead> ahead;
  if (source->is_slow()) ahead.emplace(*std::move(source), [this] { return cancelled(); });
  // The source was moved from only where `ahead` reads. NOLINTNEXTLINE(bugprone-use-after-move)
  const auto read = [&](char* into, std::size_t capacity) {
    read_clock_.restart();
    auto got = ahead ? ahead->read(into, capacity) : source->read(into, capacity);
    read_clock_.spent(stage::read);
    return got;
  };
  csv_options shape = shape_of(options_);
  shape.chunk = std::max<std::size_t>(options_.chunk_bytes, 1);
  auto pieces = csv_pieces::open(read, name, shape);
  if (!pieces.ok()) return pieces.status();
  const bool is_first = workers_.empty();
  {
    csv_piece beginning;
    csv_block block;
    block.set_width(width_);
    // What columns there are is not known yet: where a row ends early, they have no value.
    block.set_least_fields(is_first && options_.ragged == ragged_rows::read ? 1 : least_fields_);
    if (absl::Status status = read_first_rows(*pieces, beginning, block); !status.ok()) return status;
    absl::Status status = is_first ? first_rows(block, *pieces) : agree_with_first(block, *pieces);
    if (!status.ok()) return status;
  }
  std::vector<block_worker*> workers;
  for (block_worker& worker : workers_) {
    worker.begin_input(number, pieces->dialect(), writers_->keeps(), writers_->rejects());
    if (workers.empty() || !pieces->one_piece_left()) workers.push_back(&worker);
  }
  const run_parts parts{*pieces, *writers_, policy_.rules.asks_for_duplicates() ? &seen_ : nullptr,
                        columns_.has_header ? std::size_t{1} : std::size_t{0},
                        [this](std::uint64_t bytes, std::uint64_t rows) { return go_on(bytes, rows); }};
  absl::Status status = run_input(parts, workers);
  bytes_before_ += pieces->bytes_read();
  lines_.read += pieces->lines_read();
  lines_.empty += pieces->empty_lines_before();
  lines_.separators += pieces->dialect().separator_line.empty() ? 0 : 1;
  return status;
}

/// Decides what columns there are, and begins the outputs.
absl::Status job::first_rows(const csv_block& block, const csv_pieces& pieces) {
  absl::Status status =
      decide_columns(block, pieces, {options_, region_, policy_.rules.columns()}, columns_, least_fields_);
  if (!status.ok()) return status;
  first_name_ = pieces.name();
  delimiter_ = pieces.dialect().delimiter;
  width_ = block.width();
  for (unsigned i = 0; i < threads_; ++i)
    workers_.emplace_back(policy_, options_, columns_, region_, width_, least_fields_);
  const csv_row first = block.row(0);
  if (columns_.has_header) first_header_ = first.without_line_end();
  return writers_->begin(pieces.dialect(), columns_.has_header ? &first : nullptr);
}

absl::Status job::agree_with_first(const csv_block& block, const csv_pieces& pieces) const {
  const csv_row first = block.row(0);
  const std::string both = first_name_ + " and " + pieces.name();
  if (pieces.dialect().delimiter != delimiter_) {
    return bad_input(both + " have different delimiters; scrub them one by one");
  }
  if (!columns_.has_header) {
    if (first.state == row_state::wrong_field_count) {
      return bad_input(both + " have different numbers of columns; scrub them one by one");
    }
    // A row of names would be judged as one of numbers, and the columns may stand in another order.
    const bool names = options_.header == header_mode::automatic && first.state == row_state::well_formed &&
                       names_phone_columns(cells_of(block, first), region_);
    if (names) {
      return bad_input(first_name_ + " has no header and " + pieces.name() +
                       " has one; scrub them one by one, or say --header no");
    }
    return absl::OkStatus();
  }
  const bool same = first.without_line_end() == first_header_ ||
                    (first.state == row_state::well_formed && cells_of(block, first) == columns_.names);
  if (!same) return bad_input(both + " have different headers; scrub them one by one");
  return absl::OkStatus();
}

/// Between pieces: tells how far we are, and whether to stop.
absl::Status job::go_on(std::uint64_t bytes_read, std::uint64_t rows) {
  if (cancelled()) return cancelled_status();
  rows_ += rows;
  const std::uint64_t done = bytes_before_ + bytes_read;
  if (options_.progress && done - bytes_shown_ >= progress_step) {
    options_.progress(done, bytes_total_, rows_);
    bytes_shown_ = done;
  }
  return absl::OkStatus();
}

/// Any thread may ask.
bool job::cancelled() {
  const std::lock_guard lock(cancel_mutex_);
  return options_.cancelled && options_.cancelled();
}

void job::report_to(scrub_report& report) const {
  tallies books(policy_.rules);
  books.lines(lines_);
  stage_clock clock = read_clock_;
  for (const block_worker& worker : workers_) {
    books.add(worker.books());
    clock.add(worker.clock());
  }
  books.report_to(report);
  for (std::size_t i = 0; i < stage_names.size(); ++i) {
    const auto on = static_cast<stage>(i);
    // What was read was read during the scan, but for the first bytes.
    const double within = on == stage::scan ? clock.seconds(stage::read) : 0;
    report.stages.emplace_back(stage_names[i], std::max(0.0, clock.seconds(on) - within));
  }
  report.threads = static_cast<unsigned>(workers_.size());
  report.has_header = columns_.has_header;
  report.policy = policy_.document.name;
  report.columns_note = columns_.note;
  const auto read = [&](std::size_t place) {
    report.columns.push_back(columns_.names[place].empty() ? std::to_string(place + 1) : columns_.names[place]);
  };
  std::for_each(columns_.phones.begin(), columns_.phones.end(), read);
  std::vector<watched_column> watched(columns_.looks.size());
  for (const block_worker& worker : workers_) {
    for (std::size_t c = 0; c < watched.size(); ++c) watched[c].add(worker.watch().counts()[c]);
  }
  for (std::size_t i = 0; i < columns_.flags.size(); ++i) {
    const auto& [place, answer] = columns_.flags[i];
    unread_flag flag{.column = columns_.named(place), .answer = answer};
    for (const block_worker& worker : workers_) flag.rows += worker.flags().objections()[i];
    report.flags.push_back(std::move(flag));
  }
  report.unchecked = unchecked_columns(columns_, watched, options_.inputs);
  if (columns_.alternates) read(*columns_.alternates);
}

}  // namespace

absl::StatusOr<scrub_report> scrub(const scrub_options& options, const bound_policy& policy) {
  return guarded([&] { return job(options, policy).run(); });
}

}  // namespace callsieve

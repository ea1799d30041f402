// Where gathered rows go: the files of a job, complete or not there at all.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "callsieve/base/status.hpp"
#include "callsieve/io/csv.hpp"
#include "callsieve/io/file.hpp"
#include "callsieve/scrub/scrub.hpp"

#include "scrub/gather.hpp"

namespace callsieve::detail {

/// The outputs of a job. In a preview there are none for rows, and what is said of rows does nothing.
class job_writers {
 public:
  /// Opens what the options ask for. Errors: as output_file::create; an output that is an input or another output.
  [[nodiscard]] static absl::StatusOr<job_writers> create(const scrub_options& options);

  /// What stands before the first row: the byte-order mark, a line that names the delimiter, and the header when there
  /// is one (else a null pointer).
  absl::Status begin(const csv_dialect& dialect, const csv_row* header);

  /// Appends what a piece adds. Errors: as output_file::write.
  absl::Status write(const gathered_rows& rows);

  [[nodiscard]] bool keeps() const noexcept { return kept_.has_value(); }
  [[nodiscard]] bool rejects() const noexcept { return rejected_.has_value(); }
  [[nodiscard]] bool reports() const noexcept { return report_.has_value(); }

  /// All rows are on the disk, under no final name yet. None may follow. Errors: as output_file::prepare.
  absl::Status prepare();
  absl::Status write_report(std::string_view text) { return report_->write(text); }
  /// Makes all files visible: report, rejected rows, kept rows, so that kept rows never stand without the reasons for
  /// the others. Errors: as commit_together().
  absl::Status commit();

 private:
  absl::Status keep(std::string_view text, std::string_view owed);

  std::optional<output_file> report_, rejected_, kept_;
  std::string_view owed_;  ///< the line end that the last kept row lacks
};

}  // namespace callsieve::detail

// Where rows go: the kept ones as they came, the rejected ones with the reason beside them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "callsieve/base/status.hpp"
#include "callsieve/io/csv.hpp"
#include "callsieve/io/file.hpp"
#include "callsieve/scrub/scrub.hpp"

#include "scrub/judge.hpp"

namespace callsieve::detail {

/// Both outputs of a job; in a preview they are closed and every call does nothing.
class row_writers {
 public:
  /// Opens what the options ask for. Errors: as output_file::create; an output that is an input or the other output.
  [[nodiscard]] static absl::StatusOr<row_writers> create(const scrub_options& options);

  /// What stands before the first row: the byte-order mark, and the header when there is one (else a null pointer).
  absl::Status begin(const csv_reader& reader, const csv_row* header);

  /// Errors of these: as output_file::write.
  absl::Status keep(const csv_row& row, std::string_view line_end) { return keep_bytes(row.bytes, row, line_end); }
  /// Keeps the row without the phone cells that may not be called.
  absl::Status keep_blanked(const csv_reader& reader, const csv_row& row, std::span<const judged_cell> cells,
                            std::span<const std::size_t> phone_columns);
  absl::Status reject(const csv_reader& reader, const csv_row& row, std::string_view verdict, std::string_view reason,
                      std::string_view detail);
  /// A malformed row becomes one field, so that the rejected file keeps its columns.
  absl::Status reject_malformed(const csv_reader& reader, const csv_row& row);

  [[nodiscard]] bool rejects() const noexcept { return rejected_.has_value(); }

  /// Makes both files visible: rejected first, so that kept rows never stand without the reasons for the others.
  absl::Status commit();

 private:
  absl::Status keep_bytes(std::string_view bytes, const csv_row& row, std::string_view line_end);
  absl::Status finish_rejected(const csv_reader& reader, const csv_row& row, std::string_view verdict,
                               std::string_view reason, std::string_view detail);

  std::optional<output_file> kept_, rejected_;
  std::filesystem::path rejected_path_;
  std::string owed_line_end_;  ///< of the last kept row, which ended its file without one
  std::string scratch_;
};

}  // namespace callsieve::detail

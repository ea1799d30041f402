#include "scrub/writers.hpp"

#include <system_error>

namespace callsieve::detail {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

/// Whether two paths are one regular file, whatever their spelling.
bool same_file(const std::filesystem::path& a, const std::filesystem::path& b) {
  std::error_code error;
  if (a == "-" || b == "-") return a == b;
  if (std::filesystem::equivalent(a, b, error) && !error) return std::filesystem::is_regular_file(a, error);
  if (std::filesystem::exists(a, error) || std::filesystem::exists(b, error)) return false;
  return std::filesystem::weakly_canonical(a, error) == std::filesystem::weakly_canonical(b, error);
}

}  // namespace

absl::StatusOr<row_writers> row_writers::create(const scrub_options& options) {
  row_writers writers;
  if (options.preview) return writers;
  for (const auto* output : {&options.output, &options.rejected}) {
    for (const auto& input : options.inputs) {
      if (!output->empty() && *output != "-" && same_file(input, *output)) {
        return bad_input(output->string() + " is an input; write to another file");
      }
    }
  }
  if (!options.rejected.empty() && same_file(options.output, options.rejected)) {
    return bad_input("kept and rejected rows cannot both go to " +
                     (options.output == "-" ? std::string("standard output") : options.output.string()));
  }
  auto kept = output_file::create(options.output);
  if (!kept.ok()) return kept.status();
  writers.kept_ = *std::move(kept);
  if (!options.rejected.empty()) {
    auto rejected = output_file::create(options.rejected);
    if (!rejected.ok()) return rejected.status();
    writers.rejected_ = *std::move(rejected);
    writers.rejected_path_ = options.rejected;
  }
  return writers;
}

absl::Status row_writers::begin(const csv_reader& reader, const csv_row* header) {
  const std::string_view mark = reader.dialect().byte_order_mark ? byte_order_mark : "";
  if (kept_) {
    if (absl::Status status = kept_->write(mark); !status.ok()) return status;
    if (header != nullptr) {
      if (absl::Status status = keep(*header, reader.line_end()); !status.ok()) return status;
    }
  }
  if (!rejected_) return absl::OkStatus();
  if (absl::Status status = rejected_->write(mark); !status.ok()) return status;
  if (header == nullptr) return absl::OkStatus();
  return reject(reader, *header, "callsieve_verdict", "callsieve_reason", "callsieve_detail");
}

absl::Status row_writers::keep_bytes(std::string_view bytes, const csv_row& row, std::string_view line_end) {
  if (!kept_) return absl::OkStatus();
  if (!owed_line_end_.empty()) {
    if (absl::Status status = kept_->write(owed_line_end_); !status.ok()) return status;
    owed_line_end_.clear();
  }
  if (row.line_end().empty()) owed_line_end_ = line_end;
  return kept_->write(bytes);
}

absl::Status row_writers::keep_blanked(const csv_reader& reader, const csv_row& row, std::span<const judged_cell> cells,
                                       std::span<const std::size_t> phone_columns) {
  if (!kept_) return absl::OkStatus();
  scratch_.clear();
  std::size_t copied = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].empty() || cells[i].callable()) continue;
    const std::size_t start = reader.field_start(row, phone_columns[i]);
    scratch_ += row.bytes.substr(copied, start - copied);
    copied = start + reader.field(row, phone_columns[i]).size();
  }
  scratch_ += row.bytes.substr(copied);
  return keep_bytes(scratch_, row, reader.line_end());
}

absl::Status row_writers::finish_rejected(const csv_reader& reader, const csv_row& row, std::string_view verdict,
                                          std::string_view reason, std::string_view detail) {
  const char delimiter = reader.dialect().delimiter;
  for (const std::string_view value : {verdict, reason, detail}) {
    scratch_ += delimiter;
    append_field(scratch_, value, delimiter);
  }
  scratch_ += row.line_end().empty() ? reader.line_end() : row.line_end();
  return rejected_->write(scratch_);
}

absl::Status row_writers::reject(const csv_reader& reader, const csv_row& row, std::string_view verdict,
                                 std::string_view reason, std::string_view detail) {
  if (!rejected_) return absl::OkStatus();
  scratch_.assign(row.without_line_end());
  return finish_rejected(reader, row, verdict, reason, detail);
}

absl::Status row_writers::reject_malformed(const csv_reader& reader, const csv_row& row) {
  if (!rejected_) return absl::OkStatus();
  scratch_.clear();
  append_quoted(scratch_, row.without_line_end());
  if (reader.width() > 1) scratch_.append(reader.width() - 1, reader.dialect().delimiter);
  std::string detail(to_string(row.state));
  if (row.state == row_state::wrong_field_count) {
    detail += ": " + std::to_string(row.fields) + ", not " + std::to_string(reader.width());
  } else if (row.state == row_state::too_long) {
    detail += ": cut after " + std::to_string(row.content) + " bytes";
  }
  return finish_rejected(reader, row, "malformed", "malformed", detail);
}

absl::Status row_writers::commit() {
  if (rejected_) {
    if (absl::Status status = rejected_->commit(); !status.ok()) return status;
  }
  if (!kept_) return absl::OkStatus();
  absl::Status status = kept_->commit();
  std::error_code error;
  if (!status.ok() && rejected_ && std::filesystem::is_regular_file(rejected_path_, error)) {
    std::filesystem::remove(rejected_path_, error);
  }
  return status;
}

}  // namespace callsieve::detail

#include "scrub/writers.hpp"

#include <string>
#include <vector>

namespace callsieve::detail {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

absl::Status opened(const std::filesystem::path& path, std::optional<output_file>& file) {
  if (path.empty()) return absl::OkStatus();
  auto created = output_file::create(path);
  if (!created.ok()) return created.status();
  file = *std::move(created);
  return absl::OkStatus();
}

struct named_output {
  std::filesystem::path path;
  std::string_view holds;
};

std::string shown(const std::filesystem::path& path) { return path == "-" ? "standard output" : path.string(); }

/// No output takes the place of another file of the run.
absl::Status check_places(const std::vector<named_output>& outputs, const std::vector<std::filesystem::path>& inputs) {
  for (auto output = outputs.begin(); output != outputs.end(); ++output) {
    for (const std::string_view packed : {".gz", ".zst", ".zip", ".xlsx", ".xls", ".bz2", ".xz"}) {
      if (output->path.extension() != packed) continue;
      return bad_input(shown(output->path) + ", for " + std::string(output->holds) +
                       ", would hold plain text: name it so, or write to - and pipe it into what packs it");
    }
    for (const auto& input : inputs) {
      if (!is_also_input(output->path, input)) continue;
      return bad_input(shown(output->path) + ", for " + std::string(output->holds) +
                       ", is an input; write to another file");
    }
    for (auto other = outputs.begin(); other != output; ++other) {
      if (!is_same_output(output->path, other->path)) continue;
      return bad_input(std::string(other->holds) + " and " + std::string(output->holds) + " cannot both go to " +
                       shown(output->path));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<job_writers> job_writers::create(const scrub_options& options) {
  std::vector<named_output> outputs;
  if (!options.report.empty()) outputs.push_back({options.report, "the report"});
  if (!options.preview && !options.rejected.empty()) outputs.push_back({options.rejected, "rejected rows"});
  if (!options.preview) outputs.push_back({options.output, "kept rows"});
  if (absl::Status status = check_places(outputs, options.inputs); !status.ok()) return status;
  job_writers writers;
  if (absl::Status status = opened(options.report, writers.report_); !status.ok()) return status;
  if (options.preview) return writers;
  if (absl::Status status = opened(options.output, writers.kept_); !status.ok()) return status;
  if (absl::Status status = opened(options.rejected, writers.rejected_); !status.ok()) return status;
  return writers;
}

absl::Status job_writers::begin(const csv_dialect& dialect, const csv_row* header) {
  const std::string before = std::string(dialect.byte_order_mark ? byte_order_mark : "") + dialect.separator_line;
  if (kept_) {
    if (absl::Status status = kept_->write(before); !status.ok()) return status;
    if (header != nullptr) {
      if (absl::Status status = keep(header->bytes, missing_line_end(*header, dialect)); !status.ok()) return status;
    }
  }
  if (!rejected_) return absl::OkStatus();
  if (absl::Status status = rejected_->write(before); !status.ok() || header == nullptr) return status;
  return rejected_->write(rejected_header(*header, dialect));
}

absl::Status job_writers::write(const gathered_rows& rows) {
  if (kept_) {
    if (absl::Status status = keep(rows.kept.text(), rows.owed); !status.ok()) return status;
  }
  return rejected_ ? rejected_->write(rows.rejected.text()) : absl::OkStatus();
}

absl::Status job_writers::keep(std::string_view text, std::string_view owed) {
  if (text.empty()) return absl::OkStatus();
  if (absl::Status status = kept_->write(owed_); !status.ok()) return status;
  owed_ = owed;
  return kept_->write(text);
}

absl::Status job_writers::prepare() {
  for (auto* file : {&rejected_, &kept_}) {
    if (!*file) continue;
    if (absl::Status status = (*file)->prepare(); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status job_writers::commit() {
  std::vector<output_file*> files;
  for (auto* file : {&report_, &rejected_, &kept_}) {
    if (*file) files.push_back(&**file);
  }
  return commit_together(files);
}

}  // namespace callsieve::detail

#include "scrub/writers.hpp"

#include <system_error>

namespace callsieve::detail {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

}  // namespace

absl::StatusOr<row_writers> row_writers::create(const scrub_options& options) {
  row_writers writers;
  if (options.preview) return writers;
  for (const auto* output : {&options.output, &options.rejected}) {
    for (const auto& input : options.inputs) {
      if (!output->empty() && *output != "-" && is_same_file(input, *output)) {
        return bad_input(output->string() + " is an input; write to another file");
      }
    }
  }
  if (!options.rejected.empty() && is_same_file(options.output, options.rejected)) {
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

absl::Status row_writers::begin(const csv_dialect& dialect, const csv_row* header) {
  const std::string_view mark = dialect.byte_order_mark ? byte_order_mark : "";
  if (kept_) {
    if (absl::Status status = kept_->write(mark); !status.ok()) return status;
    if (header != nullptr) {
      if (absl::Status status = keep(header->bytes, missing_line_end(*header, dialect)); !status.ok()) return status;
    }
  }
  if (!rejected_) return absl::OkStatus();
  if (absl::Status status = rejected_->write(mark); !status.ok() || header == nullptr) return status;
  return rejected_->write(rejected_header(*header, dialect));
}

absl::Status row_writers::write(const gathered_rows& rows) {
  if (kept_) {
    if (absl::Status status = keep(rows.kept.text(), rows.owed); !status.ok()) return status;
  }
  return rejected_ ? rejected_->write(rows.rejected.text()) : absl::OkStatus();
}

absl::Status row_writers::keep(std::string_view text, std::string_view owed) {
  if (text.empty()) return absl::OkStatus();
  if (absl::Status status = kept_->write(owed_); !status.ok()) return status;
  owed_ = owed;
  return kept_->write(text);
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

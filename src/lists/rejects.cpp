#include "lists/rejects.hpp"

#include <string>
#include <system_error>
#include <utility>

namespace callsieve {
namespace {

constexpr std::size_t lines_for_people = 10;

/// One CSV field, always quoted: any byte is safe in it.
void append_field(std::string& record, std::string_view text) {
  record += '"';
  for (std::size_t quote = text.find('"'); quote != std::string_view::npos; quote = text.find('"')) {
    record.append(text.substr(0, quote + 1)) += '"';
    text.remove_prefix(quote + 1);
  }
  record.append(text) += '"';
}

}  // namespace

void rejects::add(const std::filesystem::path& file, std::uint64_t line, std::string_view reason,
                  std::string_view text) {
  ++count_;
  if (first_.size() < lines_for_people) first_.push_back({file, line, std::string(reason)});
  if (!failure_.ok()) return;
  if (!file_) {
    std::error_code error;
    std::filesystem::create_directories(where_.parent_path(), error);
    if (error) {
      failure_ = system_failure(where_.parent_path().string() + ": cannot be made: " + error.message());
      return;
    }
    absl::StatusOr<output_file> opened = output_file::create(where_);
    if (!opened.ok()) {
      failure_ = opened.status();
      return;
    }
    file_.emplace(std::move(*opened));
    failure_ = file_->write("file,line,reason,text\n");
  }
  std::string record;
  record.reserve(file.native().size() + reason.size() + longest_text);
  append_field(record, file.native());
  record += ',' + std::to_string(line) + ',';
  append_field(record, reason);
  record += ',';
  append_field(record, text.substr(0, longest_text));
  record += '\n';
  if (failure_.ok()) failure_ = file_->write(record);
}

absl::Status rejects::settle() {
  if (!failure_.ok()) return failure_;
  if (file_) return file_->commit();
  std::error_code error;
  std::filesystem::remove(where_, error);
  if (error) return system_failure(where_.string() + ": cannot be removed: " + error.message());
  return absl::OkStatus();
}

}  // namespace callsieve

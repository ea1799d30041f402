#include "lists/import_answers.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <span>
#include <system_error>

#include "callsieve/io/file.hpp"
#include "callsieve/io/source.hpp"

#include "lists/numbers_of_files.hpp"

namespace callsieve {
namespace {

/// The numbers of files that were sent, or came back unjudged: every line must be read.
absl::StatusOr<std::vector<phone_number>> numbers_of(const import_options& options, day obtained,
                                                     const std::vector<std::filesystem::path>& files) {
  import_options reading;
  reading.files = files;
  reading.region = options.region;
  reading.obtained = obtained;
  reading.today = options.today;
  // Nothing is left out of these files, so nothing is written there but on the way to an error.
  const std::filesystem::path rejects_file = files.front().string() + ".rejects.csv";
  auto read = read_numbers(reading, rejects_file);
  if (!read.ok()) return read.status();
  if (read->bad == 0) return std::move(read->numbers);
  const bad_line& first = read->first_bad.front();
  return bad_input(first.file.string() + ":" + std::to_string(first.line) + ": " + first.reason + "; " +
                   std::to_string(read->bad) + " lines cannot be read: " + rejects_file.string());
}

bool holds(const std::vector<phone_number>& ascending, phone_number number) {
  return std::binary_search(ascending.begin(), ascending.end(), number);
}

absl::StatusOr<std::string> whole(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return system_failure("cannot open " + file.string());
  std::string bytes{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  if (stream.bad()) return system_failure("cannot read " + file.string());
  return bytes;
}

absl::Status keep_one(const std::filesystem::path& file, const std::filesystem::path& folder) {
  const auto bytes = whole(file);
  if (!bytes.ok()) return bytes.status();
  std::filesystem::path kept = folder / file.filename();
  for (int number = 2; std::filesystem::exists(kept); ++number) {
    const auto there = whole(kept);
    if (there.ok() && *there == *bytes) return absl::OkStatus();
    kept = folder / (file.stem().string() + '-' + std::to_string(number) + file.extension().string());
  }
  auto output = output_file::create(kept);
  if (!output.ok()) return output.status();
  if (absl::Status status = output->write(*bytes); !status.ok()) return status;
  return output->commit();
}

}  // namespace

absl::StatusOr<judged_numbers> judge_answer(const import_options& options, day obtained,
                                            const std::vector<phone_number>& answered) {
  const auto sent = numbers_of(options, obtained, options.sent);
  if (!sent.ok()) return sent.status();
  std::vector<phone_number> unjudged;
  if (!options.unjudged.empty()) {
    auto read = numbers_of(options, obtained, options.unjudged);
    if (!read.ok()) return read.status();
    unjudged = *std::move(read);
  }
  std::vector<phone_number> never_sent;
  for (const std::span<const phone_number> numbers : {std::span(answered), std::span<const phone_number>(unjudged)}) {
    std::set_difference(numbers.begin(), numbers.end(), sent->begin(), sent->end(), std::back_inserter(never_sent));
  }
  if (!never_sent.empty()) {
    return bad_input("the answer holds " + std::to_string(never_sent.size()) +
                     " numbers that were not sent: it is the answer to other files than those of --sent");
  }
  judged_numbers judged;
  for (const phone_number number : *sent) {
    if (holds(unjudged, number)) continue;
    judged.covers.push_back(
        {{number.value(), static_cast<std::uint8_t>(std::to_string(number.value()).size())}, obtained});
    if (holds(answered, number) != options.answer_is_clear) judged.registered.push_back(number);
  }
  judged.notes.push_back("of " + std::to_string(sent->size()) + " numbers sent, " +
                         std::to_string(judged.registered.size()) + " are registered, " +
                         std::to_string(judged.covers.size() - judged.registered.size()) + " are not, " +
                         std::to_string(unjudged.size()) + " were not judged");
  return judged;
}

absl::StatusOr<std::filesystem::path> keep_evidence(const std::filesystem::path& store_folder,
                                                    const import_options& options, day obtained) {
  const std::filesystem::path folder = store_folder / "evidence" / options.list_name / to_string(obtained);
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return system_failure(folder.string() + ": cannot be made: " + error.message());
  for (const auto* files : {&options.files, &options.sent, &options.unjudged}) {
    for (const std::filesystem::path& file : *files) {
      if (file == "-") return bad_input("an answer is kept as evidence: give it as a file, not on standard input");
      if (absl::Status status = keep_one(file, folder); !status.ok()) return status;
    }
  }
  return folder;
}

}  // namespace callsieve

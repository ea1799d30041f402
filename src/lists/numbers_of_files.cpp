#include "lists/numbers_of_files.hpp"

#include <utility>

#include "lists/import_inputs.hpp"
#include "lists/readers/reader.hpp"

namespace callsieve {

absl::Status gather_numbers(snapshot_builder& from, std::vector<phone_number>& into) {
  const auto blocks = from.blocks();
  if (!blocks.ok()) return blocks.status();
  while (true) {
    const auto block = (*blocks)->next();
    if (!block.ok()) return block.status();
    if (*block == nullptr) return absl::OkStatus();
    for (const std::uint32_t offset : (*block)->offsets) into.push_back(number_in_block((*block)->block, offset));
  }
}

absl::StatusOr<numbers_of_files> read_numbers(const import_options& options,
                                              const std::filesystem::path& rejects_file) {
  numbers_of_files read;
  auto inputs = open_inputs(options, list_kind::set, read.notes);
  if (!inputs.ok()) return inputs.status();
  import_frame frame{.options = options,
                     .kind = list_kind::set,
                     .days = day_format(),
                     .entries = snapshot_builder(list_kind::set),
                     .bad = rejects(rejects_file)};
  for (import_input& from : *inputs) {
    auto bytes = from.bytes();
    if (!bytes.ok()) return bytes.status();
    reader_job job(frame, from.file, std::move(*bytes), from.obtained, from.called);
    if (absl::Status status = from.reader->read(job); !status.ok()) return status;
    job.end_block();
    read.notes.insert(read.notes.end(), job.notes.begin(), job.notes.end());
    if (!frame.intervals.empty()) return bad_input(from.name + ": a pattern stands for no single number");
  }
  if (absl::Status status = frame.bad.settle(); !status.ok()) return status;
  if (absl::Status status = gather_numbers(frame.entries, read.numbers); !status.ok()) return status;
  read.lines = frame.lines;
  read.bad = frame.bad.count();
  read.first_bad = frame.bad.first();
  return read;
}

}  // namespace callsieve

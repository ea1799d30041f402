// One list reader on bytes in memory, without a store.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "callsieve/lists/import.hpp"

#include "lists/readers/reader.hpp"
#include "sets/gathered_kit.hpp"

namespace callsieve::test {

struct held {
  list_record record;
  std::string reference{};
  std::uint32_t flags = 0;
  friend bool operator==(const held&, const held&) = default;
};

struct read_outcome {
  absl::Status status;
  std::map<std::uint64_t, held> entries;  ///< by E.164 digits
  std::uint64_t lines = 0, bad = 0, no_entries = 0;
  std::vector<bad_line> first_bad;
  std::vector<number_interval> intervals;  ///< as they came
  std::vector<std::string> unnamed;
  std::vector<list_change> changes;
  std::vector<number_prefix> covers;
  std::vector<std::string> notes;
};

inline const list_reader& reader_of(std::string_view format) {
  for (const list_reader& reader : list_readers()) {
    if (reader.name == format) return reader;
  }
  throw std::invalid_argument("no such reader");
}

inline read_outcome run_reader(std::string_view format, std::string content, const import_options& options,
                               list_kind kind = list_kind::set, const std::filesystem::path& file = "in.txt",
                               std::vector<std::string> categories = {}) {
  const std::filesystem::path folder = std::filesystem::temp_directory_path() / "callsieve-reader-run";
  auto days =
      options.date_format.empty() ? absl::StatusOr<day_format>(day_format()) : day_format::make(options.date_format);
  import_frame frame{.options = options,
                     .kind = kind,
                     .days = *days,
                     .entries = snapshot_builder(kind),
                     .bad = rejects(folder / "in.csv")};
  frame.categories = std::move(categories);
  read_outcome outcome;
  auto source = byte_source::of_text(std::move(content), file.string());
  if (!source.ok()) {
    outcome.status = source.status();
    return outcome;
  }
  reader_job job(frame, file, std::move(*source), options.obtained.value_or(day{}), file.filename().string());
  outcome.status = reader_of(format).read(job);
  job.end_block();
  outcome.lines = frame.lines;
  outcome.bad = frame.bad.count();
  outcome.no_entries = frame.no_entries;
  outcome.first_bad = frame.bad.first();
  outcome.covers = job.covers;
  outcome.notes = job.notes;
  outcome.intervals = frame.intervals;
  outcome.unnamed = frame.unnamed;
  outcome.changes = frame.changes;
  const auto blocks = frame.entries.blocks();
  if (!blocks.ok()) {
    outcome.status = blocks.status();
    return outcome;
  }
  for (const auto& [digits, entry] : all_of(**blocks))
    outcome.entries[digits] = {entry.record, entry.reference, entry.flags};
  return outcome;
}

}  // namespace callsieve::test

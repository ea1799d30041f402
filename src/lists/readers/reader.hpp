// Between import and the readers of single layouts: what a reader sees of a file, and where its findings go.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "callsieve/io/source.hpp"
#include "callsieve/lists/import.hpp"
#include "callsieve/number/parse.hpp"
#include "callsieve/sets/snapshot_builder.hpp"

#include "lists/readers/day_format.hpp"
#include "lists/rejects.hpp"

namespace callsieve {

/// A first look at a file: enough to tell its layout.
struct file_look {
  std::string name;       ///< of the file, without its folder
  std::string_view head;  ///< its first bytes, without a byte-order mark
  list_kind kind = list_kind::set;
  region_id region = region_id::none;  ///< for numbers written without a country code
  day today{};
  bool whole = true;  ///< the head is the whole file; else its last line may be cut
};

/// What all files of one import share.
struct import_frame {
  const import_options& options;
  list_kind kind;
  day_format days;
  snapshot_builder entries;
  std::vector<phone_number> not_in_plan{};  ///< of the entries; with repeats
  rejects bad;
  std::uint64_t lines = 0;  ///< with content, of all files
  std::uint64_t bytes_done = 0;
  std::uint64_t bytes_total = 0;  ///< 0: not known
};

/// One file on its way into a list. Threads: one.
class reader_job {
 public:
  reader_job(import_frame& frame, std::filesystem::path path, byte_source bytes, day taken)
      : options(frame.options),
        kind(frame.kind),
        days(frame.days),
        file(std::move(path)),
        source(std::move(bytes)),
        obtained(taken),
        frame_(frame) {}

  const import_options& options;
  const list_kind kind;
  const day_format& days;
  const std::filesystem::path file;
  byte_source source;
  const day obtained;  ///< of this file

  std::vector<number_prefix> covers;  ///< what the layout itself says; empty: nothing
  std::vector<std::string> notes;

  /// A line with content, whatever becomes of it.
  void count_line() { ++frame_.lines; }
  /// Takes the number of a set's entry, or makes its line a bad one.
  void take(std::uint64_t line, std::string_view text, const parsed_number& parsed) {
    if (!parsed.readable()) return bad(line, number_reason(parsed.error), text);
    if (!parsed.valid()) frame_.not_in_plan.push_back(parsed.number);
    frame_.entries.add(parsed.number);
  }
  /// Of the other kinds; the number is readable.
  void take(const parsed_number& parsed, list_record record, std::string_view reference) {
    if (!parsed.valid()) frame_.not_in_plan.push_back(parsed.number);
    frame_.entries.add(parsed.number, record, reference);
  }
  void bad(std::uint64_t line, std::string_view reason, std::string_view text) {
    frame_.bad.add(file, line, reason, text);
  }
  void bad_long_line(std::uint64_t line, std::string_view beginning);

  /// So many more bytes have been read.
  void advance(std::uint64_t bytes) {
    frame_.bytes_done += bytes;
    if (options.progress) options.progress(frame_.bytes_done, frame_.bytes_total);
  }

  /// What is wrong with a cell, for people: the error's word and, where there is one, the way out.
  [[nodiscard]] static std::string number_reason(parse_error error);

 private:
  import_frame& frame_;
};

}  // namespace callsieve

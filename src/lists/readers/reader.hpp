// Between import and the readers of single layouts: what a reader sees of a file, and where its findings go.
#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "callsieve/io/source.hpp"
#include "callsieve/lists/import.hpp"
#include "callsieve/number/parse.hpp"
#include "callsieve/number/renumbering.hpp"
#include "callsieve/sets/block.hpp"
#include "callsieve/sets/snapshot_builder.hpp"

#include "lists/readers/day_format.hpp"
#include "lists/readers/plan_stretches.hpp"
#include "lists/rejects.hpp"

#include <boost/container/flat_set.hpp>

namespace callsieve {

/// A first look at a file: enough to tell its layout.
struct file_look {
  std::string name;       ///< of the file, without its folder
  std::string_view head;  ///< its first bytes, without a byte-order mark and a line `sep=;`
  list_kind kind = list_kind::set;
  region_id region = region_id::none;  ///< for numbers written without a country code
  day today{};
  char delimiter = ',';  ///< between fields, if there are any
  bool whole = true;     ///< the head is the whole file; else its last line may be cut
};

/// What stands beside a number.
struct entry_values {
  list_record record{0, record_state::listed};
  std::uint32_t flags = 0;          ///< bit n: the category import_frame::categories[n]
  std::string_view reference = {};  ///< of consents
};

/// Where an entry was read, for the lines that people get to see.
struct entry_line {
  std::uint64_t line = 0;
  std::string_view text;
};

/// A mark of a list of changes.
struct list_change {
  phone_number number;
  std::int32_t day_number = 0;  ///< of the change; 0 where the file has no days
  bool adds = true;             ///< else deletes
};

/// What all files of one import share.
struct import_frame {
  const import_options& options;
  list_kind kind;
  day_format days;
  snapshot_builder entries;
  std::vector<number_interval> intervals{};      ///< in any order, overlaps included
  std::vector<std::string> categories{};         ///< names of the flags, as store.toml has them
  std::string purpose{};                         ///< what store.toml says that the list is for
  std::vector<std::string> unnamed{};            ///< categories met that store.toml does not name, each once
  std::vector<list_change> changes{};            ///< in any order
  snapshot_builder not_in_plan{list_kind::set};  ///< of the entries
  rejects bad;
  rejects outside{std::filesystem::path()};  ///< entries outside the plan, and in no renumbering: they match nobody
  std::uint64_t renumbered = 0;              ///< old numbers, which stand in the list as what they are today, too
  boost::container::flat_set<std::string_view> renumberings{};  ///< that were met
  std::uint64_t ambiguous = 0;                                  ///< cells that are listed in both readings
  std::vector<unread_cells> unread{};  ///< cells with numbers that are no entries, by file and column
  std::uint64_t comments = 0;          ///< lines that are comments, and hold no number
  std::uint64_t no_entries = 0;        ///< numbers read that are none: answered as clear, of other companies
  std::uint64_t lines = 0;             ///< with content, of all files
  std::uint64_t bytes_done = 0;
  std::uint64_t bytes_total = 0;  ///< 0: not known
};

/// One file on its way into a list. Threads: one.
class reader_job {
 public:
  reader_job(import_frame& frame, std::filesystem::path path, byte_source bytes, day taken, std::string called)
      : options(frame.options),
        kind(frame.kind),
        days(frame.days),
        file(std::move(path)),
        source(std::move(bytes)),
        obtained(taken),
        name(std::move(called)),
        frame_(frame),
        lines_before_(frame.lines) {}

  const import_options& options;
  const list_kind kind;
  const day_format& days;
  const std::filesystem::path file;
  byte_source source;
  const day obtained;      ///< of this file
  const std::string name;  ///< what the file is called, without its folder: that of the member of an archive

  std::vector<number_prefix> covers;  ///< what the layout itself says; empty: nothing
  std::vector<std::string> notes;

  /// A line with content, whatever becomes of it.
  void count_line() { ++frame_.lines; }
  /// Takes an entry; the number is readable.
  void take(const entry_line& from, const parsed_number& parsed, const entry_values& values) {
    if (!parsed.valid()) take_outside_plan(from, parsed.number, values);
    frame_.entries.add(parsed.number, values.record, values.reference, values.flags);
  }
  /// As above, of a number that take_outside_plan() is told about, unless it is valid.
  void take_entry(const parsed_number& parsed, const entry_values& values) {
    frame_.entries.add(parsed.number, values.record, values.reference, values.flags);
  }
  /// Counts entries outside the plan, and takes each as what it is today too, as take() does. `entry_of(i)` says where
  /// the i-th was read, and what stands beside it. Cost: next to nothing a number where none can be an old one, and
  /// enough lines are written.
  template <class EntryOf>
  void take_outside_plan(std::span<const phone_number> numbers, EntryOf entry_of) {
    if (numbers.empty()) return;
    const auto [least, most] = std::minmax_element(numbers.begin(), numbers.end());
    if (has_enough_outside_plan() && !may_be_renumbered(*least, *most)) {
      frame_.not_in_plan.add(numbers);
      return frame_.outside.add_unwritten(numbers.size());
    }
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const auto [from, values] = entry_of(i);
      take_outside_plan(from, numbers[i], values);
    }
  }
  /// Takes the numbers of many lines of a set, and counts the lines.
  void take(std::span<const phone_number> numbers);
  /// Takes a mark of a list of changes; the number is readable.
  void take_change(const entry_line& from, const parsed_number& parsed, std::int32_t on_day, bool adds) {
    frame_.changes.push_back({parsed.number, on_day, adds});
    if (!parsed.valid()) take_change_outside_plan(from, parsed.number, on_day, adds);
  }
  /// The flag of the category that store.toml names so, in the words of category_name(); where it names none, a number
  /// from 0 to 31 is its own category. Any other is put down, and import refuses the file at its end; then all flags.
  [[nodiscard]] std::uint32_t category(std::string_view words);
  /// Whether store.toml names categories for the list.
  [[nodiscard]] bool has_categories() const noexcept { return !frame_.categories.empty(); }

  /// What store.toml says that the list is for; empty when it does not.
  [[nodiscard]] const std::string& purpose() const noexcept { return frame_.purpose; }

  /// Whether digits with two readings may be taken in both.
  [[nodiscard]] static bool takes_both(const entry_values& values) noexcept {
    const record_state state = values.record.state;
    return state == record_state::listed || state == record_state::withdrawn || state == record_state::attempted;
  }
  /// A cell was taken in both of its readings.
  void count_ambiguous() { ++frame_.ambiguous; }

  /// A line that is a comment, and holds no number; it is none with content.
  void count_comment() { ++frame_.comments; }
  /// Cells of the file with numbers that are no entries; says so in a note.
  void add_unread(unread_cells cells);

  /// Counts a number that is read, but is no entry.
  void pass() { ++frame_.no_entries; }

  /// Takes an interval of a set.
  void take(const number_interval& interval, const entry_values& values) {
    frame_.intervals.push_back({interval.first, interval.last, values.record.day_number, values.flags});
  }
  /// Takes what one pattern of a set stands for.
  void take_pattern(const entry_line& from, std::span<const number_interval> pattern, const entry_values& values);
  /// A line that cannot be read; it is put down at the end of its block, in the order of lines.
  void bad(std::uint64_t line, std::string_view reason, std::string_view text);
  void bad_long_line(std::uint64_t line, std::string_view beginning);

  /// Puts down the block's bad lines. Scanners call it; at the end of a file import does.
  void end_block();

  /// So many more bytes have been read.
  void advance(std::uint64_t bytes) {
    frame_.bytes_done += bytes;
    if (options.progress) options.progress(frame_.bytes_done, frame_.bytes_total);
  }

  /// Something a person should know of this file.
  void note(const std::string& text) { notes.push_back(name + ": " + text); }
  /// Errors: the list is of another kind than set, which has days or states that the file does not give.
  [[nodiscard]] absl::Status require_set() const;

  /// What is wrong with a cell, for people: the error's word and, where there is one, the way out.
  [[nodiscard]] static std::string number_reason(parse_error error);

 private:
  struct unread_line {
    std::uint64_t line = 0;
    std::string reason, text;
  };
  /// Counts it, and takes it as what it is today too, where that can only block more: what allows a call does not
  /// follow a person to another number unasked.
  void take_outside_plan(const entry_line& from, phone_number number, const entry_values& values);
  void take_change_outside_plan(const entry_line& from, phone_number number, std::int32_t on_day, bool adds);
  void note_renumbered(phone_number old);
  /// Whether the lines of further entries outside the plan are counted alone.
  [[nodiscard]] bool has_enough_outside_plan() const noexcept;
  /// Puts down the line of an entry that matches nobody, or counts it where enough of them are written.
  void put_outside_plan(const entry_line& from, phone_number number);

  import_frame& frame_;
  const std::uint64_t lines_before_;  ///< of other files
  plan_stretches plan_;
  std::vector<unread_line> unread_;  ///< of the block under way
};

}  // namespace callsieve

// The scrub job: a call list in, kept and rejected rows out, a balanced book of counts.
//
// What: every row of the inputs gets one verdict. Kept rows come out in order as the bytes they were, but for the phone
// cells that may not be called, and those that are no number, which are blanked. Rejected rows come out as they were,
// with three columns more: `callsieve_verdict` (block, unknown, malformed), `callsieve_reason`, `callsieve_detail`. A
// row with several numbers is allowed if any of them is; else unknown if any is; else blocked for the first one's
// reason. Empty cells do not count; a row of nothing but empty cells is blocked as `invalid`, detail `empty`. Before
// all that, a block by a rule whose scope is the row blocks the row, and such a rule's unknown makes it unknown.
// These rules are also asked of every number that can be read in a phone cell that is none itself (several numbers, a
// number and words), and of every phone number in any other column (scrub/watch.hpp says what is one; columns may be
// ignored); the detail then names the column. Valid numbers there are counted by column. Nothing leaves in a phone cell
// that was not asked. Cost: one pass; some 3 MiB a thread besides the lists, whatever the input's size, and at most 16
// bytes a distinct number when the policy asks for duplicates. bench/README.md has figures. Threads: the job makes its
// own, and gives the same bytes and books whatever their number; the policy may be shared. Trust: any bytes in the
// inputs.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "callsieve/base/status.hpp"
#include "callsieve/io/csv.hpp"
#include "callsieve/policy/policy.hpp"

namespace callsieve {

enum class header_mode : std::uint8_t { automatic, yes, no };
/// How reasons are written in the rejects file: the policy's words, or statuses of the dialer ViciDial
/// (vicidial_status; `UNKNWN` for an unknown). Malformed rows keep their word.
enum class reason_codes : std::uint8_t { words, vicidial };
/// What becomes of rows that have another number of fields than the first one and lack no number for it: fields are
/// missing behind the last column of a number or region, or all fields too many are empty.
enum class ragged_rows : std::uint8_t { read, refuse };
enum class cell_mode : std::uint8_t { blank, keep };

struct scrub_options {
  std::vector<std::filesystem::path> inputs;  ///< `-`: standard input; several must have one header and delimiter
  std::filesystem::path output = "-";         ///< `-`: standard output; unused with preview
  std::filesystem::path rejected;             ///< empty: none written
  std::filesystem::path report;               ///< of report_json(), also with preview; empty: none written
  std::vector<std::string> phone_columns;     ///< header names or 1-based places; empty: found
  std::vector<std::string> ignored_columns;   ///< in the same way: hold no number that anybody should be asked about
  /// Where a row's own region stands: a region's name (`NL`), a dial code (`31`, `0031`, `+31`). Empty cells mean the
  /// default region; what is no region or no code makes national numbers unreadable (`needs_region`).
  std::string region_column, code_column;
  /// How a dialer lays its lists out (`callsieve scrub --help` names the layouts): tells what is not named above.
  /// `auto`: the one that plainly fits; `none`: no layout.
  std::string layout = "auto";
  header_mode header = header_mode::automatic;
  char delimiter = 0;                      ///< 0: found among , ; tab |
  csv_quotes quotes = csv_quotes::found;   ///< found: as the layout has them, else as RFC 4180
  plus_lost plus = plus_lost::unsaid;      ///< whether digits that begin with their calling code lost a plus sign
  cell_mode cells = cell_mode::blank;      ///< what becomes of a kept row's valid numbers that may not be called
  ragged_rows ragged = ragged_rows::read;  ///< refuse: such rows are malformed
  region_id region = region_id::none;      ///< default region; none: the policy's
  as_of when{};
  bool all_reasons =
      false;  ///< detail lists every rule in force that matched or was unknown: `objection; registry: stale`
  reason_codes codes = reason_codes::words;
  bool preview = false;  ///< counts only; nothing is written
  std::string campaign;  ///< repeated in the report
  unsigned threads = 0;  ///< that work on rows; 0: as many as the machine has for this process
  /// Bytes of input that a thread takes at a time; whole rows, so sometimes more. Changes memory and speed only.
  std::size_t chunk_bytes = std::size_t{256} * 1024;
  /// Called every few megabytes and at the end, by any of the job's threads, one at a time. `bytes_total` 0: not known.
  std::function<void(std::uint64_t bytes_done, std::uint64_t bytes_total, std::uint64_t rows)> progress;
  /// Asked once a chunk and before anything is committed, in the same way; true ends the job with a Cancelled status.
  std::function<bool()> cancelled;
};

struct tally {
  std::uint64_t read = 0, allowed = 0, blocked = 0, unknown = 0, malformed = 0;
};

/// Physical lines of the inputs: a record has several where a quoted cell holds line ends.
struct line_tally {
  std::uint64_t read = 0, rows = 0, malformed = 0;  ///< all of them; those of rows with a verdict, and of the others
  std::uint64_t headers = 0, separators = 0, empty = 0;  ///< lines that name columns, that name delimiters, of no row
};

/// A malformed record that spans several lines.
struct long_record {
  std::size_t input = 0;              ///< which one
  std::uint64_t line = 0, lines = 0;  ///< the first one, and how many
  row_state state = row_state::hides_rows;
};

/// What one rule did to the numbers, or in a preview would do.
struct rule_tally {
  std::string reason;
  std::uint64_t decided = 0, unknown = 0, passed = 0;
};

/// How many rows got a verdict for a reason; the reason with its cause where unknown.
struct reason_tally {
  verdict outcome = verdict::block;
  std::string reason;
  std::uint64_t rows = 0;
};

/// A column that says by its name who should not be called (`Do_Not_Contact`), and that no rule of the policy reads.
struct unread_flag {
  std::string column;
  bool answer = true;      ///< the one that objects: yes, but no where a column says who may be called
  std::uint64_t rows = 0;  ///< in which it does
};

/// Valid numbers of a column that nobody asked: they stand in kept rows, unless somebody objected to them.
struct unchecked_numbers {
  std::string column;        ///< its name, else its place
  std::string option;        ///< what --phone and --ignore call it
  std::uint64_t count = 0;   ///< all of them
  std::uint64_t phones = 0;  ///< of them those written as phones, or in a column that is like one of phones
  std::string input;         ///< where the first of these stands; where there are none, of the others
  std::uint64_t first_line = 0;
  std::string why;  ///< for people: what else speaks for phones in this column; or empty
};

struct scrub_report {
  tally rows;        ///< read = allowed + blocked + unknown + malformed, always: the job fails otherwise
  tally numbers;     ///< non-empty cells; malformed rows have none
  line_tally lines;  ///< read = rows + malformed + headers + separators + empty, always: the job fails otherwise
  std::vector<long_record> long_malformed;       ///< the first ten
  std::map<std::string, std::uint64_t> reasons;  ///< by rows' verdicts; `registry: stale` when unknown
  std::uint64_t ragged = 0;                      ///< rows read that have another number of fields than the first one
  std::vector<reason_tally> by_verdict;  ///< the same, split by verdict: allowed, blocked, unknown; most rows first
  std::map<std::string, std::uint64_t> invalid;         ///< numbers that are none, by parse error
  std::uint64_t ambiguous = 0;                          ///< of these, those that may have lost a plus sign
  std::map<std::string, std::uint64_t> unknown_passed;  ///< by the reason of each rule that passes unknowns on
  std::vector<rule_tally> rules;                        ///< in the policy's order, and last what happens otherwise
  std::vector<std::string> columns;                     ///< the columns of numbers: their names, else their places
  std::vector<unread_flag> flags;                       ///< in the order of their columns
  std::vector<unchecked_numbers> unchecked;             ///< most phones first, then most numbers
  bool has_header = false;
  std::string policy;        ///< its name
  std::string columns_note;  ///< which columns were read, and why: for people
  double seconds = 0;
  unsigned threads = 1;  ///< that worked
  /// Seconds by stage of the work, in its order, added up over threads: where the time went.
  std::vector<std::pair<std::string, double>> stages;
};

/// The outputs are complete and on the disk before the first of them gets its name; then the report gets its own, then
/// the rejected rows, and last the kept rows. A process that is killed between may leave a report or rejected rows,
/// never kept rows without them.
/// Errors: unreadable or empty input, one of which every row is malformed, no phone column (lists the columns seen), a
/// first row that names columns and holds a number (header_mode says which it is), a first row that a quote has made of
/// several, inputs that do not agree, a list whose file was written into, an output that is an input or another output,
/// unclosed quote, a cut file, full disk, no more memory, Cancelled: nothing new is left under a final name, and what
/// stood there before stands. What went to a device, a pipe or standard output before the error stays there.
[[nodiscard]] absl::StatusOr<scrub_report> scrub(const scrub_options& options, const bound_policy& policy);

}  // namespace callsieve

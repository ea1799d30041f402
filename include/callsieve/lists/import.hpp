// From files to a list: wholly or not at all.
//
// What: reads the files of one delivery and replaces what earlier imports brought inside the coverage that they bring,
// nothing else: importing area code 202 leaves 415 and its day as they were. Whatever order files and lines come in,
// the outcome is the same: docs/lists.md says how several records of one number combine.
// Layouts: list_readers() is their table; each has a source file under src/lists/readers, whose head says what is known
// of it and from where. docs/formats.md shows them. Of two that are used for everything:
//   digits  one number a line, in any spelling; blank lines and lines that start with # are no lines. Sets only. A
//           pattern (`+4121560####`, `+3190*`) stands for all its numbers; what follows a tab, ` #` or ` //` is a
//           label. A comment or a label that holds a number itself makes a bad line.
//   csv     a header or named columns. Sets need a phone column. dated: a purchase column (a day) and/or an end column
//           (a day, also a future one, or `open` while the contract runs); an empty cell says nothing, a row with
//           neither is a bad line. consent: a state column, a day column and, if there is one, a reference column.
//           given:     given yes y true 1 opt-in opted-in in granted ja j toestemming
//           withdrawn: withdrawn no n false 0 opt-out opted-out out revoked nee ingetrokken
//           (any case; blanks, - and _ do not count)
//           attempts: a column with the day of a call, a row a call; a number's latest eight count.
// A file is read as the layout that it looks most like; one that looks like two is refused.
// A zip archive is read as its one member.
// Days are `YYYY-MM-DD`, or as `date_format` says: %d %m %Y %y and literal separators.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "callsieve/io/csv.hpp"
#include "callsieve/lists/store.hpp"
#include "callsieve/number/numbering_plan.hpp"
#include "callsieve/number/parse.hpp"
#include "callsieve/sets/record.hpp"

namespace callsieve {

struct import_options {
  std::string list_name;
  std::vector<std::filesystem::path> files;  ///< `-`: standard input
  std::string format;                        ///< a name of list_readers(); empty: told from name and content
  std::optional<list_kind> kind;             ///< else the list's own, store.toml's, or set
  region_id region = region_id::none;        ///< for numbers written without a country code; ftc files are always +1
  std::string date_format;                   ///< e.g. `%d-%m-%Y`; empty: ISO `YYYY-MM-DD`
  std::optional<day> obtained;  ///< of every file, not after the day in its name (ftc); else that day, else an error
  /// What the source calls this copy, of every file: a day, or a name; else the day in the files' names (ftc), else
  /// nothing. Rules whose clock is the version count from it.
  std::string version;
  /// Lines around every file's entries that are none. When the last ones tell a number, it must be that of the lines
  /// with content between.
  std::size_t skip_first = 0, skip_last = 0;
  std::vector<number_prefix> covers;  ///< of every file; else the layout's own (ftc), else world
  /// A header's name or a 1-based place; empty: found by the header or the content.
  std::string phone_column, day_column, end_column, state_column, reference_column, change_column;
  /// As above, csv: further columns of numbers, each an entry. A cell may be empty where another of its row is not.
  std::vector<std::string> further_phone_columns;
  /// As above: what a row says of its numbers' region, in place of `region`: an ISO code, a name, a dial code.
  std::string region_column, code_column;
  /// Columns that are not read, whatever they hold: import then does not ask what they say.
  std::vector<std::string> ignored_columns;
  /// Of layouts of columns. found: as RFC 4180 has quotes, but for the pipes of vicidial, which has none.
  csv_quotes quotes = csv_quotes::found;
  /// As above; several: each is read (results), or is a category of its own (categories).
  std::vector<std::string> category_columns;
  plus_lost plus = plus_lost::unsaid;  ///< whether digits that begin with their calling code lost a plus sign
  std::string columns;                 ///< ftc-changes: what its columns hold, in their order; empty: found
  std::vector<std::string> only;       ///< companies: those whose pairs are kept; empty: all
  /// An authority's answer to numbers that were sent to it (export.hpp): the files that were sent, and those with
  /// numbers that it could not judge. The list then speaks for the numbers sent, but for those, and for no other; all
  /// files are kept byte for byte under the store's evidence/LIST/DAY/.
  std::vector<std::filesystem::path> sent, unjudged;
  bool answer_is_clear = false;  ///< the answer names the numbers that are not registered; else those that are
  /// The files hold additions and deletions, not the whole list; those of records (kinds other than set) additions.
  bool changes = false;
  bool allow_bad = false;  ///< leave out lines that cannot be read, and keep their count in the list; accept files with
                           ///< more than a few entries outside the numbering plan
  bool allow_shrink = false;            ///< accept a file without numbers, and losses (store::apply_import)
  bool allow_older = false;             ///< accept a copy older than what it replaces
  std::optional<list_tuning> tuning{};  ///< nothing: as list_import has it
  day today{};                          ///< required: the day of the import, as people there have it
  /// Called from time to time, on the calling thread. `bytes_total` is 0 when a file's length is not known.
  std::function<void(std::uint64_t bytes_done, std::uint64_t bytes_total)> progress;
};

struct bad_line {
  std::filesystem::path file;
  std::uint64_t line = 0;  ///< from 1; of a record over several lines the first, and each where it is malformed
  std::string reason;
};

/// Cells that hold what is written as a phone number, in a column of a set's file that is read for none.
struct unread_cells {
  std::string column;       ///< its header, or what such lines are called (`NOTE`); may be empty
  std::size_t place = 0;    ///< from 1; 0: the file has no columns
  std::uint64_t count = 0;  ///< cells, or lines
  std::uint64_t first_line = 0;
  std::filesystem::path input{};

  /// What import_options::phone_column calls it; empty where no option reads it.
  [[nodiscard]] std::string phone() const {
    return place == 0 ? std::string() : column.empty() ? std::to_string(place) : column;
  }
};

struct import_report {
  list_kind kind{};
  std::string format;
  std::uint64_t lines = 0;             ///< with content: no header, no blank line, no comment
  std::uint64_t entries = 0;           ///< distinct numbers among them
  std::uint64_t ranges = 0;            ///< what patterns among them stand for; their numbers are in no other count
  std::uint64_t not_in_plan = 0;       ///< of the entries, those that today's numbering plan does not call valid
  std::uint64_t renumbered = 0;        ///< lines with an old number, which is listed as what it is today, too
  std::uint64_t ambiguous = 0;         ///< lines with digits of two readings, both of which are listed (plus_lost)
  std::uint64_t outside_coverage = 0;  ///< of the entries, those that the brought coverage does not speak for
  std::uint64_t bad = 0;               ///< lines left out
  std::uint64_t comments = 0;          ///< lines that begin with `#`, in no other count
  std::vector<unread_cells> unread_numbers;  ///< numbers that a person may have meant, and that are not on the list
  std::uint64_t added = 0, removed = 0, unchanged = 0;  ///< numbers, against the list as it was
  /// As import_counts has them.
  std::uint64_t weakened = 0, live_kept = 0, later_kept = 0;
  std::uint64_t count = 0;  ///< numbers in the list now
  std::vector<coverage_entry> brought;
  std::string version;                      ///< of the files; empty: they tell none
  std::vector<std::string> notes;           ///< what a person should know: "covers world, as nothing said otherwise"
  std::vector<bad_line> first_bad_lines;    ///< at most 10
  std::filesystem::path outside_plan_file;  ///< lines of the entries that match nobody, as above but for known
                                            ///< renumberings; empty: there are none
  std::filesystem::path rejects_file;       ///< every bad line, when there were any: file, line, reason, text
};

/// What a list reader gets to see, and where it puts what it reads (src/lists/readers/reader.hpp).
struct file_look;
class reader_job;

/// How much a file looks as a layout has it.
enum class likeness : std::uint8_t {
  none,      ///< not at all, or a file that it cannot read
  anything,  ///< the layout takes any text
  general,   ///< several columns, or a header
  shape,     ///< every line looked at is as the layout has it
  sign,      ///< it says so itself: the file's name, a header, a root element
};
struct resemblance {
  likeness how = likeness::none;
  std::string why{};  ///< for people; empty with none
};

/// What the files of a layout are.
enum class takes : std::uint8_t {
  full,     ///< whole lists
  changes,  ///< additions and deletions
  either,   ///< changes when asked for (import_options::changes)
};

/// A layout that import reads.
struct list_reader {
  std::string_view name;
  std::string_view description;  ///< one line, for people
  std::string_view covers;       ///< for which prefixes its files speak, in words; empty: they do not tell (world)
  day_meaning days = day_meaning::none;  ///< what the days beside its numbers mean, in a list of kind set
  takes holds = takes::full;
  resemblance (*sniff)(const file_look& look);
  /// Reads one file. Errors: the whole file cannot be used (a missing column); a bad line is no error.
  absl::Status (*read)(reader_job& job);
  /// The day the copy was taken, when a file's name (without its folder) tells it; null for layouts that define no
  /// name.
  std::optional<day> (*day_in_name)(std::string_view file_name);
  bool has_columns = false;     ///< it reads those that import_options::region_column and code_column name
  bool has_categories = false;  ///< it reads the columns that import_options::category_columns names
};
/// The layouts, in the order in which tables show them. Constant data.
[[nodiscard]] std::span<const list_reader> list_readers() noexcept;

/// Takes every line that reads as an E.164 number, also one outside today's plan (counted), and whatever words stand
/// beside it. Digits that may have lost a plus sign are listed in both readings where that can only block more; else
/// their line is a bad one. A bad line is one that does
/// not, or a record whose day, state or reference cannot be read, or whose purchase or consent is dated later than the
/// day after `obtained`. Every bad line goes to `<store>/rejects/<list>.csv`, which the list's next import replaces or,
/// when it has none, removes; every entry outside the plan whose number of today is not known goes likewise to
/// `<list>.outside-plan.csv`. Where they are more than a twentieth of a file's entries (of few entries: two or all),
/// the region is likely to be wrong, and the file is refused (unless allow_bad).
/// Cost: memory as snapshot_builder has it (bounded; what is beyond goes to a file without a name in the store); time
/// is that of parse() a line and of the store's merge. Errors: bad lines (unless allow_bad), no obtained day or one in
/// the future, no entries or a loss (unless allow_shrink), a copy older than what it replaces (unless allow_older), a
/// file whose name tells other prefixes than its lines (unless `covers` says), an unreadable file, a list of another
/// kind.
/// On any error the list is as it was. Threads: one import of a list at a time; others wait for its lock.
[[nodiscard]] absl::StatusOr<import_report> import_list(store& into, const import_options& options);

}  // namespace callsieve

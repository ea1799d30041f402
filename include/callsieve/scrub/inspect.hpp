// What scrub would make of a call list, before anything is run.
//
// What: shape, columns and the way they are read, decided by the very code that decides for scrub, from the first rows
// of the file. Nothing is written, no list is asked. Sample rows are masked: of letters and digits only the first three
// digits of a cell are shown. Cost: one read of some 64 KiB. Threads: any. Trust: any bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "callsieve/base/status.hpp"
#include "callsieve/io/csv.hpp"
#include "callsieve/scrub/scrub.hpp"

namespace callsieve {

/// What scrub does with a column.
enum class inspected_use : std::uint8_t {
  asked,       ///< its numbers are asked
  place,       ///< it says in which region or under which dial code the numbers beside it are read
  watched,     ///< phone numbers in it are asked for objections, and counted
  phone_like,  ///< as watched, and digits alone are phone numbers there: it should be asked or ignored
  ignored      ///< nobody looks at it
};
/// `asked`, `place`, ...
[[nodiscard]] std::string_view to_string(inspected_use use) noexcept;

/// Of the first rows: each cell is one of empty, placeholder, number, ambiguous or marked number, day, zone, flag or
/// other.
struct inspected_column {
  std::string name;  ///< empty without a header
  inspected_use use = inspected_use::watched;
  std::string why;  ///< for people; may be empty
  std::uint64_t empty = 0, placeholders = 0, numbers = 0, ambiguous = 0, marked = 0, days = 0, zones = 0, flags = 0,
                others = 0;
  std::vector<std::pair<std::string, std::uint64_t>> regions{};  ///< of the valid numbers, most first
};

struct inspection {
  std::string file;
  bool compressed = false;
  std::string encoding;  ///< `ASCII`, `UTF-8`, or `single-byte, such as Windows-1252`
  csv_dialect dialect;
  bool has_header = false;
  std::uint64_t rows = 0, ragged = 0, malformed = 0;  ///< of the first rows, without the header; all rows, then some
  std::string layout, layout_description;             ///< of a dialer; empty: none
  std::string region;                                 ///< of numbers without a country code; empty: none
  std::string note;                                   ///< which columns are read, and why
  std::vector<inspected_column> columns;
  std::vector<std::vector<std::string>> samples;  ///< the first ten rows, masked
  std::vector<std::string> warnings;
  std::string problem;  ///< why scrub would refuse the file; else empty
  std::string command;  ///< to run next
};

/// What is to be asked of the list.
struct inspected_policy {
  std::string name;                  ///< as --policy of the command says it; empty: the store's, or none
  std::vector<std::string> columns;  ///< those that its rules read
};

/// Looks at the first of the options' inputs with their shape and columns; `options.region` reads national numbers.
/// Errors: as scrub, for what cannot be read or has no
/// row at all; a refusal for its shape or columns is no error, but the inspection's problem.
[[nodiscard]] absl::StatusOr<inspection> inspect(const scrub_options& options, const inspected_policy& policy = {});

/// Lines of text for people.
[[nodiscard]] std::string inspection_text(const inspection& of);
/// One JSON object, two spaces deep, with a line end: `file`, `compressed`, `encoding`, `delimiter`, `quotes`,
/// `line_end`, `byte_order_mark`, `separator_line`, `header`, `rows`, `ragged`, `malformed`, `layout`, `region`,
/// `note`, `columns` (`place`, `name`, `use`, `why`, counts, `regions`), `samples`, `warnings`, `problem`, `command`.
[[nodiscard]] std::string inspection_json(const inspection& of);

}  // namespace callsieve

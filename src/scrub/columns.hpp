// Which row is a header and which columns hold numbers and regions: decided once, from the first rows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "callsieve/base/status.hpp"
#include "callsieve/io/csv.hpp"
#include "callsieve/scrub/scrub.hpp"

#include "number/region_words.hpp"
#include "scrub/phone_headers.hpp"

namespace callsieve::detail {

enum class column_use : std::uint8_t {
  watched,     ///< numbers in it are asked for objections, and counted (watch.hpp)
  phone,       ///< its numbers are asked
  alternates,  ///< the same, several a cell
  place,       ///< says of each row in which region its numbers are read
  ignored      ///< the caller says that it holds none
};

/// What is known of a column from its name and the first rows, and what follows from it.
struct column_look {
  header_says header = header_says::nothing;
  std::size_t cells = 0;  ///< of the first ones, neither empty nor a placeholder
  std::size_t phones = 0, placeholders = 0;
  column_use use = column_use::watched;
  /// Of a watched column: digits alone are phone numbers there, by its name or its content.
  bool phone_like = false;
  bool unknown = false;  ///< of a watched column: neither its name nor its first cells, all empty, say anything
  bool ids = false;      ///< by its name or its content: digits there are those of ids, days and the like
  std::string why;       ///< for people: `by the header`
};

struct call_list_layout;

struct job_columns {
  bool has_header = false;
  const call_list_layout* layout = nullptr;  ///< of a dialer, as layouts.hpp has them
  std::vector<std::string> names;            ///< of all columns; empty texts without a header
  std::vector<std::size_t> phones;           ///< ascending; at least one, or alternates
  std::optional<std::size_t> alternates;     ///< a column of several numbers a cell (alternates.hpp), none of phones
  std::optional<std::size_t> doubtful;       ///< one of phones whose cells may hold something else as well
  bool joined = false;                       ///< cells of phones may hold several numbers (joined_numbers.hpp)
  std::optional<std::size_t> region, code;
  std::vector<std::size_t> texts;  ///< columns that rules read, as pipeline::columns() names them
  /// That say by their names who should not be called, and that no rule reads, with the answer that says so.
  std::vector<std::pair<std::size_t, bool>> flags;
  std::vector<column_look> looks;  ///< of all columns
  std::string note;

  /// How many fields a row must have so that none of its numbers, nor what says how they are read, can be missing.
  [[nodiscard]] std::size_t least_fields() const noexcept;
  /// The name of a column for people: `"Phone"`, or `column 3`.
  [[nodiscard]] std::string shown(std::size_t column) const;
  /// What names it for options: its name, or its place where it has none or shares it.
  [[nodiscard]] std::string named(std::size_t column) const;
};

/// The region in which a row's national numbers are read.
class row_region {
 public:
  row_region(region_id usual, std::optional<std::size_t> region_column, std::optional<std::size_t> code_column)
      : beside_(usual), region_column_(region_column), code_column_(code_column) {}

  /// Whether rows may differ.
  [[nodiscard]] bool varies() const noexcept { return region_column_ || code_column_; }
  [[nodiscard]] region_id usual() const noexcept { return beside_.usual(); }
  /// Requires a well-formed row of the block.
  [[nodiscard]] region_id of(const csv_block& block, const csv_row& row);
  /// As above, by what `text(column)` says, a text without blanks around it.
  template <class TextOf>
  requires requires(TextOf text) { text(std::size_t{}); }
  [[nodiscard]] region_id of(TextOf text) {
    return beside_.of(region_column_ ? text(*region_column_) : std::string_view(),
                      code_column_ ? text(*code_column_) : std::string_view());
  }

 private:
  region_beside beside_;
  std::optional<std::size_t> region_column_, code_column_;
  std::string region_scratch_, code_scratch_;
};

/// Decides from the first rows of the input of that name. `region` is the default region; `texts` names the columns
/// that rules read. A row that holds a number is no header, unless the options say that it is.
/// Errors: no phone column, or a named one is missing (lists the columns); the row to be the header is malformed, or
/// may just as well be data. Then `columns` says what was found until then.
absl::Status find_job_columns(const csv_block& block, const std::string& name, const scrub_options& options,
                              region_id region, std::span<const std::string> texts, job_columns& columns);

/// The decoded cells of a row.
[[nodiscard]] std::vector<std::string> cells_of(const csv_block& block, const csv_row& row);

}  // namespace callsieve::detail

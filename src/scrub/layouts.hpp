// How dialers lay out their call lists: which columns hold numbers, dial codes and alternates.
//
// Sources: the import code and documentation of the dialers; docs/formats.md names them. The rows go out as they came,
// so a list that was read in a layout is written in it.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "callsieve/base/status.hpp"
#include "callsieve/io/csv.hpp"
#include "callsieve/scrub/scrub.hpp"

namespace callsieve::detail {

/// A layout. Columns are named by header where there is one, else by their place from 1.
struct call_list_layout {
  std::string_view name;
  std::string_view description;  ///< one line, for people
  header_mode header = header_mode::automatic;
  std::span<const std::string_view> phones;
  std::string_view code;        ///< the column of dial codes; empty: none
  std::string_view alternates;  ///< a column of several numbers a cell; empty: none
  std::string_view doubtful;    ///< a column that holds a number or an address, and is dialled like the others; or none
  csv_quotes quotes;            ///< whether its dialer knows quotes
  /// Whether the first row, decoded, and the delimiter are plainly this layout's.
  bool (*fits)(std::span<const std::string> first, char delimiter);
};

/// The layout that options.layout names, or with `auto` the only one that fits; null for `none` and when none or
/// several fit. Errors: no such layout (with those there are), or a named one that the file does not fit.
[[nodiscard]] absl::StatusOr<const call_list_layout*> choose_layout(const scrub_options& options,
                                                                    std::span<const std::string> first, char delimiter);

/// How the bytes of an input are to be read, as far as the options and the layout say it.
[[nodiscard]] csv_options shape_of(const scrub_options& options);

/// The options with what the layout says and the caller did not: header, columns of numbers and of dial codes. Columns
/// beyond `width` are left out.
[[nodiscard]] scrub_options with_layout(scrub_options options, const call_list_layout& layout,
                                        std::span<const std::string> first);

}  // namespace callsieve::detail

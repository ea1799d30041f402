#include "scrub/layouts.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "callsieve/io/csv_columns.hpp"

namespace callsieve::detail {
namespace {

using cells = std::span<const std::string>;

bool all_digits(std::string_view text, std::size_t least, std::size_t most) {
  return text.size() >= least && text.size() <= most &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is(cells first, std::size_t place, std::string_view folded) {
  return place < first.size() && fold_column_name(first[place]) == folded;
}

bool has(cells first, std::string_view folded) {
  return std::any_of(first.begin(), first.end(),
                     [&](const std::string& cell) { return fold_column_name(cell) == folded; });
}

/// The dialer's own pipe layout, of 23 to 27 fields without a header: up to the comments, or with rank, owner and more
/// behind.
bool fits_vicidial(cells first, char delimiter) {
  return delimiter == '|' && first.size() >= 23 && first.size() <= 27 && all_digits(first[3], 0, 6) &&
         all_digits(first[4], 5, 18);
}
bool fits_vicidial_export(cells first, char) {
  return has(first, "phonecode") && has(first, "phonenumber") && has(first, "leadid");
}
bool fits_goautodial(cells first, char delimiter) {
  return delimiter == ',' && is(first, 0, "phonenumber") && is(first, 1, "vendorleadcode") && is(first, 2, "phonecode");
}
bool fits_fusionpbx(cells first, char delimiter) {
  return delimiter == ',' && is(first, 0, "phonenumber") && is(first, 1, "lastname") && is(first, 2, "firstname");
}
bool fits_freepbx(cells first, char delimiter) {
  return delimiter == ',' && first.size() == 2 && is(first, 0, "number") && is(first, 1, "description");
}
bool fits_genesys(cells first, char delimiter) {
  return delimiter == ',' && (has(first, "inincontactid") || has(first, "contactid"));
}
bool fits_nice(cells first, char delimiter) {
  return (delimiter == ',' || delimiter == '\t') && has(first, "externalid") &&
         !find_columns(first, phone_words()).empty();
}
bool never(cells, char) { return false; }

constexpr std::string_view vicidial_phones[] = {"5", "20"};
constexpr std::string_view export_phones[] = {"phone_number", "alt_phone"};
constexpr std::string_view goautodial_phones[] = {"1", "18"};
constexpr std::string_view first_column[] = {"1"};

constexpr std::array<call_list_layout, 8> layouts{{
    {"vicidial", "ViciDial lead files: 23 to 27 fields with pipes between, no header", header_mode::no, vicidial_phones,
     "4", "27", "12", csv_quotes::none, fits_vicidial},
    {"vicidial-export", "ViciDial list exports, with a header", header_mode::yes, export_phones, "phone_code", "",
     "address3", csv_quotes::rfc, fits_vicidial_export},
    {"goautodial", "GoAutoDial leads: phone_number, vendor_lead_code, phone_code, ...", header_mode::yes,
     goautodial_phones, "3", "", "10", csv_quotes::rfc, fits_goautodial},
    {"issabel", "Issabel call center campaigns: the number in the first column", header_mode::automatic, first_column,
     "", "", "", csv_quotes::rfc, never},
    {"fusionpbx", "FusionPBX call broadcasts: Phone_Number, Last_Name, First_Name", header_mode::yes, first_column, "",
     "", "", csv_quotes::rfc, fits_fusionpbx},
    {"freepbx", "FreePBX: number, description", header_mode::automatic, first_column, "", "", "", csv_quotes::rfc,
     fits_freepbx},
    {"genesys",
     "Genesys Cloud contact lists: a header, numbers in the columns that it names",
     header_mode::yes,
     {},
     "",
     "",
     "",
     csv_quotes::rfc,
     fits_genesys},
    {"nice",
     "NICE CXone calling lists: a header, numbers in the columns that it names",
     header_mode::yes,
     {},
     "",
     "",
     "",
     csv_quotes::rfc,
     fits_nice},
}};

/// The only layout that fits; null when none or several do.
const call_list_layout* fitting_layout(cells first, char delimiter) {
  const call_list_layout* chosen = nullptr;
  std::size_t fitting = 0;
  for (const call_list_layout& layout : layouts) {
    if (!layout.fits(first, delimiter)) continue;
    chosen = &layout;
    ++fitting;
  }
  return fitting == 1 ? chosen : nullptr;
}

bool is_automatic(const scrub_options& options) { return options.layout.empty() || options.layout == "auto"; }

bool fits_unquoted(cells first, char delimiter) {
  const call_list_layout* const layout = fitting_layout(first, delimiter);
  return layout != nullptr && layout->quotes == csv_quotes::none;
}

/// Whether the column is one of the file's.
bool is_there(cells first, std::string_view column) {
  std::size_t place = 0;
  const auto read = std::from_chars(column.data(), column.data() + column.size(), place);
  if (read.ec == std::errc()) return place >= 1 && place <= first.size();
  return has(first, fold_column_name(column));
}

}  // namespace

absl::StatusOr<const call_list_layout*> choose_layout(const scrub_options& options, cells first, char delimiter) {
  const call_list_layout* chosen = nullptr;
  if (options.layout == "none") return chosen;
  if (is_automatic(options)) return fitting_layout(first, delimiter);
  std::string names;
  for (const call_list_layout& layout : layouts) {
    names += ", " + std::string(layout.name);
    if (layout.name == options.layout) chosen = &layout;
  }
  if (chosen == nullptr)
    return bad_input("layout '" + options.layout + "' is not known; there are: auto, none" + names);
  if (!chosen->phones.empty() && !is_there(first, chosen->phones.front())) {
    return bad_input("layout " + options.layout + " has its numbers in column " + std::string(chosen->phones.front()) +
                     "; the columns are " + list_columns(first));
  }
  return chosen;
}

csv_options shape_of(const scrub_options& options) {
  csv_options shape{.delimiter = options.delimiter, .quotes = options.quotes};
  if (shape.quotes != csv_quotes::found) return shape;
  if (is_automatic(options)) shape.unquoted = fits_unquoted;
  const auto named = std::find_if(layouts.begin(), layouts.end(),
                                  [&](const call_list_layout& layout) { return layout.name == options.layout; });
  if (named != layouts.end()) shape.quotes = named->quotes;
  return shape;
}

scrub_options with_layout(scrub_options options, const call_list_layout& layout, cells first) {
  if (options.header == header_mode::automatic) options.header = layout.header;
  if (options.phone_columns.empty()) {
    for (const std::string_view phone : layout.phones) {
      if (is_there(first, phone)) options.phone_columns.emplace_back(phone);
    }
    if (!layout.doubtful.empty() && is_there(first, layout.doubtful)) {
      options.phone_columns.emplace_back(layout.doubtful);
    }
  }
  if (options.code_column.empty() && !layout.code.empty() && is_there(first, layout.code)) {
    options.code_column = layout.code;
  }
  return options;
}

}  // namespace callsieve::detail

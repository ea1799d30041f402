#include "scrub/columns.hpp"

#include <algorithm>

#include "callsieve/io/csv_columns.hpp"
#include "callsieve/number/parse.hpp"
#include "callsieve/rules/detail/cell_text.hpp"

#include "number/numbers_in.hpp"
#include "scrub/layouts.hpp"
#include "scrub/phone_content.hpp"

namespace callsieve::detail {
namespace {

bool has_digit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_fax(std::string_view name) { return fold_column_name(name).find("fax") != std::string::npos; }

/// What the rows after the first one hold, column by column.
std::vector<phone_content> look_at(const csv_block& block, std::size_t first_row, row_region regions) {
  std::vector<phone_content> contents(block.width());
  constexpr std::size_t rows_looked_at = 4 * phone_content::cells_wanted;
  std::string scratch;
  for (std::size_t r = first_row; r < std::min(block.size(), first_row + rows_looked_at); ++r) {
    if (!block.is_well_formed(r)) continue;
    const csv_row row = block.row(r);
    const region_id region = regions.of(block, row);
    for (std::size_t c = 0; c < contents.size(); ++c) {
      contents[c].add(decode_field(block.field(row, c), scratch), region);
    }
  }
  return contents;
}

bool holds_phone(std::string_view cell, region_id region) {
  return written_like_a_phone(cell) || (!written_like_a_date(cell) && holds_number(cell, region));
}

/// The first cell that holds a number; none of them: first.size().
std::size_t find_number(std::span<const std::string> first, region_id region) {
  const auto found =
      std::find_if(first.begin(), first.end(), [region](const std::string& cell) { return holds_phone(cell, region); });
  return static_cast<std::size_t>(found - first.begin());
}

bool is_column_name(const std::string& cell, const scrub_options& options, std::span<const std::string> texts) {
  const auto is = [&cell](const std::string& name) {
    return !fold_column_name(name).empty() && fold_column_name(name) == fold_column_name(cell);
  };
  return !find_columns(std::span(&cell, 1), phone_words()).empty() || is(options.region_column) ||
         is(options.code_column) || std::any_of(options.phone_columns.begin(), options.phone_columns.end(), is) ||
         std::any_of(texts.begin(), texts.end(), is);
}

/// Whether all cells without a number name columns, so that nobody can say whether the row is a header.
bool may_be_header(std::span<const std::string> first, const scrub_options& options, region_id region,
                   std::span<const std::string> texts) {
  bool names = false;
  for (const std::string& cell : first) {
    if (cell.empty() || holds_phone(cell, region)) continue;
    if (names_kind_of_phone(cell) || !is_column_name(cell, options, texts)) return false;
    names = true;
  }
  return names;
}

/// Whether the first row, which holds no number, names columns: words for phones say so, or text without digits above a
/// column of numbers.
bool first_row_is_header(const csv_block& block, const std::vector<std::string>& first, const scrub_options& options,
                         region_id region) {
  if (!find_columns(first, phone_words()).empty()) return true;
  const auto contents = look_at(block, 1, row_region(region, std::nullopt, std::nullopt));
  bool numbers_below = false;
  for (std::size_t c = 0; c < first.size(); ++c) {
    if (!contents[c].looks_like_phones()) continue;
    if (first[c].empty() || has_digit(first[c])) return false;
    numbers_below = true;
  }
  if (numbers_below) return true;
  const auto is_named = [&](const std::string& name) {
    return !name.empty() && std::find(first.begin(), first.end(), name) != first.end();
  };
  return std::any_of(options.phone_columns.begin(), options.phone_columns.end(), is_named) ||
         is_named(options.region_column) || is_named(options.code_column) ||
         std::none_of(first.begin(), first.end(), has_digit);
}

absl::StatusOr<std::optional<std::size_t>> optional_column(std::span<const std::string> names,
                                                           const std::string& wanted) {
  if (wanted.empty()) return std::optional<std::size_t>();
  const auto place = named_column(names, wanted);
  if (!place.ok()) return place.status();
  return std::optional<std::size_t>(*place);
}

std::string shown_list(const job_columns& columns, std::span<const std::size_t> places) {
  std::string text;
  for (const std::size_t place : places) {
    if (!text.empty()) text += ", ";
    text += columns.shown(place);
  }
  return text;
}

/// Fills in the phone columns that nobody named.
absl::Status find_phones(const csv_block& block, const std::string& name, job_columns& columns, region_id region) {
  if (columns.has_header) columns.phones = find_columns(columns.names, phone_words());
  const bool by_header = !columns.phones.empty();
  const auto contents = look_at(block, columns.has_header ? 1 : 0, row_region(region, columns.region, columns.code));
  std::vector<std::size_t> by_content;
  for (std::size_t c = 0; c < contents.size(); ++c) {
    const bool taken = std::find(columns.phones.begin(), columns.phones.end(), c) != columns.phones.end();
    if (!taken && contents[c].looks_like_phones() && !is_fax(columns.names[c])) by_content.push_back(c);
  }
  if (by_header) {
    columns.note = "numbers in " + shown_list(columns, columns.phones) + " (by the header)";
    if (!by_content.empty()) {
      columns.note += "; " + shown_list(columns, by_content) +
                      " seem to hold phone numbers too and were not checked: name the columns with --phone";
    }
    return absl::OkStatus();
  }
  if (by_content.empty()) {
    return bad_input(name + ": no column of phone numbers found; name one with --phone" +
                     (region == region_id::none ? ", or give --region for numbers without a country code" : "") +
                     "; the columns are " + list_columns(columns.names));
  }
  columns.phones = by_content;
  columns.note = "numbers in ";
  for (std::size_t i = 0; i < by_content.size(); ++i) {
    const phone_content& content = contents[by_content[i]];
    if (i != 0) columns.note += ", ";
    columns.note += columns.shown(by_content[i]) + " (by its content: " + std::to_string(content.phones()) +
                    " of the first " + std::to_string(content.cells()) + " cells are phone numbers)";
  }
  return absl::OkStatus();
}

/// The layout's column of alternates, where the file has it and the caller named no other columns.
void find_alternates(const call_list_layout& layout, const scrub_options& asked, job_columns& columns) {
  if (layout.alternates.empty()) return;
  const auto place = named_column(columns.names, std::string(layout.alternates));
  if (!place.ok()) return;  // these files have shorter rows
  const auto named = std::find(columns.phones.begin(), columns.phones.end(), *place);
  if (named == columns.phones.end() && !asked.phone_columns.empty()) return;
  if (named != columns.phones.end()) columns.phones.erase(named);
  columns.alternates = *place;
  columns.note += " with alternates in " + columns.shown(*place);
}

}  // namespace

std::size_t job_columns::least_fields() const noexcept {
  std::size_t last = phones.empty() ? 0 : phones.back();
  for (const auto& column : {alternates, region, code}) last = std::max(last, column.value_or(0));
  return last + 1;
}

std::string job_columns::shown(std::size_t column) const {
  return names[column].empty() ? "column " + std::to_string(column + 1) : '"' + names[column] + '"';
}

bool names_phone_columns(std::span<const std::string> cells, region_id region) {
  return !find_columns(cells, phone_words()).empty() && find_number(cells, region) == cells.size();
}

std::vector<std::string> cells_of(const csv_block& block, const csv_row& row) {
  std::vector<std::string> cells;
  std::string scratch;
  for (std::size_t c = 0; c < row.fields; ++c) cells.emplace_back(decode_field(block.field(row, c), scratch));
  return cells;
}

region_id row_region::of(const csv_block& block, const csv_row& row) {
  const auto cell = [&](const std::optional<std::size_t>& column, std::string& scratch) {
    return column ? without_outer_blanks(decode_field(block.field(row, *column), scratch)) : std::string_view();
  };
  return beside_.of(cell(region_column_, region_scratch_), cell(code_column_, code_scratch_));
}

absl::StatusOr<job_columns> find_job_columns(const csv_block& block, const std::string& name,
                                             const scrub_options& asked, region_id region,
                                             std::span<const std::string> texts) {
  const csv_row first = block.row(0);
  job_columns columns;
  scrub_options options = asked;
  const call_list_layout* layout = nullptr;
  if (first.state == row_state::well_formed) {
    const auto cells = cells_of(block, first);
    const char delimiter = cells.size() > 1 ? first.bytes[block.field_start(first, 1) - 1] : '\0';
    const auto chosen = choose_layout(asked, cells, delimiter);
    if (!chosen.ok()) return bad_input(name + ": " + message_of(chosen.status()));
    layout = *chosen;
    if (layout != nullptr) options = with_layout(asked, *layout, cells);
  }
  columns.names.resize(block.width());
  if (options.header != header_mode::no) {
    if (first.state != row_state::well_formed) {
      return bad_input(name + ", line " + std::to_string(first.line) + ": the header is malformed (" +
                       std::string(to_string(first.state)) + "); mend it, or say --header no");
    }
    auto cells = cells_of(block, first);
    const std::size_t number = find_number(cells, region);
    const bool may_be = number < cells.size() && may_be_header(cells, options, region, texts);
    if (number == cells.size() || (may_be && asked.header == header_mode::yes)) {
      columns.has_header = options.header == header_mode::yes || first_row_is_header(block, cells, options, region);
    } else if (options.header == header_mode::yes || may_be) {
      // A number that is taken for a header would go unasked.
      return bad_input(name + ", line " + std::to_string(first.line) + ": is this row a header? It " +
                       (may_be ? "names columns, but" : "should be one, but") + " column " +
                       std::to_string(number + 1) + " of it holds a number; say " +
                       (may_be ? "--header yes or --header no" : "--header no"));
    }
    if (columns.has_header) columns.names = std::move(cells);
  }
  const auto in_file = [&](const absl::Status& status) { return bad_input(name + ": " + message_of(status)); };
  const auto region_column = optional_column(columns.names, options.region_column);
  if (!region_column.ok()) return in_file(region_column.status());
  const auto code_column = optional_column(columns.names, options.code_column);
  if (!code_column.ok()) return in_file(code_column.status());
  columns.region = *region_column;
  columns.code = *code_column;
  for (const std::string& wanted : texts) {
    const auto place = named_column(columns.names, wanted);
    if (!place.ok()) return in_file(bad_input("a rule of the policy reads a column: " + message_of(place.status())));
    columns.texts.push_back(*place);
  }
  for (const std::string& wanted : options.phone_columns) {
    const auto place = named_column(columns.names, wanted);
    if (!place.ok()) return in_file(place.status());
    columns.phones.push_back(*place);
  }
  if (columns.phones.empty()) {
    if (absl::Status status = find_phones(block, name, columns, region); !status.ok()) return status;
  } else {
    std::sort(columns.phones.begin(), columns.phones.end());
    columns.phones.erase(std::unique(columns.phones.begin(), columns.phones.end()), columns.phones.end());
    columns.note = "numbers in " + shown_list(columns, columns.phones) + " (as named)";
  }
  if (layout != nullptr) {
    columns.note += "; layout " + std::string(layout->name);
    find_alternates(*layout, asked, columns);
    if (!layout->doubtful.empty() && asked.phone_columns.empty()) {
      const auto place = named_column(columns.names, std::string(layout->doubtful));
      if (place.ok()) {
        columns.doubtful = *place;
        columns.note += ", in " + columns.shown(*place) + " where it holds one";
      }
    }
  }
  if (!columns.has_header) columns.note += "; no header";
  return columns;
}

}  // namespace callsieve::detail

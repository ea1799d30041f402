#include "scrub/columns.hpp"

#include <algorithm>

#include "callsieve/io/csv_columns.hpp"
#include "callsieve/number/parse.hpp"
#include "callsieve/rules/detail/cell_text.hpp"

#include "io/flag_headers.hpp"
#include "number/numbers_in.hpp"
#include "scrub/joined_numbers.hpp"
#include "scrub/layouts.hpp"
#include "scrub/phone_content.hpp"
#include "scrub/placeholders.hpp"

namespace callsieve::detail {
namespace {

bool has_digit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool has_letter(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0; });
}

bool is_in(std::span<const std::size_t> places, std::size_t place) {
  return std::find(places.begin(), places.end(), place) != places.end();
}

constexpr std::size_t longest_name = 60;  // bytes: a sentence with the word is none

/// Whether some of the cells would name a column of phones.
bool may_name_phones(std::span<const std::string> cells) {
  return !find_columns(cells, phone_words()).empty() || std::any_of(cells.begin(), cells.end(), [](const auto& cell) {
    return cell.size() <= longest_name && what_header_says(cell) == header_says::phone;
  });
}

/// What the rows after the first one hold, column by column.
std::vector<phone_content> look_at(const csv_block& block, std::size_t first_row, row_region regions) {
  std::vector<phone_content> contents(block.width());
  constexpr std::size_t rows_looked_at = 4 * phone_content::cells_wanted;
  std::string scratch;
  valid_by_chance chance;
  for (std::size_t r = first_row; r < std::min(block.size(), first_row + rows_looked_at); ++r) {
    if (!block.is_well_formed(r)) continue;
    const csv_row row = block.row(r);
    const region_id region = regions.of(block, row);
    for (std::size_t c = 0; c < contents.size(); ++c) {
      contents[c].add(decode_field(block.field(row, c), scratch), region, chance);
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

/// Whether a cell is plainly the name of a column of phones, as no data is: `Mobile Number`, `Evening Phone`.
bool plainly_names_phones(std::span<const std::string> first, region_id region) {
  return std::any_of(first.begin(), first.end(), [&](const std::string& cell) {
    return !holds_phone(cell, region) && !names_kind_of_phone(cell) && words_of_column_name(cell).size() > 1 &&
           what_header_says(cell) == header_says::phone;
  });
}

/// Whether all cells without a number name columns, or one plainly does, so that nobody can say whether the row is a
/// header.
bool may_be_header(std::span<const std::string> first, const scrub_options& options, region_id region,
                   std::span<const std::string> texts) {
  bool names = false;
  for (const std::string& cell : first) {
    if (cell.empty() || holds_phone(cell, region)) continue;
    if (names_kind_of_phone(cell) || !is_column_name(cell, options, texts)) return plainly_names_phones(first, region);
    names = true;
  }
  return names;
}

/// Whether the first row, which holds no number, names columns: words for phones say so, or text above a column of
/// numbers.
bool first_row_is_header(const csv_block& block, const std::vector<std::string>& first, const scrub_options& options,
                         region_id region) {
  if (may_name_phones(first)) return true;
  const auto contents = look_at(block, 1, row_region(region, std::nullopt, std::nullopt));
  bool numbers_below = false;
  for (std::size_t c = 0; c < first.size(); ++c) {
    if (!contents[c].looks_like_phones()) continue;
    if (is_placeholder(first[c]) || !has_letter(first[c])) return false;
    numbers_below = true;
  }
  // `ask his mother` may stand above numbers, too; but an address of mail or a day is no column's name.
  const auto is_data = [](const std::string& cell) {
    return cell.find('@') != std::string::npos || written_like_a_date(cell);
  };
  if (numbers_below) return std::none_of(first.begin(), first.end(), is_data);
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

/// What names and first rows say of all columns.
std::vector<column_look> looks_of(std::span<const std::string> names, std::span<const phone_content> contents) {
  std::vector<column_look> looks(names.size());
  for (std::size_t c = 0; c < looks.size(); ++c) {
    looks[c].header = what_header_says(names[c]);
    looks[c].cells = contents[c].cells();
    looks[c].phones = contents[c].phones();
    looks[c].placeholders = contents[c].placeholders();
  }
  return looks;
}

/// The columns that nobody decided on yet and of which that is true.
template <class IsOne>
std::vector<std::size_t> free_columns(const job_columns& columns, IsOne is_one) {
  std::vector<std::size_t> found;
  for (std::size_t c = 0; c < columns.looks.size(); ++c) {
    if (columns.looks[c].use == column_use::watched && is_one(c)) found.push_back(c);
  }
  return found;
}

std::vector<std::size_t> phones_by_header(const job_columns& columns, std::span<const phone_content> contents) {
  if (!columns.has_header) return {};
  auto found = free_columns(columns, [&](std::size_t c) { return columns.looks[c].header == header_says::phone; });
  if (found.empty()) {
    const auto weak = find_columns(columns.names, phone_words());
    found = free_columns(columns, [&](std::size_t c) { return is_in(weak, c); });
  }
  // `Mobile` may say yes or no: where another column has numbers, that is no column of them.
  const auto empty_handed = [&](std::size_t c) { return contents[c].holds_no_numbers(); };
  const auto better = free_columns(
      columns, [&](std::size_t c) { return (is_in(found, c) && !empty_handed(c)) || contents[c].looks_like_phones(); });
  if (!better.empty()) std::erase_if(found, empty_handed);
  return found;
}

/// By content alone: first those whose name says nothing against it, and of digits more than chance makes valid.
std::vector<std::size_t> phones_by_content(const job_columns& columns, std::span<const phone_content> contents) {
  const auto may_be_called = [&](std::size_t c) {
    return fold_column_name(columns.names[c]).find("fax") == std::string::npos;
  };
  const auto named_otherwise = [&](std::size_t c) { return columns.looks[c].header == header_says::other; };
  auto found = free_columns(columns, [&](std::size_t c) {
    return may_be_called(c) && !named_otherwise(c) && contents[c].looks_like_phones();
  });
  if (!found.empty()) return found;
  found = free_columns(columns, [&](std::size_t c) { return may_be_called(c) && contents[c].looks_like_phones(); });
  if (!found.empty()) return found;
  return free_columns(columns, [&](std::size_t c) { return may_be_called(c) && contents[c].may_be_phones(); });
}

std::string content_of(const column_look& look) {
  std::string text = "by its content: " + std::to_string(look.phones) + " of the first " + std::to_string(look.cells) +
                     " cells are phone numbers";
  if (look.placeholders != 0) text += ", " + std::to_string(look.placeholders) + " say that there is none";
  return text;
}

void take_phones(job_columns& columns, const std::string& why) {
  for (const std::size_t place : columns.phones) {
    columns.looks[place].use = column_use::phone;
    columns.looks[place].why = why.empty() ? content_of(columns.looks[place]) : why;
  }
}

/// Fills in the phone columns that nobody named. `first` are the cells of the first row where that holds no number.
absl::Status find_phones(std::span<const phone_content> contents, const std::string& name, job_columns& columns,
                         region_id region, std::span<const std::string> first) {
  columns.phones = phones_by_header(columns, contents);
  if (!columns.phones.empty()) {
    take_phones(columns, "by the header");
    columns.note = "numbers in " + shown_list(columns, columns.phones) + " (by the header)";
    return absl::OkStatus();
  }
  columns.phones = phones_by_content(columns, contents);
  if (columns.phones.empty()) {
    return bad_input(name + ": no column of phone numbers found; name one with --phone" +
                     (region == region_id::none ? ", or give --region for numbers without a country code" : "") +
                     "; the columns are " + list_columns(columns.has_header || first.empty() ? columns.names : first));
  }
  take_phones(columns, "");
  columns.note = "numbers in ";
  for (const std::size_t place : columns.phones) {
    if (place != columns.phones.front()) columns.note += ", ";
    columns.note += columns.shown(place) + " (" + columns.looks[place].why + ')';
  }
  return absl::OkStatus();
}

/// Whether Google's contacts are read, or some of the first cells hold several numbers as those do.
bool may_be_joined(const job_columns& columns, const csv_block& block) {
  const auto is_googles = [&](std::size_t c) {
    const std::string name = fold_column_name(columns.names[c]);
    return name.starts_with("phone") && name.ends_with("value");
  };
  if (std::any_of(columns.phones.begin(), columns.phones.end(), is_googles)) return true;
  for (std::size_t r = 0; r < block.size(); ++r) {
    if (!block.is_well_formed(r)) continue;
    const csv_row row = block.row(r);
    for (const std::size_t c : columns.phones) {
      if (block.field(row, c).find(number_joint) != std::string_view::npos) return true;
    }
  }
  return false;
}

/// Of the columns that are left: where digits alone are phone numbers.
void find_phone_like(job_columns& columns, std::span<const phone_content> contents) {
  std::vector<std::size_t> by_content;
  for (std::size_t c = 0; c < columns.looks.size(); ++c) {
    column_look& look = columns.looks[c];
    if (look.use != column_use::watched) continue;
    const bool by_header = look.header == header_says::phone || look.header == header_says::phone_like;
    const bool content = look.header != header_says::other && contents[c].looks_like_phones();
    look.phone_like = by_header || content;
    look.unknown = look.cells == 0 && look.header == header_says::nothing;
    look.ids = !look.phone_like && (look.header == header_says::other || contents[c].holds_ids());
    if (content) by_content.push_back(c);
    look.why = by_header ? contents[c].holds_no_numbers() ? "named like phones, but its first cells hold none"
                                                          : "named like phones"
               : content ? content_of(look)
                         : "";
  }
  if (by_content.empty()) return;
  columns.note += "; " + shown_list(columns, by_content) + " seem to hold phone numbers too";
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
  columns.looks[*place].use = column_use::alternates;
  columns.note += " with alternates in " + columns.shown(*place);
}

}  // namespace

std::size_t job_columns::least_fields() const noexcept {
  std::size_t last = phones.empty() ? 0 : phones.back();
  for (const auto& column : {alternates, region, code}) last = std::max(last, column.value_or(0));
  return last + 1;
}

std::string job_columns::named(std::size_t column) const {
  const std::string& name = names[column];
  if (name.empty()) return std::to_string(column + 1);
  const auto found = named_column(names, name);
  return found.ok() && *found == column ? name : std::to_string(column + 1);
}

std::string job_columns::shown(std::size_t column) const {
  return names[column].empty() ? "column " + std::to_string(column + 1) : '"' + names[column] + '"';
}

bool names_phone_columns(std::span<const std::string> cells, region_id region) {
  return may_name_phones(cells) && find_number(cells, region) == cells.size();
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

absl::Status find_job_columns(const csv_block& block, const std::string& name, const scrub_options& asked,
                              region_id region, std::span<const std::string> texts, job_columns& columns) {
  const csv_row first = block.row(0);
  columns = {};
  scrub_options options = asked;
  const call_list_layout*& layout = columns.layout;
  if (first.state == row_state::well_formed) {
    const auto cells = cells_of(block, first);
    const char delimiter = cells.size() > 1 ? first.bytes[block.field_start(first, 1) - 1] : '\0';
    const auto chosen = choose_layout(asked, cells, delimiter);
    if (!chosen.ok()) return bad_input(name + ": " + message_of(chosen.status()));
    layout = *chosen;
    if (layout != nullptr) options = with_layout(asked, *layout, cells);
  }
  columns.names.resize(block.width());
  std::vector<std::string> without_number;
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
    if (columns.has_header) {
      columns.names = std::move(cells);
    } else if (number == cells.size()) {
      without_number = std::move(cells);
    }
  }
  columns.looks.resize(columns.names.size());
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
  const auto contents = look_at(block, columns.has_header ? 1 : 0, row_region(region, columns.region, columns.code));
  columns.looks = looks_of(columns.names, contents);
  for (const auto& column : {columns.region, columns.code}) {
    if (column) columns.looks[*column].use = column_use::place;
  }
  for (const std::string& wanted : options.ignored_columns) {
    const auto place = named_column(columns.names, wanted);
    if (!place.ok()) return in_file(bad_input("--ignore: " + message_of(place.status())));
    columns.looks[*place].use = column_use::ignored;
    columns.looks[*place].why = "ignored, as asked";
  }
  for (const std::string& wanted : options.phone_columns) {
    const auto place = named_column(columns.names, wanted);
    if (!place.ok()) return in_file(place.status());
    if (columns.looks[*place].use == column_use::ignored) {
      if (asked.phone_columns.empty()) continue;  // the layout's
      return in_file(bad_input("column " + columns.shown(*place) + " cannot be both --phone and --ignore"));
    }
    columns.phones.push_back(*place);
  }
  if (columns.phones.empty()) {
    if (absl::Status status = find_phones(contents, name, columns, region, without_number); !status.ok()) return status;
  } else {
    std::sort(columns.phones.begin(), columns.phones.end());
    columns.phones.erase(std::unique(columns.phones.begin(), columns.phones.end()), columns.phones.end());
    take_phones(columns, asked.phone_columns.empty() ? "by the layout" : "as named");
    columns.note = "numbers in " + shown_list(columns, columns.phones) + " (as named)";
  }
  if (layout != nullptr) {
    columns.note += "; layout " + std::string(layout->name);
    find_alternates(*layout, asked, columns);
    if (!layout->doubtful.empty() && asked.phone_columns.empty()) {
      const auto place = named_column(columns.names, std::string(layout->doubtful));
      if (place.ok() && is_in(columns.phones, *place)) {
        columns.doubtful = *place;
        columns.note += ", in " + columns.shown(*place) + " where it holds one";
      }
    }
  }
  columns.joined = may_be_joined(columns, block);
  find_phone_like(columns, contents);
  for (std::size_t c = 0; c < columns.names.size(); ++c) {
    const bool is_flag = columns.looks[c].use == column_use::watched && names_objection_flag(columns.names[c]);
    if (is_flag && !is_in(columns.texts, c)) columns.flags.push_back(c);
  }
  if (!columns.has_header) columns.note += "; no header";
  return absl::OkStatus();
}

}  // namespace callsieve::detail

#include "scrub/columns.hpp"

#include <algorithm>

#include "callsieve/io/csv_columns.hpp"
#include "callsieve/number/parse.hpp"
#include "callsieve/rules/detail/cell_text.hpp"

#include "io/flag_headers.hpp"
#include "io/region_headers.hpp"
#include "number/region_words.hpp"
#include "scrub/column_contents.hpp"
#include "scrub/header_row.hpp"
#include "scrub/joined_numbers.hpp"
#include "scrub/layouts.hpp"
#include "scrub/phone_content.hpp"
#include "scrub/placeholders.hpp"

namespace callsieve::detail {
namespace {

bool has_digit(std::string_view text) { return text.find_first_of("0123456789") != std::string_view::npos; }

bool is_in(std::span<const std::size_t> places, std::size_t place) {
  return std::find(places.begin(), places.end(), place) != places.end();
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
absl::Status find_phones(std::span<const phone_content> contents, job_columns& columns, region_id region,
                         std::span<const std::string> first) {
  columns.phones = phones_by_header(columns, contents);
  if (!columns.phones.empty()) {
    take_phones(columns, "by the header");
    columns.note = "numbers in " + shown_list(columns, columns.phones) + " (by the header)";
    return absl::OkStatus();
  }
  columns.phones = phones_by_content(columns, contents);
  if (columns.phones.empty()) {
    return bad_input(std::string("no column of phone numbers found; name one with --phone") +
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

/// The steps of find_job_columns, in their order.
class column_finder {
 public:
  column_finder(const csv_block& block, const std::string& name, const scrub_options& asked, region_id region,
                job_columns& columns)
      : block_(block), name_(name), asked_(asked), options_(asked), region_(region), columns_(columns) {}

  absl::Status find(std::span<const std::string> texts) {
    columns_ = {};
    if (absl::Status status = in_file(take_layout()); !status.ok()) return status;
    auto first = read_first_row(block_, asked_.header, options_, region_, texts);
    if (!first.ok()) return bad_input(name_ + ", " + message_of(first.status()));
    columns_.has_header = first->is_header;
    columns_.names = std::move(first->names);
    columns_.names.resize(block_.width());
    columns_.looks.resize(columns_.names.size());
    if (absl::Status status = in_file(take_named(texts)); !status.ok()) return status;
    if (absl::Status status = in_file(take_phones_asked()); !status.ok()) return status;
    if (columns_.phones.empty()) {
      if (absl::Status status = in_file(find_phones(contents_, columns_, region_, first->without_number));
          !status.ok()) {
        return with_buried_header(status);
      }
    }
    if (absl::Status status = in_file(check_no_header_is_buried()); !status.ok()) return status;
    if (columns_.layout != nullptr) take_layout_columns(*columns_.layout);
    columns_.joined = may_be_joined(columns_, block_);
    find_phone_like(columns_, contents_);
    take_flags();
    if (!countries_.empty()) columns_.note += "; countries from " + shown_list(columns_, countries_);
    if (!columns_.has_header) columns_.note += "; no header";
    return absl::OkStatus();
  }

 private:
  [[nodiscard]] absl::Status in_file(const absl::Status& status) const {
    return status.ok() ? status : bad_input(name_ + ": " + message_of(status));
  }

  absl::Status take_layout() {
    const csv_row first = block_.row(0);
    if (first.state != row_state::well_formed) return absl::OkStatus();
    const auto cells = cells_of(block_, first);
    const char delimiter = cells.size() > 1 ? first.bytes[block_.field_start(first, 1) - 1] : '\0';
    const auto chosen = choose_layout(asked_, cells, delimiter);
    if (!chosen.ok()) return chosen.status();
    columns_.layout = *chosen;
    if (columns_.layout != nullptr) options_ = with_layout(asked_, *columns_.layout, cells);
    return absl::OkStatus();
  }

  /// What the caller and the rules name, but for phones; then what all columns hold.
  absl::Status take_named(std::span<const std::string> texts) {
    const auto region_column = optional_column(columns_.names, options_.region_column);
    if (!region_column.ok()) return region_column.status();
    const auto code_column = optional_column(columns_.names, options_.code_column);
    if (!code_column.ok()) return code_column.status();
    columns_.region = *region_column;
    columns_.code = *code_column;
    for (const std::string& wanted : texts) {
      const auto place = named_column(columns_.names, wanted);
      if (!place.ok()) return bad_input("a rule of the policy reads a column: " + message_of(place.status()));
      columns_.texts.push_back(*place);
    }
    take_countries();
    contents_ =
        column_contents(block_, columns_.has_header ? 1 : 0, row_region(region_, columns_.region, columns_.code));
    columns_.looks = looks_of(columns_.names, contents_);
    for (const auto& column : {columns_.region, columns_.code}) {
      if (column) columns_.looks[*column].use = column_use::place;
    }
    for (const std::string& wanted : options_.ignored_columns) {
      const auto place = named_column(columns_.names, wanted);
      if (!place.ok()) return bad_input("--ignore: " + message_of(place.status()));
      columns_.looks[*place].use = column_use::ignored;
      columns_.looks[*place].why = "ignored, as asked";
    }
    return absl::OkStatus();
  }

  /// Columns that say of which country the numbers beside them are, where nobody named one: a number read in another
  /// country is another person's.
  void take_countries() {
    if (columns_.region || columns_.code || !columns_.has_header) return;
    for (const std::size_t place : find_region_columns(columns_.names)) {
      if (is_named(options_.ignored_columns, place) || is_named(options_.phone_columns, place)) continue;
      const auto cells = first_cells(place);
      region_beside beside(region_);
      const auto reads = [&](const std::string& cell) { return beside.of(cell, {}) != region_id::none; };
      const auto read = static_cast<std::size_t>(std::count_if(cells.begin(), cells.end(), reads));
      const bool codes = !cells.empty() && std::all_of(cells.begin(), cells.end(), has_digit);
      std::optional<std::size_t>& column = codes ? columns_.code : columns_.region;
      if (column || read * 10 < cells.size() * 9) continue;
      column = place;
      countries_.push_back(place);
    }
  }

  /// Of the first rows, those that are not empty.
  [[nodiscard]] std::vector<std::string> first_cells(std::size_t column) const {
    constexpr std::size_t rows = 200;
    std::vector<std::string> cells;
    std::string scratch;
    for (std::size_t r = 1; r < std::min(block_.size(), rows); ++r) {
      if (!block_.is_well_formed(r)) continue;
      const std::string_view cell = without_outer_blanks(decode_field(block_.field(block_.row(r), column), scratch));
      if (!is_placeholder(cell)) cells.emplace_back(cell);
    }
    return cells;
  }

  [[nodiscard]] bool is_named(const std::vector<std::string>& names, std::size_t place) const {
    return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
      const auto found = named_column(columns_.names, name);
      return found.ok() && *found == place;
    });
  }

  absl::Status take_phones_asked() {
    for (const std::string& wanted : options_.phone_columns) {
      const auto place = named_column(columns_.names, wanted);
      if (!place.ok()) return place.status();
      if (columns_.looks[*place].use == column_use::ignored) {
        if (asked_.phone_columns.empty()) continue;  // the layout's
        return bad_input("column " + columns_.shown(*place) + " cannot be both --phone and --ignore");
      }
      columns_.phones.push_back(*place);
    }
    if (columns_.phones.empty()) return absl::OkStatus();
    std::sort(columns_.phones.begin(), columns_.phones.end());
    columns_.phones.erase(std::unique(columns_.phones.begin(), columns_.phones.end()), columns_.phones.end());
    take_phones(columns_, asked_.phone_columns.empty() ? "by the layout" : "as named");
    columns_.note = "numbers in " + shown_list(columns_, columns_.phones) + " (as named)";
    return absl::OkStatus();
  }

  /// Under lines of a title, nothing says what the columns are, and the header would be judged as a row of numbers.
  [[nodiscard]] absl::Status check_no_header_is_buried() const {
    if (columns_.has_header || asked_.header != header_mode::automatic) return absl::OkStatus();
    const auto buried = find_buried_header(block_, region_);
    const bool fits = buried && std::any_of(buried->phones.begin(), buried->phones.end(),
                                            [this](std::size_t c) { return is_in(columns_.phones, c); });
    return fits ? bad_input(way_out(*buried)) : absl::OkStatus();
  }

  [[nodiscard]] absl::Status with_buried_header(const absl::Status& status) const {
    const auto buried = find_buried_header(block_, region_);
    return buried ? bad_input(message_of(status) + "\n" + way_out(*buried)) : status;
  }

  [[nodiscard]] static std::string way_out(const buried_header& buried) {
    return "line " + std::to_string(buried.line) + " looks like the header (" + buried.names +
           "): remove the lines above it, or say --header no";
  }

  void take_layout_columns(const call_list_layout& layout) {
    columns_.note += "; layout " + std::string(layout.name);
    find_alternates(layout, asked_, columns_);
    if (layout.doubtful.empty() || !asked_.phone_columns.empty()) return;
    const auto place = named_column(columns_.names, std::string(layout.doubtful));
    if (!place.ok() || !is_in(columns_.phones, *place)) return;
    columns_.doubtful = *place;
    columns_.note += ", in " + columns_.shown(*place) + " where it holds one";
  }

  void take_flags() {
    for (std::size_t c = 0; c < columns_.names.size(); ++c) {
      if (columns_.looks[c].use != column_use::watched || is_in(columns_.texts, c)) continue;
      if (const auto answer = objecting_answer(columns_.names[c])) columns_.flags.emplace_back(c, *answer);
    }
  }

  const csv_block& block_;
  const std::string& name_;
  const scrub_options& asked_;
  scrub_options options_;  ///< with what the layout knows
  region_id region_;
  job_columns& columns_;
  std::vector<phone_content> contents_;
  std::vector<std::size_t> countries_;  ///< that nobody named
};

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

absl::Status find_job_columns(const csv_block& block, const std::string& name, const scrub_options& options,
                              region_id region, std::span<const std::string> texts, job_columns& columns) {
  return column_finder(block, name, options, region, columns).find(texts);
}

}  // namespace callsieve::detail

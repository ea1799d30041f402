#include "scrub/header_row.hpp"

#include <algorithm>

#include "callsieve/io/csv_columns.hpp"
#include "callsieve/number/parse.hpp"

#include "number/numbers_in.hpp"
#include "scrub/column_contents.hpp"
#include "scrub/columns.hpp"
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

constexpr std::size_t longest_name = 60;  // bytes: a sentence with the word is none

/// Whether some of the cells would name a column of phones.
bool may_name_phones(std::span<const std::string> cells) {
  return !find_columns(cells, phone_words()).empty() || std::any_of(cells.begin(), cells.end(), [](const auto& cell) {
    return cell.size() <= longest_name && what_header_says(cell) == header_says::phone;
  });
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
  const auto contents = column_contents(block, 1, row_region(region, std::nullopt, std::nullopt));
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

/// The cells of a row by its own delimiter: above it may stand a title without one.
std::vector<std::string> cells_by_any_delimiter(std::string_view row) {
  constexpr std::string_view delimiters = ",;\t|";
  const char delimiter = *std::max_element(delimiters.begin(), delimiters.end(), [row](char a, char b) {
    return std::count(row.begin(), row.end(), a) < std::count(row.begin(), row.end(), b);
  });
  std::vector<std::string> cells;
  while (true) {
    const std::size_t end = row.find(delimiter);
    std::string_view cell = row.substr(0, end);
    if (cell.size() > 1 && cell.front() == '"' && cell.back() == '"') cell = cell.substr(1, cell.size() - 2);
    cells.emplace_back(cell);
    if (end == std::string_view::npos) return cells;
    row.remove_prefix(end + 1);
  }
}

}  // namespace

absl::StatusOr<first_row> read_first_row(const csv_block& block, header_mode asked, const scrub_options& options,
                                         region_id region, std::span<const std::string> texts) {
  first_row result;
  if (options.header == header_mode::no) return result;
  const csv_row row = block.row(0);
  const std::string line = "line " + std::to_string(row.line);
  if (row.state != row_state::well_formed) {
    return bad_input(line + ": the header is malformed (" + std::string(to_string(row.state)) +
                     "); mend it, or say --header no");
  }
  std::vector<std::string> cells = cells_of(block, row);
  const std::size_t number = find_number(cells, region);
  const bool may_be = number < cells.size() && may_be_header(cells, options, region, texts);
  if (number == cells.size() || (may_be && asked == header_mode::yes)) {
    result.is_header = options.header == header_mode::yes || first_row_is_header(block, cells, options, region);
  } else if (options.header == header_mode::yes || may_be) {
    // A number that is taken for a header would go unasked.
    return bad_input(line + ": is this row a header? It " + (may_be ? "names columns, but" : "should be one, but") +
                     " column " + std::to_string(number + 1) + " of it holds a number; say " +
                     (may_be ? "--header yes or --header no" : "--header no"));
  }
  if (result.is_header) {
    result.names = std::move(cells);
  } else if (number == cells.size()) {
    result.without_number = std::move(cells);
  }
  return result;
}

bool names_phone_columns(std::span<const std::string> cells, region_id region) {
  return may_name_phones(cells) && find_number(cells, region) == cells.size();
}

std::optional<buried_header> find_buried_header(const csv_block& block, region_id region) {
  constexpr std::size_t rows_looked_at = 20;
  for (std::size_t r = 1; r < std::min(block.size(), rows_looked_at); ++r) {
    const csv_row row = block.row(r);
    const std::string_view text = row.without_line_end();
    const std::vector<std::string> cells = cells_by_any_delimiter(text);
    if (cells.size() < 2 || has_digit(text) || find_number(cells, region) != cells.size()) continue;
    buried_header found{.line = row.line, .phones = {}, .names = std::string(text)};
    for (std::size_t c = 0; c < cells.size(); ++c) {
      if (cells[c].size() <= longest_name && what_header_says(cells[c]) == header_says::phone)
        found.phones.push_back(c);
    }
    if (!found.phones.empty()) return found;
  }
  return std::nullopt;
}

}  // namespace callsieve::detail

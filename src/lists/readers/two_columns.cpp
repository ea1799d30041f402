#include "lists/readers/two_columns.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "lists/readers/pattern.hpp"
#include "lists/readers/sniffing.hpp"
#include "lists/readers/words.hpp"

namespace callsieve::readers {
namespace {

constexpr std::size_t digits_of_data = 5;

bool has_letters(std::string_view cell) {
  return std::any_of(cell.begin(), cell.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (static_cast<unsigned char>(c) & 0x80U) != 0;
  });
}

/// Fields but for empty ones at the end, which a delimiter at a line's end makes.
std::size_t width_of(std::span<const std::string> row) {
  std::size_t width = row.size();
  while (width > 1 && trimmed(row[width - 1]).empty()) --width;
  return width;
}

std::size_t last_blank(std::string_view text) { return text.find_last_of(" \t"); }

absl::StatusOr<std::optional<std::size_t>> column_named(std::span<const std::string> row, std::string_view option,
                                                        const std::string& name) {
  if (name.empty()) return std::optional<std::size_t>();
  const auto place = named_column(row, name);
  if (!place.ok()) return bad_input(std::string(option) + ": " + message_of(place.status()));
  return std::optional<std::size_t>(*place);
}

}  // namespace

bool is_header_row(std::span<const std::string> first_row) {
  return std::any_of(first_row.begin(), first_row.end(), [](const std::string& cell) { return has_letters(cell); }) &&
         std::none_of(first_row.begin(), first_row.end(), [](const std::string& cell) {
           return count_digits(cell) >= digits_of_data || (count_digits(cell) > 0 && has_wildcards(cell));
         });
}

absl::StatusOr<std::string> category_column(const import_options& options) {
  if (options.category_columns.empty()) return std::string();
  if (options.category_columns.size() == 1) return options.category_columns.front();
  return bad_input("--category names several columns; this layout has one, with several words in a cell");
}

std::string_view two_columns::number_of(const record& row) const {
  if (!by_blanks) return number < row.size() ? row[number] : std::string_view();
  const std::string_view text = row[0];
  return trimmed(text.substr(0, last_blank(text)));
}

std::string_view two_columns::other_of(const record& row) const {
  if (!by_blanks) return other < row.size() ? row[other] : std::string_view();
  const std::string_view text = row[0];
  const std::size_t blank = last_blank(text);
  return blank == std::string_view::npos ? std::string_view() : trimmed(text.substr(blank));
}

absl::StatusOr<two_columns> find_two_columns(std::span<const std::string> first_row, const import_options& options,
                                             const other_column& other) {
  two_columns found;
  found.has_header = is_header_row(first_row);
  auto number = column_named(first_row, "--phone", options.phone_column);
  if (!number.ok()) return number.status();
  auto beside = column_named(first_row, other.option, other.named);
  if (!beside.ok()) return beside.status();
  const std::size_t width = width_of(first_row);
  if (found.has_header) {
    const auto only = [&](const column_vocabulary& words) -> std::optional<std::size_t> {
      const std::vector<std::size_t> fits = find_columns(first_row, words);
      return fits.size() == 1 ? std::optional<std::size_t>(fits[0]) : std::nullopt;
    };
    if (!*number) *number = only(phone_words());
    if (!*beside) *beside = only({other.words, {}, {}});
  }
  if (width == 1 && !*number && !*beside) {
    found.by_blanks = true;
    return found;
  }
  if (width == 2) {  // one of the two tells the other
    if (*number && !*beside) *beside = 1 - **number;
    if (*beside && !*number) *number = 1 - **beside;
    if (!*number && !found.has_header) *number = 0, *beside = 1;
  }
  if (!*number || !*beside || **number == **beside) {
    return bad_input("cannot tell the column of numbers and that of the " + std::string(other.what) +
                     "; name them with --phone and " + std::string(other.option) +
                     " (a header or a place); there are: " + list_columns(first_row));
  }
  found.number = **number;
  found.other = **beside;
  return found;
}

}  // namespace callsieve::readers

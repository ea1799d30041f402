#include "lists/readers/unread_numbers.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "callsieve/io/csv_columns.hpp"
#include "callsieve/number/day_or_range.hpp"

#include "lists/readers/words.hpp"

namespace callsieve::readers {
namespace {

/// Digits in columns of such names are those of something else.
constexpr auto other_names = std::to_array<std::string_view>(
    {"id", "date", "datum", "day", "time", "zip", "post", "ref", "amount", "price", "count", "account", "iban", "fax"});

bool is_other(std::string_view header) {
  const std::string name = fold_column_name(header);
  return std::any_of(other_names.begin(), other_names.end(),
                     [&](std::string_view part) { return name.find(part) != std::string::npos; });
}

/// Whether a cell has the digits of a number, and is more than an id or a day of eight digits.
bool may_be_number(std::string_view cell) {
  constexpr std::ptrdiff_t fewest = 7, fewest_bare = 9;
  constexpr std::ptrdiff_t most_letters = 4;  // `tel `, `ext.`: more are a note
  const auto digits = std::count_if(cell.begin(), cell.end(), [](char c) { return c >= '0' && c <= '9'; });
  const auto letters =
      std::count_if(cell.begin(), cell.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
  if (letters > most_letters) return false;
  const bool is_bare = digits == static_cast<std::ptrdiff_t>(cell.size()) && cell.front() != '0';
  return digits >= (is_bare ? fewest_bare : fewest);
}

}  // namespace

unread_numbers::unread_numbers(std::span<const std::string> header, std::span<const std::size_t> read, region_id region)
    : read_(read.begin(), read.end()), region_(region) {
  for (std::size_t i = 0; i < header.size(); ++i) {
    const bool is_read = std::find(read.begin(), read.end(), i) != read.end();
    if (!is_read && !is_other(header[i])) columns_.push_back({i, header[i]});
  }
  undecided_ = columns_.size();
}

void unread_numbers::look_at_cells(const record& row) {
  for (column& each : columns_) {
    if (each.cells == cells_wanted || each.place >= row.size()) continue;
    const std::string_view cell = row[each.place];
    constexpr std::size_t shortest = 5;  // `N/A`, `none`, `0`
    if (cell.size() < shortest) continue;
    undecided_ -= ++each.cells == cells_wanted ? 1 : 0;
    each.numbers += may_be_number(cell) && is_another_number(row, cell);
  }
}

bool unread_numbers::is_another_number(const record& row, std::string_view cell) const {
  const parsed_number number = without_day_or_range(cell, parse(cell, region_), region_);
  return number.in_plan() && std::none_of(read_.begin(), read_.end(), [&](std::size_t place) {
           return place < row.size() && parse(row[place], region_).number == number.number;
         });
}

absl::Status unread_numbers::end() const {
  for (const column& each : columns_) {
    if (each.cells == 0 || each.numbers * 10 < each.cells * 8) continue;
    const std::string place = std::to_string(each.place + 1);
    return bad_input("column " + place + (each.name.empty() ? "" : " '" + each.name + "'") +
                     " holds phone numbers too and is not read; name the columns of numbers with --phone, each its own "
                     "(format csv reads "
                     "several, other formats one)");
  }
  return absl::OkStatus();
}

}  // namespace callsieve::readers

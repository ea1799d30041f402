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
    {"id", "date", "datum", "day", "time", "zip", "post", "ref", "amount", "price", "count", "account", "iban"});

bool is_other(std::string_view header) {
  const std::string name = fold_column_name(header);
  return std::any_of(other_names.begin(), other_names.end(),
                     [&](std::string_view part) { return name.find(part) != std::string::npos; });
}

bool names_faxes(std::string_view header) {
  const std::string name = fold_column_name(header);
  return name.find("fax") != std::string::npos || name.find("telecopi") != std::string::npos;
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

unread_numbers::unread_numbers(std::span<const std::string> header, std::span<const std::size_t> read,
                               std::span<const std::size_t> ignored, region_id region)
    : read_(read.begin(), read.end()), region_(region) {
  const auto has = [](std::span<const std::size_t> places, std::size_t place) {
    return std::find(places.begin(), places.end(), place) != places.end();
  };
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (has(read, i) || has(ignored, i) || is_other(header[i])) continue;
    columns_.push_back({.place = i, .name = header[i], .is_for_faxes = names_faxes(header[i])});
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

std::string unread_numbers::first() const {
  for (const column& each : columns_) {
    const bool most = each.cells != 0 && each.numbers * 10 >= each.cells * 8;
    if (!most && !(each.is_for_faxes && each.numbers != 0)) continue;
    return "column " + std::to_string(each.place + 1) + (each.name.empty() ? "" : " '" + each.name + "'");
  }
  return {};
}

absl::Status unread_numbers::end() const {
  const std::string found = first();
  if (found.empty()) return absl::OkStatus();
  return bad_input(found +
                   " holds phone numbers too and is not read; name the columns of numbers with --phone, each its own "
                   "(format csv reads several, other formats one); naming one says that the others are not meant");
}

}  // namespace callsieve::readers

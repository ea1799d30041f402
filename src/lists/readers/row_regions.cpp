#include "lists/readers/row_regions.hpp"

#include <algorithm>

#include "callsieve/io/csv_columns.hpp"

#include "io/region_headers.hpp"
#include "lists/readers/ignored_columns.hpp"

namespace callsieve::readers {
namespace {

absl::StatusOr<std::optional<std::size_t>> column_named(std::span<const std::string> row, std::string_view option,
                                                        const std::string& name) {
  if (name.empty()) return std::optional<std::size_t>();
  const auto place = named_column(row, name);
  if (!place.ok()) return bad_input(std::string(option) + ": " + message_of(place.status()));
  return std::optional<std::size_t>(*place);
}

}  // namespace

absl::Status row_regions::begin(std::span<const std::string> first_row, bool has_header,
                                std::span<const std::size_t> phones) {
  const auto region = column_named(first_row, "--region-column", options_.region_column);
  if (!region.ok()) return region.status();
  const auto code = column_named(first_row, "--code-column", options_.code_column);
  if (!code.ok()) return code.status();
  region_ = *region;
  code_ = *code;
  phones_.assign(phones.begin(), phones.end());
  if (region_ || code_ || !has_header) return absl::OkStatus();
  const auto ignored = ignored_columns(first_row, options_);
  if (!ignored.ok()) return ignored.status();
  for (const std::size_t place : find_region_columns(first_row)) {
    if (std::find(phones.begin(), phones.end(), place) != phones.end()) continue;
    if (std::find(ignored->begin(), ignored->end(), place) != ignored->end()) continue;
    unread_.push_back({place, first_row[place], region_beside(beside_.usual())});
  }
  return absl::OkStatus();
}

region_id row_regions::said_by(const record& row) {
  const auto cell = [&](const std::optional<std::size_t>& column) {
    return column && *column < row.size() ? row[*column] : std::string_view();
  };
  return beside_.of(cell(region_), cell(code_));
}

void row_regions::look(const record& row) {
  const bool national = std::any_of(phones_.begin(), phones_.end(), [&](std::size_t place) {
    return place < row.size() && !row[place].empty() && !row[place].starts_with('+');
  });
  if (!national) return;
  for (unread_column& each : unread_) {
    if (each.is_lost || each.place >= row.size()) continue;
    const region_id means = each.means.of(row[each.place], {});
    each.is_lost = means == region_id::none || calling_code(means) != calling_code(beside_.usual());
  }
}

absl::Status row_regions::end() const {
  for (const unread_column& each : unread_) {
    if (!each.is_lost) continue;
    return bad_input("column '" + each.name +
                     "' says of which country the numbers beside it are, and is not read; name it with --code-column "
                     "(dial codes) or --region-column (countries)");
  }
  return absl::OkStatus();
}

}  // namespace callsieve::readers

#include "lists/readers/flag_columns.hpp"

#include <algorithm>

#include "callsieve/base/yes_no.hpp"
#include "callsieve/io/csv_columns.hpp"
#include "callsieve/number/day_or_range.hpp"

#include "io/flag_headers.hpp"
#include "lists/readers/day_format.hpp"
#include "lists/readers/pairs.hpp"
#include "lists/readers/withdrawal_columns.hpp"
#include "number/marks.hpp"

namespace callsieve::readers {
namespace {

/// Names of flags, those of withdrawals, and `state`, which is one only where its cells say yes and no.
bool may_be_flag(std::string_view header) {
  return !category_of_flag(header).empty() || names_withdrawals(header) ||
         fold_column_name(header).find("state") != std::string::npos;
}

}  // namespace

bool objects_in_words(std::string_view cell) {
  constexpr std::size_t longest_day = 40;
  const std::string_view when = without_time_of_day(cell);
  if (cell.size() <= longest_day && (is_written_day(when) || plain_day(when, true))) return true;
  return !mark_in(cell).empty();
}

unread_flags::unread_flags(std::span<const std::string> header, std::span<const std::size_t> read) {
  for (std::size_t i = 0; i < header.size(); ++i) {
    const bool is_read = std::find(read.begin(), read.end(), i) != read.end();
    if (!is_read && may_be_flag(header[i]))
      columns_.push_back({.place = i, .name = header[i], .objects = names_withdrawals(header[i])});
  }
}

void unread_flags::look(const record& row) {
  for (column& each : columns_) {
    if (each.place >= row.size() || row[each.place].empty()) continue;
    auto said = read_yes_no(row[each.place]);
    if (!said && each.objects && objects_in_words(row[each.place])) said = true;
    ++(!said ? each.other : *said ? each.yes : each.no);
  }
}

absl::Status unread_flags::end(loss lost, std::string_view way_out) const {
  for (const column& each : columns_) {
    const bool is_flag = each.yes + each.no > 0 && each.yes + each.no >= each.other;
    const bool says_nothing_lost = (lost == loss::yes && each.yes == 0) || (lost == loss::no && each.no == 0);
    if (!is_flag || says_nothing_lost) continue;
    return bad_input("column '" + each.name + "' says yes or no of each number and is not read; " +
                     std::string(way_out));
  }
  return absl::OkStatus();
}

}  // namespace callsieve::readers

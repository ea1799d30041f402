#include "lists/readers/flag_columns.hpp"

#include <algorithm>
#include <array>

#include "callsieve/io/csv_columns.hpp"

#include "lists/readers/words.hpp"

namespace callsieve::readers {
namespace {

constexpr std::array<std::string_view, 12> yes_words{"yes", "y", "true", "t",   "1", "x",
                                                     "ja",  "j", "si",   "oui", "s", "s\xc3\xad"};
constexpr std::array<std::string_view, 8> no_words{"no", "n", "false", "f", "0", "nee", "nein", "non"};

/// Parts of a flag's name and what a yes means; the first that fits counts.
struct flag_name {
  std::string_view part, category;
};
constexpr std::array<flag_name, 17> flag_names{{{"litigat", "litigator"},
                                                {"plaintiff", "litigator"},
                                                {"ctps", "ctps"},
                                                {"tps", "tps"},
                                                {"dnc", "dnc"},
                                                {"donotcall", "dnc"},
                                                {"dontcall", "dnc"},
                                                {"donotcontact", "dnc"},
                                                {"optout", "dnc"},
                                                {"optedout", "dnc"},
                                                {"unsubscribe", "dnc"},
                                                {"suppress", "dnc"},
                                                {"blocked", "dnc"},
                                                {"blacklist", "dnc"},
                                                {"federal", "dnc"},
                                                {"wireless", "wireless"},
                                                {"voip", "voip"}}};

/// What makes it the name of something beside the flag.
constexpr std::array<std::string_view, 11> other_parts{"date",   "time", "day",    "name",  "carrier", "source",
                                                       "reason", "zone", "number", "https", "count"};

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

/// Names of flags, and `state`, which is one only where its cells say yes and no.
bool may_be_flag(std::string_view header) {
  return !category_of_flag(header).empty() || has(fold_column_name(header), "state");
}

}  // namespace

std::optional<bool> read_flag(std::string_view cell) {
  const std::string word = plain_word(cell);
  if (std::find(yes_words.begin(), yes_words.end(), word) != yes_words.end()) return true;
  if (std::find(no_words.begin(), no_words.end(), word) != no_words.end()) return false;
  return std::nullopt;
}

std::string_view category_of_flag(std::string_view header) {
  const std::string name = fold_column_name(header);
  if (std::any_of(other_parts.begin(), other_parts.end(), [&](std::string_view part) { return has(name, part); })) {
    return {};
  }
  const auto found =
      std::find_if(flag_names.begin(), flag_names.end(), [&](const flag_name& each) { return has(name, each.part); });
  return found == flag_names.end() ? std::string_view() : found->category;
}

bool lists_states(std::string_view header) {
  return has(fold_column_name(header), "state") && !category_of_flag(header).empty();
}

unread_flags::unread_flags(std::span<const std::string> header, std::span<const std::size_t> read) {
  for (std::size_t i = 0; i < header.size(); ++i) {
    const bool is_read = std::find(read.begin(), read.end(), i) != read.end();
    if (!is_read && may_be_flag(header[i])) columns_.push_back({i, header[i]});
  }
}

void unread_flags::look(const record& row) {
  for (column& each : columns_) {
    if (each.place >= row.size() || row[each.place].empty()) continue;
    const auto said = read_flag(row[each.place]);
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

#include "lists/readers/withdrawal_columns.hpp"

#include <algorithm>
#include <array>

#include "callsieve/base/yes_no.hpp"
#include "callsieve/io/csv_columns.hpp"
#include "callsieve/number/day_or_range.hpp"

#include "io/flag_headers.hpp"
#include "lists/readers/pairs.hpp"
#include "lists/readers/sniffing.hpp"

namespace callsieve::readers {
namespace {

/// Parts of folded names.
constexpr auto withdrawal_parts = std::to_array<std::string_view>(
    {"withdraw",   "withdrew",    "unsubscri",  "optout",      "optedout",      "optsout",     "revok",
     "revoc",      "revog",       "objection",  "objected",    "donotcall",     "dontcall",    "donotcontact",
     "donotphone", "nocall",      "dnc",        "suppress",    "widerruf",      "widerspruch", "abgemeldet",
     "abmeld",     "intrekking",  "opposition", "ingetrokken", "uitgeschreven", "uitschrij",   "afgemeld",
     "afmeld",     "bezwaar",     "retrait",    "retire",      "desinscri",     "desabonn",    "oposicion",
     "descadastr", "opposizione", "disiscri",   "cancelad",    "cancelament",   "annulat"});
/// Beginnings of their words: within other words they mean something else.
constexpr auto withdrawal_words = std::to_array<std::string_view>(
    {"cancel",    "unsub",    "stop",       "removed",   "removal", "deleted",   "deletion", "erased",
     "erasure",   "refus",    "declin",     "complain",  "blocked", "blacklist", "baja",     "fechabaja",
     "gekundigt", "geloscht", "verwijderd", "geweigerd", "recus",   "rifiut",    "ablehn"});
/// What makes such a name that of a way to withdraw.
constexpr auto way_parts = std::to_array<std::string_view>({"link", "url", "token", "page"});

/// Beginnings of the words of columns whose days, or yes and no, say nothing of a consent, and whole words.
constexpr auto other_words = std::to_array<std::string_view>(
    {"birth", "geboren", "geboorte", "geburt", "naissance", "nacimiento", "nascimento", "nascita", "created",
     "creation", "updated", "modified", "imported", "exported", "order", "purchase"});
constexpr auto other_whole_words = std::to_array<std::string_view>({"dob", "id", "age", "row"});

bool has_part(std::string_view name, std::span<const std::string_view> parts) {
  return std::any_of(parts.begin(), parts.end(),
                     [name](std::string_view part) { return name.find(part) != std::string_view::npos; });
}

/// Whether `fits` is true of one of its words and one of those.
template <class Fits>
bool has_word(std::string_view header, std::span<const std::string_view> known, Fits fits) {
  const std::vector<std::string> words = words_of_column_name(header);
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return std::any_of(known.begin(), known.end(), [&](std::string_view one) { return fits(word, one); });
  });
}

bool begins(const std::string& word, std::string_view beginning) { return word.starts_with(beginning); }

bool names_something_else(std::string_view header) {
  return has_word(header, other_words, begins) ||
         has_word(header, other_whole_words, [](const std::string& word, std::string_view one) { return word == one; });
}

}  // namespace

bool names_withdrawals(std::string_view header) {
  const std::string name = fold_column_name(header);
  if (has_part(name, way_parts)) return false;
  return has_part(name, withdrawal_parts) || has_word(header, withdrawal_words, begins) ||
         objecting_answer(header) == std::optional(true);
}

unread_answers::unread_answers(std::span<const std::string> header, std::span<const std::size_t> read,
                               const day_format& days)
    : days_(&days) {
  for (std::size_t i = 0; i < header.size(); ++i) {
    const bool is_read = std::find(read.begin(), read.end(), i) != read.end();
    if (!is_read && !names_something_else(header[i])) columns_.push_back({.place = i, .name = header[i]});
  }
}

void unread_answers::look_at(column& of, std::string_view cell) const {
  constexpr std::size_t longest_word = 8, longest_day = 40;
  if (cell.empty()) return;
  if (cell == "0" || cell == "1") {
    ++of.bits;
  } else if (all_digits(cell) && !plain_day(cell, false)) {
    of.has_numbers = true;
    ++of.others;
  } else if (cell.size() <= longest_word && read_yes_no(cell)) {
    ++of.answers;
  } else {
    const std::string_view when = without_time_of_day(cell);
    const bool is_day = cell.size() <= longest_day && count_digits(cell) > 3 &&
                        (days_->read(when) || is_written_day(when) || plain_day(when, true));
    ++(is_day ? of.answers : of.others);
  }
}

absl::Status unread_answers::not_read(const std::string& name) {
  return bad_input("column '" + name +
                   "' holds days, or yes and no, and is not read: does it say whose consent has ended? Then call it "
                   "withdrawn, or leave those lines out; if it says something else: --ignore '" +
                   name + "'");
}

absl::Status unread_answers::end() const {
  for (const column& each : columns_) {
    const std::uint64_t said = each.answers + (each.has_numbers ? 0 : each.bits);
    const std::uint64_t others = each.others + (each.has_numbers ? each.bits : 0);
    if (said == 0 || said < others) continue;
    const std::string name = each.name.empty() ? std::to_string(each.place + 1) : each.name;
    return not_read(name);
  }
  return absl::OkStatus();
}

}  // namespace callsieve::readers

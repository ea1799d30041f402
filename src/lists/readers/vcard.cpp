// The vcard layout: an address book's cards (RFC 2426, RFC 6350, and 2.1 as phones write it). Each TEL line is a
// number; whatever else a card holds matches nobody.
#include <algorithm>
#include <array>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "lists/readers/lines.hpp"
#include "lists/readers/number_cells.hpp"
#include "lists/readers/numbers_beside.hpp"
#include "lists/readers/readers.hpp"
#include "lists/readers/sniffing.hpp"
#include "lists/readers/words.hpp"

namespace callsieve::readers {
namespace {

constexpr std::string_view first_line = "BEGIN:VCARD";

bool is_word(std::string_view text, std::string_view word) { return absl::EqualsIgnoreCase(av(text), av(word)); }

/// A line with those that continue it: they begin with a blank.
struct unfolded_line {
  std::uint64_t number = 0;
  std::string text;
};

/// What a card may hold beside numbers: the properties of RFC 2426, RFC 6350 and version 2.1.
constexpr auto other_properties = std::to_array<std::string_view>(
    {"ADR",   "AGENT",  "ANNIVERSARY", "BDAY",    "CALADRURI", "CALURI", "CATEGORIES",  "CLASS", "CLIENTPIDMAP",
     "EMAIL", "FBURL",  "FN",          "GENDER",  "GEO",       "IMPP",   "KEY",         "KIND",  "LABEL",
     "LANG",  "LOGO",   "MAILER",      "MEMBER",  "N",         "NAME",   "NICKNAME",    "NOTE",  "ORG",
     "PHOTO", "PRODID", "PROFILE",     "RELATED", "REV",       "ROLE",   "SORT-STRING", "SOUND", "SOURCE",
     "TITLE", "TZ",     "UID",         "URL",     "VERSION",   "XML"});

/// The name of a property without group and parameters: of `item1.TEL;TYPE=CELL:+1-202-555-0142` TEL.
std::string_view property_name(std::string_view before_colon) {
  const std::string_view name = before_colon.substr(0, before_colon.find(';'));
  return name.substr(name.find('.') == std::string_view::npos ? 0 : name.find('.') + 1);
}

bool is_other_property(std::string_view name) {
  return is_word(name.substr(0, 2), "X-") ||
         std::any_of(other_properties.begin(), other_properties.end(),
                     [name](std::string_view known) { return is_word(name, known); });
}

/// What holds ids, keys, pictures and the times of things, and never a person's words.
constexpr auto wordless_properties = std::to_array<std::string_view>(
    {"VERSION", "PRODID",       "UID", "REV",   "BDAY",   "ANNIVERSARY", "PHOTO", "LOGO",   "SOUND", "KEY",     "GEO",
     "TZ",      "CLIENTPIDMAP", "ADR", "LABEL", "SOURCE", "PROFILE",     "KIND",  "GENDER", "CLASS", "X-ABUID", "URL"});

bool says_words(std::string_view name) {
  return std::none_of(wordless_properties.begin(), wordless_properties.end(),
                      [name](std::string_view known) { return is_word(name, known); });
}

class card_reader {
 public:
  explicit card_reader(reader_job& job) : job_(job), cells_(job, {.region = job.options.region, .wildcards = false}) {}

  absl::Status take(std::span<const text_line> lines) {
    for (const text_line& line : lines) {
      const std::string_view text = line.text.substr(0, line.text.size() - (line.text.ends_with('\r') ? 1 : 0));
      const bool continues = !text.empty() && (text.front() == ' ' || text.front() == '\t');
      if (continues && open_.number != 0) {
        open_.text += text.substr(1);
        continue;
      }
      finish_line();
      open_ = {line.number, std::string(text)};
    }
    cells_.flush();
    kept_.clear();
    return absl::OkStatus();
  }
  /// Errors: the last card does not end.
  absl::Status finish() {
    finish_line();
    cells_.flush();
    if (is_open_) {
      return bad_input(job_.file.string() + ": the card that begins on line " + std::to_string(begin_) +
                       " has no END:VCARD; the file was cut on its way");
    }
    for (const unread_cells& lines : with_numbers_) job_.add_unread(lines);
    if (others_ > 0) {
      job_.note(std::to_string(others_) + " lines of cards are no TEL lines, and match nobody");
    }
    return absl::OkStatus();
  }

 private:
  void finish_line() {
    if (open_.number == 0) return;
    const std::string& text = kept_.emplace_back(std::move(open_.text));
    const std::uint64_t number = std::exchange(open_.number, 0);
    const std::string_view line = trimmed(text);
    if (line.empty()) return;
    const std::size_t colon = line.find(':');
    const std::string_view name = property_name(line.substr(0, colon));
    const bool goes_on = std::exchange(is_soft_, line.ends_with('='));  // quoted-printable: the next line is its rest
    if (is_word(line, first_line)) {
      is_open_ = true;
      begin_ = number;
    } else if (is_word(line, "END:VCARD")) {
      is_open_ = false;
    } else if (colon != std::string_view::npos && is_word(name, "TEL")) {
      job_.count_line();
      return cells_.add(number, line, trimmed(line.substr(colon + 1)));
    } else if (!is_open_ || (!goes_on && (colon == std::string_view::npos || !is_other_property(name)))) {
      job_.count_line();
      return job_.bad(number, is_open_ ? "no line of a card" : "outside the cards", line);
    }
    ++others_;
    if (!goes_on) soft_name_ = name;
    const bool has_name = !goes_on && colon != std::string_view::npos;
    if (says_words(soft_name_)) look_for_number(number, soft_name_, has_name ? line.substr(colon + 1) : line);
  }
  /// A number in a line that is read for none.
  void look_for_number(std::uint64_t number, std::string_view name, std::string_view value) {
    if (!holds_another_number(value, job_.options.region)) return;
    const auto same = [name](const unread_cells& lines) { return is_word(name, lines.column); };
    auto found = std::find_if(with_numbers_.begin(), with_numbers_.end(), same);
    if (found == with_numbers_.end()) {
      const bool is_full = with_numbers_.size() == most_names;
      found = is_full ? found - 1 : with_numbers_.insert(found, {.column = std::string(name), .first_line = number});
    }
    ++found->count;
  }

  reader_job& job_;
  number_cells cells_;
  unfolded_line open_;            ///< number 0: none
  std::deque<std::string> kept_;  ///< what cells_ refers to
  std::uint64_t begin_ = 0, others_ = 0;
  static constexpr std::size_t most_names = 100;
  std::vector<unread_cells> with_numbers_;
  bool is_open_ = false, is_soft_ = false;
  std::string soft_name_;  ///< of the property that the line goes on with
};

}  // namespace

resemblance sniff_vcard(const file_look& look) {
  if (look.kind != list_kind::set) return {};
  const std::string_view head = trimmed(look.head);
  if (!is_word(head.substr(0, first_line.size()), first_line)) return {};
  return {likeness::sign, "it begins with BEGIN:VCARD"};
}

absl::Status read_vcard(reader_job& job) {
  if (absl::Status status = job.require_set(); !status.ok()) return status;
  card_reader cards(job);
  const absl::Status status = for_each_block(job, [&](std::span<const text_line> lines) { return cards.take(lines); });
  return status.ok() ? cards.finish() : status;
}

}  // namespace callsieve::readers

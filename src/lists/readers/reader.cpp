#include "lists/readers/reader.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "lists/readers/words.hpp"
#include "number/leading_within.hpp"

namespace callsieve {
namespace {

/// After a shorter stretch of the plan so many numbers are looked at one by one.
constexpr std::size_t short_stretch = 8;
constexpr std::size_t scattered = 256;

/// Whether some number of the interval is one of the plan.
bool reaches_somebody(const number_interval& interval) noexcept {
  for (phone_number number = interval.first;;) {
    const plan_stretch stretch = classify_around(number);
    if (stretch.entry.valid) return true;
    if (stretch.last >= interval.last) return false;
    number = phone_number::from_digits_unchecked(stretch.last.value() + 1);
  }
}

}  // namespace

void reader_job::bad(std::uint64_t line, std::string_view reason, std::string_view text) {
  unread_.push_back({line, std::string(reason), std::string(text.substr(0, rejects::longest_text))});
}

void reader_job::end_block() {
  std::stable_sort(unread_.begin(), unread_.end(),
                   [](const unread_line& a, const unread_line& b) { return a.line < b.line; });
  for (const unread_line& each : unread_) frame_.bad.add(file, each.line, each.reason, each.text);
  unread_.clear();
}

void reader_job::take(std::span<const phone_number> numbers) {
  const phone_number* const first = numbers.data();
  const std::uint64_t first_line = frame_.lines - lines_before_ + 1;  // layouts of numbers alone have no other lines
  const auto entry_of = [&](const phone_number& number) {
    return std::pair(entry_line{first_line + static_cast<std::uint64_t>(&number - first), {}}, entry_values());
  };
  frame_.lines += numbers.size();
  frame_.entries.add(numbers);
  while (!numbers.empty()) {
    const plan_stretch& stretch = plan_.around(numbers.front());
    const std::size_t here = leading_within(numbers, stretch.first, stretch.last);
    if (!stretch.entry.valid) {
      take_outside_plan(numbers.first(here), [&](std::size_t i) { return entry_of(numbers[i]); });
    }
    numbers = numbers.subspan(here);
    if (here >= short_stretch) continue;
    const std::size_t some = std::min(numbers.size(), scattered);
    std::array<phone_number, scattered> outside;
    std::array<std::uint32_t, scattered> places;
    std::size_t count = 0;
    for (std::size_t i = 0; i < some; ++i) {
      outside[count] = numbers[i];
      places[count] = static_cast<std::uint32_t>(i);
      count += plan_.has(numbers[i]) ? 0 : 1;
    }
    take_outside_plan(std::span(outside).first(count), [&](std::size_t i) { return entry_of(numbers[places[i]]); });
    numbers = numbers.subspan(some);
  }
}

void reader_job::take_outside_plan(const entry_line& from, phone_number number, const entry_values& values) {
  frame_.not_in_plan.add(number);
  const phone_number today = renumbered(number);
  if (!today) return put_outside_plan(from, number);
  if (!takes_both(values)) return;
  note_renumbered(number);
  frame_.entries.add(today, values.record, values.reference, values.flags);
}

void reader_job::take_change_outside_plan(const entry_line& from, phone_number number, std::int32_t on_day, bool adds) {
  if (adds) frame_.not_in_plan.add(number);
  if (const phone_number today = renumbered(number)) {
    note_renumbered(number);
    frame_.changes.push_back({today, on_day, adds});
  } else if (adds) {
    put_outside_plan(from, number);
  }
}

void reader_job::take_pattern(const entry_line& from, std::span<const number_interval> pattern,
                              const entry_values& values) {
  for (const number_interval& interval : pattern) take(interval, values);
  if (std::any_of(pattern.begin(), pattern.end(), reaches_somebody)) return;
  if (has_enough_outside_plan()) return frame_.outside.add_unwritten(1);
  frame_.outside.add(file, from.line, "outside the numbering plan: no number of the pattern is one", from.text);
}

bool reader_job::has_enough_outside_plan() const noexcept {
  constexpr std::uint64_t most_written = 1000;  // more would take longer than all the rest, and tell nobody more
  return frame_.outside.count() >= most_written;
}

void reader_job::put_outside_plan(const entry_line& from, phone_number number) {
  if (has_enough_outside_plan()) return frame_.outside.add_unwritten(1);
  const std::string digits = std::to_string(number.value());
  frame_.outside.add(file, from.line, "outside the numbering plan: +" + digits, from.text.empty() ? digits : from.text);
}

void reader_job::note_renumbered(phone_number old) {
  ++frame_.renumbered;
  frame_.renumberings.insert(renumbering_of(old));
}

void reader_job::bad_long_line(std::uint64_t line, std::string_view beginning) {
  count_line();
  bad(line, "longer than 1 MB", beginning);
}

void reader_job::add_unread(unread_cells cells) {
  const bool is_one = cells.count == 1;
  const std::string what = cells.place == 0 ? " line" : " cell";
  std::string text = std::to_string(cells.count) + what + (is_one ? " of " : "s of ");
  text += cells.place == 0 ? cells.column : "column " + std::to_string(cells.place);
  if (cells.place != 0 && !cells.column.empty()) text += " '" + cells.column + "'";
  text += (is_one ? " holds a phone number that is" : " hold phone numbers that are") +
          std::string(" not on the list, the first on line ") + std::to_string(cells.first_line) +
          ": give each a row of its own";
  if (!cells.phone().empty()) text += ", or name the column with a further --phone '" + cells.phone() + "'";
  note(text);
  cells.input = file;
  frame_.unread.push_back(std::move(cells));
}

std::uint32_t reader_job::category(std::string_view words) {
  constexpr std::size_t most_unnamed = 1000;
  const std::string wanted = category_name(words);
  const auto named = std::find(frame_.categories.begin(), frame_.categories.end(), wanted);
  if (named != frame_.categories.end()) return 1U << static_cast<unsigned>(named - frame_.categories.begin());
  unsigned number = 0;
  const auto read = std::from_chars(wanted.data(), wanted.data() + wanted.size(), number);
  const bool is_number = read.ec == std::errc() && read.ptr == wanted.data() + wanted.size();
  if (frame_.categories.empty() && is_number && number < 32) return 1U << number;
  const bool is_new = std::find(frame_.unnamed.begin(), frame_.unnamed.end(), wanted) == frame_.unnamed.end();
  if (is_new && frame_.unnamed.size() < most_unnamed) frame_.unnamed.push_back(wanted);
  return ~0U;
}

absl::Status reader_job::require_set() const {
  if (kind == list_kind::set) return absl::OkStatus();
  return bad_input(file.string() + ": a list of kind " + std::string(to_string(kind)) +
                   " needs days and states, which this layout has none of; give a csv file");
}

std::string reader_job::number_reason(parse_error error) {
  std::string reason(to_string(error));
  switch (error) {
    case parse_error::empty: return reason + ": no number";
    case parse_error::needs_region:
      return reason + ": written without a country code; say with --region where it is from";
    case parse_error::spreadsheet_damaged: return reason + ": digits are lost; export the column as text";
    case parse_error::ambiguous:
      return reason + ": a number as it stands, and another one with a plus sign before it; say which with --plus-lost";
    case parse_error::several_numbers: return reason + ": give each number a row of its own";
    default: return reason;
  }
}

}  // namespace callsieve

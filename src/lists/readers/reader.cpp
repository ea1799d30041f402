#include "lists/readers/reader.hpp"

#include <algorithm>

#include "lists/readers/words.hpp"

namespace callsieve {

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
  frame_.lines += numbers.size();
  for (const phone_number number : numbers) {
    if (!plan_.has(number)) frame_.not_in_plan.push_back(number);
    frame_.entries.add(number);
  }
}

void reader_job::bad_long_line(std::uint64_t line, std::string_view beginning) {
  count_line();
  bad(line, "longer than 1 MB", beginning);
}

std::optional<std::uint32_t> reader_job::category(std::string_view words) {
  constexpr std::size_t most = 32;
  const std::string wanted = category_name(words);
  const auto found = std::find(frame_.categories.begin(), frame_.categories.end(), wanted);
  if (found == frame_.categories.end() && frame_.categories.size() == most) return std::nullopt;
  const auto place = static_cast<std::uint32_t>(found - frame_.categories.begin());
  if (found == frame_.categories.end()) frame_.categories.push_back(wanted);
  return 1U << place;
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
    case parse_error::several_numbers: return reason + ": give each number a row of its own";
    default: return reason;
  }
}

}  // namespace callsieve

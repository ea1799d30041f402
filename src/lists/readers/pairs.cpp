#include "lists/readers/pairs.hpp"

#include <algorithm>

#include "callsieve/number/parse.hpp"

#include "lists/readers/day_reader.hpp"
#include "lists/readers/sniffing.hpp"
#include "lists/readers/two_columns.hpp"
#include "lists/readers/words.hpp"

namespace callsieve::readers {
namespace {

std::string_view unquoted(std::string_view text) {
  text = trimmed(text);
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
  return trimmed(text);
}

/// Nothing when the line has other than two parts.
std::optional<text_pair> split(std::string_view line) {
  line = trimmed(line);
  std::size_t at = line.find_first_of(",;\t|");
  if (at == std::string_view::npos) {
    at = line.find_last_of(' ');
    if (at == std::string_view::npos) return std::nullopt;
  } else {
    const char delimiter = line[at];
    const std::size_t next = line.find(delimiter, at + 1);
    if (next != std::string_view::npos && !trimmed(line.substr(next + 1)).empty()) return std::nullopt;
    if (next != std::string_view::npos) line = line.substr(0, next);
  }
  return text_pair{std::string(unquoted(line.substr(0, at))), std::string(unquoted(line.substr(at + 1)))};
}

}  // namespace

std::vector<text_pair> first_pairs(const file_look& look) {
  std::vector<text_pair> pairs;
  bool first = true;
  for (const std::string_view line : first_lines(look)) {
    auto pair = split(line);
    if (!pair) return {};
    const std::string cells[2] = {pair->number, pair->other};
    if (!(first && is_header_row(cells))) pairs.push_back(std::move(*pair));
    first = false;
  }
  return pairs;
}

std::optional<day> plain_day(std::string_view text, bool days_first) noexcept {
  return day_reader(days_first).read(text);
}

bool are_numbers_with_days(const file_look& look) {
  const auto pairs = first_pairs(look);
  return !pairs.empty() && std::all_of(pairs.begin(), pairs.end(), [&](const text_pair& pair) {
    return plain_day(pair.other, false) && parse(pair.number, look.region).readable();
  });
}

}  // namespace callsieve::readers

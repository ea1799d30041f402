// The tps layout: the licensed files of the United Kingdom's registries (TPS and CTPS).
//
// Fixed width, 12 characters and `\r\n`, in two forms of which both are met: the dialling code in 5 and the rest in 7
// characters, or the number in up to 12, blanks behind it. Where the code ends is not reliable, so blanks are dropped
// wherever they stand. Numbers begin with the trunk 0. (The registry's "Technical Specifications for File Formats".)
#include <algorithm>
#include <string>

#include "callsieve/number/parse.hpp"

#include "lists/readers/lines.hpp"
#include "lists/readers/number_cells.hpp"
#include "lists/readers/reader.hpp"
#include "lists/readers/readers.hpp"
#include "lists/readers/sniffing.hpp"

namespace callsieve::readers {
namespace {

constexpr std::size_t record_size = 12;
constexpr std::size_t longest_text = 64;  ///< of a line that may still be one

/// The digits of a line that holds nothing but digits and blanks and begins with a 0; empty otherwise.
std::string_view squeeze(std::string_view line, std::string& into) {
  if (line.size() > longest_text) return {};
  const std::size_t start = into.size();
  for (const char c : line) {
    if (is_digit(c)) {
      into += c;
    } else if (c != ' ') {
      into.resize(start);
      return {};
    }
  }
  if (into.size() == start || into[start] != '0' || into.size() - start > record_size) {
    into.resize(start);
    return {};
  }
  return std::string_view(into).substr(start);
}

/// The characters `first` to `first + size`: digits, then blanks (`digits_first`), or the other way round.
bool is_part(std::string_view line, std::size_t first, std::size_t size, bool digits_first) {
  const std::string_view part = line.substr(first, size);
  const std::size_t turn = digits_first ? part.find(' ') : part.find_first_not_of(' ');
  if (turn == std::string_view::npos) return digits_first;
  return digits_first ? part.substr(turn).find_first_not_of(' ') == std::string_view::npos
                      : all_digits(part.substr(turn));
}

/// Whether the line is a record as published, to the character.
bool is_record(std::string_view line) {
  if (line.size() != record_size || line[0] != '0') return false;
  if (count_digits(line) + static_cast<std::size_t>(std::count(line.begin(), line.end(), ' ')) != record_size)
    return false;
  const bool padded = is_part(line, 0, record_size, true) && line.back() == ' ';
  return padded || (is_part(line, 0, 5, true) && is_part(line, 5, 7, false));
}

bool is_valid_in_britain(std::string_view line) {
  static const region_id britain = find_region("GB");
  std::string digits;
  const std::string_view cell = squeeze(line, digits);
  return !cell.empty() && parse(cell, britain).valid();
}

}  // namespace

resemblance sniff_tps(const file_look& look) {
  if (look.kind != list_kind::set) return {};
  const auto lines = first_lines(look);
  const std::string name = lower(look.name);
  if (name.starts_with("tps") || name.starts_with("ctps")) {
    std::string digits;
    const bool fits =
        std::all_of(lines.begin(), lines.end(), [&](auto line) { return !squeeze(line, digits).empty(); });
    if (fits && !lines.empty()) return {likeness::sign, "its name is that of a TPS file, and its lines fit"};
    return {};
  }
  // Elsewhere too people write 0, an area code, a blank and a number: only what is valid in Britain, and not said to
  // be of another region, is taken for British.
  if (lines.empty() || (look.region != region_id::none && look.region != find_region("GB"))) return {};
  if (!std::all_of(lines.begin(), lines.end(), is_record)) return {};
  if (!std::all_of(lines.begin(), lines.end(), is_valid_in_britain)) return {};
  return {likeness::shape, "its lines are 12 characters wide and hold British numbers"};
}

absl::Status read_tps(reader_job& job) {
  if (absl::Status status = job.require_set(); !status.ok()) return status;
  number_cells cells(job, {.region = find_region("GB"), .wildcards = false, .only = {44, 2}});
  std::string digits;
  digits.reserve(lines_per_block * record_size + longest_text);
  bool full_width = false;
  job.covers.push_back({44, 2});
  return for_each_block(job, [&](std::span<const text_line> lines) {
    for (const text_line& line : lines) {
      std::string_view text = line.text;
      while (!text.empty() && text.back() == '\r') text.remove_suffix(1);
      if (trimmed(text).empty()) continue;
      job.count_line();
      const std::string_view cell = squeeze(text, digits);
      if (cell.empty()) {
        job.bad(line.number, "not a number of up to 12 digits that begins with 0, blanks between or behind them", text);
      } else if (!line.ends && full_width && text.size() < record_size) {
        job.bad(line.number, "the last line is cut: 12 characters and a line end are expected", text);
      } else {
        full_width |= text.size() == record_size;
        cells.add(line.number, text, cell);
      }
    }
    cells.flush();
    digits.clear();
    return absl::OkStatus();
  });
}

}  // namespace callsieve::readers

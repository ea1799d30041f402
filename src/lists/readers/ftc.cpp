// The ftc layout: the flat files of the United States' registry, and of those that write like it (Canada's).
#include <algorithm>
#include <string>
#include <vector>

#include "lists/readers/area_codes.hpp"
#include "lists/readers/ftc_lines.hpp"
#include "lists/readers/lines.hpp"
#include "lists/readers/number_cells.hpp"
#include "lists/readers/reader.hpp"
#include "lists/readers/readers.hpp"
#include "lists/readers/sniffing.hpp"

namespace callsieve::readers {
namespace {

/// Whether the line is `AAA,NNNNNNN` or, where that will do, `AAANNNNNNN`.
bool is_entry(std::string_view line, bool plain_will_do) {
  const bool comma = line.size() == 11 && line[3] == ',';
  return (comma || (plain_will_do && line.size() == 10)) && count_digits(line) == 10;
}

/// Turns the lines of a block into cells that parse_batch reads, in a buffer that stays where it is.
class cell_writer {
 public:
  cell_writer() { buffer_.reserve(cell_size * lines_per_block); }
  void clear() { buffer_.clear(); }

  /// `AAA,NNNNNNN` becomes `+1AAANNNNNNN`. Other lines, and those whose area code looks like a calling code, stay what
  /// they are, the comma a blank.
  std::string_view write(std::string_view line) {
    const std::size_t start = buffer_.size();
    if (is_entry(line, true) && line[0] >= '2') {
      buffer_ += "+1";
      buffer_ += line.substr(0, 3);
      buffer_ += line.substr(line.size() - 7);
    } else if (line.size() <= cell_size) {
      buffer_ += line;
      std::replace(buffer_.begin() + static_cast<std::ptrdiff_t>(start), buffer_.end(), ',', ' ');
    } else {
      return line;  // too long to be read, with or without a comma
    }
    return std::string_view(buffer_).substr(start);
  }

 private:
  static constexpr std::size_t cell_size = 64;
  std::string buffer_;
};

}  // namespace

resemblance sniff_ftc(const file_look& look) {
  if (look.kind != list_kind::set) return {};
  const bool named = read_ftc_name(look.name).has_value();
  const auto lines = first_lines(look);
  if (!std::all_of(lines.begin(), lines.end(), [&](auto line) { return is_entry(trimmed(line), named); })) return {};
  if (named) return {likeness::sign, "its name is that of a registry file, and its lines fit"};
  if (lines.empty()) return {};
  return {likeness::shape, "its lines are AAA,NNNNNNN"};
}

absl::Status read_ftc(reader_job& job) {
  if (absl::Status status = job.require_set(); !status.ok()) return status;
  number_cells cells(job, {.region = find_region("US"), .wildcards = false, .only = {1, 1}, .digits = 11});
  cell_writer writer;
  area_codes areas;
  std::vector<phone_number> numbers(lines_per_block);
  const auto read_usual = [&](std::string_view text) {
    const line_run run = read_ftc_lines(text, numbers);
    const auto read = std::span<const phone_number>(numbers).first(run.lines);
    job.take(read);
    areas.see(read);
    return run;
  };
  const auto read_others = [&](std::span<const text_line> lines) {
    for (const text_line& line : lines) {
      const std::string_view text = trimmed(line.text);
      if (text.empty()) continue;
      job.count_line();
      if (std::count(text.begin(), text.end(), ',') > 1) {
        job.bad(line.number, "more than an area code and a number: lists of changes are read as ftc-changes", text);
        continue;
      }
      cells.add(line.number, text, writer.write(text));
    }
    areas.see(cells.flush());
    writer.clear();
    return absl::OkStatus();
  };
  absl::Status status = for_each_block(job, read_others, longest_line, read_usual);
  return status.ok() ? areas.tell(job) : status;
}

}  // namespace callsieve::readers

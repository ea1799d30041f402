// The ported layout: the daily files of numbers that moved between wireline and wireless carriers (+1), one ten-digit
// number a line, no header. Their names say which way the numbers moved; each way is a list of its own.
#include <algorithm>

#include "lists/readers/lines.hpp"
#include "lists/readers/number_cells.hpp"
#include "lists/readers/reader.hpp"
#include "lists/readers/readers.hpp"
#include "lists/readers/sniffing.hpp"

namespace callsieve::readers {
namespace {

bool is_entry(std::string_view line) { return line.size() == 10 && all_digits(line) && line[0] >= '2'; }

/// Which way the numbers of the file moved, for people; empty when its name does not say.
std::string_view direction(std::string_view file_name) {
  const std::string name = lower(file_name);
  if (name.find("wireline-to-wireless") != std::string::npos) return "landlines that became mobile numbers";
  if (name.find("wireless-to-wireline") != std::string::npos) return "mobile numbers that became landlines";
  return {};
}

}  // namespace

resemblance sniff_ported(const file_look& look) {
  if (look.kind != list_kind::set || direction(look.name).empty()) return {};
  const auto lines = first_lines(look);
  if (lines.empty() || !std::all_of(lines.begin(), lines.end(), [](auto line) { return is_entry(trimmed(line)); })) {
    return {};
  }
  return {likeness::sign, "its name is that of a file of ported numbers, and its lines fit"};
}

absl::Status read_ported(reader_job& job) {
  if (absl::Status status = job.require_set(); !status.ok()) return status;
  number_cells cells(job, {.region = find_region("US"), .wildcards = false, .only = {1, 1}, .digits = 11});
  job.covers.push_back({1, 1});
  if (const auto moved = direction(job.name); !moved.empty()) job.note(std::string(moved));
  return for_each_block(job, [&](std::span<const text_line> lines) {
    for (const text_line& line : lines) {
      const std::string_view text = trimmed(line.text);
      if (text.empty()) continue;
      job.count_line();
      if (is_entry(text)) {
        cells.add(line.number, text, text);
      } else {
        job.bad(line.number, "not ten digits", text);
      }
    }
    cells.flush();
    return absl::OkStatus();
  });
}

}  // namespace callsieve::readers

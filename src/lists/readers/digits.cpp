// The digits layout: one number a line, in any spelling.
#include "lists/readers/lines.hpp"
#include "lists/readers/reader.hpp"
#include "lists/readers/readers.hpp"
#include "lists/readers/words.hpp"

namespace callsieve::readers {

std::string sniff_digits(const file_look&) { return "no other layout fits: one number a line"; }

absl::Status read_digits(reader_job& job) {
  if (job.kind != list_kind::set) {
    return bad_input(job.file.string() + ": a list of kind " + std::string(to_string(job.kind)) +
                     " needs days, which the digits layout has none of; give a csv file");
  }
  const region_id region = job.options.region;
  return for_each_line(job, [&job, region](std::uint64_t number, std::string_view line) {
    const std::string_view text = trimmed(line);
    if (text.empty() || text.front() == '#') return;
    job.count_line();
    job.take(number, text, parse(text, region));
  });
}

}  // namespace callsieve::readers

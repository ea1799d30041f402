// The digits layout: one number a line, in any spelling, or one pattern; labels and comments behind it.
#include "lists/readers/lines.hpp"
#include "lists/readers/number_cells.hpp"
#include "lists/readers/numbers_beside.hpp"
#include "lists/readers/pairs.hpp"
#include "lists/readers/pattern.hpp"
#include "lists/readers/reader.hpp"
#include "lists/readers/readers.hpp"
#include "lists/readers/sniffing.hpp"

namespace callsieve::readers {
namespace {

/// What stands before a label: a tab, a `;`, a `:` before a blank, or a `#` or `//` after a blank. A `;` before another
/// number is no label. A `#` before a digit may be that of an extension.
std::string_view without_label(std::string_view text) {
  const std::size_t at = text.find_first_of("\t;:#/");
  if (at == std::string_view::npos) return text;
  for (std::size_t i = at; i < text.size(); ++i) {
    const char c = text[i];
    const bool after_blank = i > 0 && (text[i - 1] == ' ' || text[i - 1] == '\t');
    const std::string_view rest = text.substr(i + 1);
    const bool hash = c == '#' && after_blank && !rest.starts_with('#') && !(rest.size() > 0 && is_digit(rest[0]));
    const bool slashes = c == '/' && after_blank && rest.starts_with('/');
    const bool label = (c == ';' || c == '\t') && count_digits(rest) < 6 && !trimmed(rest).empty();
    const bool colon = c == ':' && count_digits(text.substr(0, i)) >= 3 && rest.starts_with(' ') &&
                       count_digits(rest) < 6 && !trimmed(rest).empty();
    if (hash || slashes || label || colon) return trimmed(text.substr(0, i));
  }
  return text;
}

/// Whether a comment holds another number than the one before it.
bool hides(std::string_view comment, std::string_view number, region_id region) {
  return holds_another_number(comment, region, parse(number, region).number);
}

}  // namespace

resemblance sniff_digits(const file_look& look) {
  if (look.kind != list_kind::set) return {};
  if (look.head.find_first_of(",;|") == std::string_view::npos && are_numbers_with_days(look)) {
    return {likeness::general, "one number a line"};
  }
  return {likeness::anything, "no other layout fits: one number a line"};
}

absl::Status read_digits(reader_job& job) {
  if (absl::Status status = job.require_set(); !status.ok()) return status;
  number_cells cells(job, {.region = job.options.region});
  if (job.options.changes) job.note("a plain file of numbers: each is an addition");
  return for_each_block(job, [&](std::span<const text_line> lines) {
    for (const text_line& line : lines) {
      const std::string_view text = trimmed(line.text);
      if (text.empty()) continue;
      const std::string_view number = text.front() == '#' ? text.substr(0, 0) : without_label(text);
      const std::string_view comment = text.substr(number.size());
      const bool hides_number = !comment.empty() && hides(comment, number, job.options.region);
      if (number.empty() && !comment.empty() && !hides_number) {
        job.count_comment();
        continue;
      }
      job.count_line();
      if (hides_number) {
        job.bad(line.number, "a number in a comment: give it a line of its own, or take it out", text);
      } else if (job.options.changes) {
        take_change_cell(job, {line.number, text}, number, job.options.region, {});
      } else {
        cells.add(line.number, text, number);
      }
    }
    cells.flush();
    return absl::OkStatus();
  });
}

}  // namespace callsieve::readers

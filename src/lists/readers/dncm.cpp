// The dncm layout: Belgium's registry ("Bel me niet meer"): a number and the day of its registration a line.
//
// The registry publishes that its file holds those two and nothing else, not how they are written: any delimiter or
// blanks between them, days first or year first, numbers with 0, 32, 0032 or +32 are all read.
#include <string>

#include "callsieve/number/parse.hpp"

#include "lists/readers/day_reader.hpp"
#include "lists/readers/number_cells.hpp"
#include "lists/readers/pairs.hpp"
#include "lists/readers/readers.hpp"
#include "lists/readers/sniffing.hpp"
#include "lists/readers/two_columns.hpp"

namespace callsieve::readers {
namespace {

constexpr std::string_view day_words[] = {"registrationdate",
                                          "dateofregistration",
                                          "registratiedatum",
                                          "datum",
                                          "dateinscription",
                                          "datedinscription",
                                          "date"};

class taker : public record_taker {
 public:
  explicit taker(reader_job& job)
      : job_(job), days_(job, true), cells_(job, {.region = find_region("BE"), .wildcards = false, .only = {32, 2}}) {}

  absl::StatusOr<bool> begin(std::span<const std::string> first_row) override {
    const auto found =
        find_two_columns(first_row, job_.options, {"registration day", "--day", job_.options.day_column, day_words});
    if (!found.ok()) return found.status();
    columns_ = *found;
    return columns_.has_header;
  }
  absl::Status take(std::span<const record> block) override {
    for (const record& row : block) {
      const std::string_view text = columns_.other_of(row);
      const auto registered = days_.read(text);
      if (!registered) {
        job_.bad(row.line(), "registration day: '" + std::string(text.substr(0, 40)) + "' is not " + days_.forms(),
                 row.text());
      } else if (*registered > job_.obtained + std::chrono::days{1}) {
        job_.bad(row.line(),
                 "registered " + to_string(*registered) + ", after the copy, obtained " + to_string(job_.obtained),
                 row.text());
      } else {
        cells_.add(row.line(), row.text(), columns_.number_of(row),
                   {.record = {day_number(*registered), record_state::listed}});
      }
    }
    cells_.flush();
    return absl::OkStatus();
  }

 private:
  reader_job& job_;
  const day_reader days_;
  number_cells cells_;
  two_columns columns_;
};

}  // namespace

resemblance sniff_dncm(const file_look& look) {
  if (look.kind != list_kind::set) return {};
  const region_id belgium = find_region("BE");
  const bool named = lower(look.name).find("dncm") != std::string::npos;
  if (!named && look.region != region_id::none && look.region != belgium) return {};
  std::size_t pairs = 0;
  for (const auto& [number, text] : first_pairs(look)) {
    const auto when = plain_day(text, true);
    if (!when || *when > look.today + std::chrono::days{1}) return {};
    const parsed_number parsed = parse(number, belgium);
    if (!parsed.valid() || !number_prefix{32, 2}.covers(parsed.number)) return {};
    ++pairs;
  }
  if (pairs == 0) return {};
  if (named) return {likeness::sign, "its name is that of the Belgian registry, and its lines fit"};
  return {likeness::shape, "its lines are Belgian numbers, each with a day that is past"};
}

absl::Status read_dncm(reader_job& job) {
  if (absl::Status status = job.require_set(); !status.ok()) return status;
  taker records(job);
  job.covers.push_back({32, 2});
  return for_each_record(job, records);
}

}  // namespace callsieve::readers

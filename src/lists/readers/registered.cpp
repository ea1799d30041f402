// The registered layout: a number and the day since which it is listed, of any country and authority: objections that
// count only after some days, consents that an older registration does not cancel, numbers ported lately.
#include "lists/readers/registered.hpp"

#include <string>

#include "callsieve/io/csv_columns.hpp"

#include "lists/readers/day_reader.hpp"
#include "lists/readers/pairs.hpp"
#include "lists/readers/readers.hpp"
#include "lists/readers/row_regions.hpp"
#include "lists/readers/sniffing.hpp"
#include "lists/readers/two_columns.hpp"

namespace callsieve::readers {
namespace {

constexpr std::string_view registration_words[] = {
    "registered",      "registeredon",     "registeredsince",    "registrationdate",
    "registrationday", "dateregistered",   "dateofregistration", "listedsince",
    "listedon",        "registratiedatum", "datumregistratie",   "registrierungsdatum",
    "dateinscription", "datedinscription", "fecharegistro",      "fechainscripcion",
    "dataiscrizione",  "dataregistro",     "porteddate",         "dateported",
    "portedon",        "portdate"};

class taker : public record_taker {
 public:
  taker(reader_job& job, const registration_layout& layout)
      : job_(job),
        layout_(layout),
        days_(job, layout.days_first),
        cells_(job, layout.numbers),
        regions_(job.options, layout.numbers.region) {}

  absl::StatusOr<bool> begin(std::span<const std::string> first_row) override {
    const auto found = find_two_columns(first_row, job_.options,
                                        {"registration day", "--day", job_.options.day_column, layout_.day_words});
    if (!found.ok()) return found.status();
    columns_ = *found;
    absl::Status status = regions_.begin(first_row, columns_.has_header, {&columns_.number, 1});
    if (!status.ok()) return status;
    return columns_.has_header;
  }
  [[nodiscard]] std::span<const std::size_t> number_columns() const override { return {&columns_.number, 1}; }
  [[nodiscard]] std::span<const std::size_t> columns_read_whole() const override {
    return columns_.by_blanks ? std::span<const std::size_t>() : std::span<const std::size_t>(&columns_.other, 1);
  }
  absl::Status take(std::span<const record> block) override {
    for (const record& row : block) take(row);
    cells_.flush();
    return absl::OkStatus();
  }
  absl::Status finish() {
    if (without_day_ > 0) {
      job_.note(std::to_string(without_day_) + " entries have no day: nobody knows since when they are listed");
    }
    return in_file(job_, regions_.end());
  }

 private:
  void take(const record& row) {
    const std::string_view text = columns_.other_of(row);
    const bool may_be_cut = columns_.by_blanks || !row.ends();
    if (text.empty() && !layout_.needs_day && !may_be_cut) {
      ++without_day_;
      cells_.add(row.line(), row.text(), columns_.number_of(row), {}, regions_.of(row));
      return;
    }
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
                 {.record = {day_number(*registered), record_state::listed}}, regions_.of(row));
    }
  }

  reader_job& job_;
  const registration_layout& layout_;
  const day_reader days_;
  number_cells cells_;
  row_regions regions_;
  two_columns columns_;
  std::uint64_t without_day_ = 0;
};

}  // namespace

absl::Status read_registrations(reader_job& job, const registration_layout& layout) {
  taker records(job, layout);
  absl::Status status = for_each_record(job, records);
  return status.ok() ? records.finish() : status;
}

bool names_registration_day(const file_look& look) {
  const std::vector<std::string> header = first_cells(look);
  return is_header_row(header) && find_columns(header, {registration_words, {}, {}}).size() == 1;
}

resemblance sniff_registered(const file_look& look) {
  if (look.kind != list_kind::set) return {};
  if (!names_registration_day(look)) {
    if (are_numbers_with_days(look)) return {likeness::general, "its lines are numbers, each with a day"};
    return {};
  }
  if (sniff_dncm(look).how != likeness::none) return {};  // Belgium's own, told by its numbers
  return {likeness::sign, "its header has a column with the day of registration"};
}

absl::Status read_registered(reader_job& job) {
  if (absl::Status status = job.require_set(); !status.ok()) return status;
  return read_registrations(
      job, {.numbers = {.region = job.options.region}, .day_words = registration_words, .needs_day = false});
}

}  // namespace callsieve::readers

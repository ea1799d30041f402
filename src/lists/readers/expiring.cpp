// The expiring layout: number and last valid day, or days to live, as cloud dialers have it in their do-not-call files.
//
// Headers in use: Genesys (a phone column, an expiry `yyyy-MM-ddTHH:mm...`), NICE (Phone Number, Expire Date), LiveVox
// (phone, contact group id, days to expiry). Without a header the two columns are number and expiry.
#include <charconv>
#include <string>

#include "lists/readers/day_reader.hpp"
#include "lists/readers/number_cells.hpp"
#include "lists/readers/pairs.hpp"
#include "lists/readers/readers.hpp"
#include "lists/readers/row_regions.hpp"
#include "lists/readers/sniffing.hpp"
#include "lists/readers/two_columns.hpp"

namespace callsieve::readers {
namespace {

constexpr std::string_view expiry_words[] = {"expiry",     "expirydate",   "expires",        "expireson",
                                             "expiredate", "expiration",   "expirationdate", "expiredays",
                                             "expirydays", "daystoexpiry", "daystolive",     "daysuntilexpiry",
                                             "validuntil", "einddatum",    "ablaufdatum",    "ttl"};
constexpr int longest_life = 36'525;  ///< days: a hundred years

/// How long an entry lives, in days from the copy; nothing for what is no such number.
std::optional<int> days_to_live(std::string_view text) {
  int days = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), days);
  if (!all_digits(text) || read.ec != std::errc() || read.ptr != text.data() + text.size() || days > longest_life) {
    return std::nullopt;
  }
  return days;
}

class taker : public record_taker {
 public:
  explicit taker(reader_job& job)
      : job_(job),
        days_(job, false),
        cells_(job, {.region = job.options.region}),
        regions_(job.options, job.options.region) {}

  absl::StatusOr<bool> begin(std::span<const std::string> first_row) override {
    const auto found =
        find_two_columns(first_row, job_.options, {"expiry day", "--day", job_.options.day_column, expiry_words});
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
    for (const record& row : block) {
      const std::string_view text = columns_.other_of(row);
      std::int32_t last_valid = 0;  // no expiry: it stays
      const bool may_be_cut = columns_.by_blanks || !row.ends();
      if (text.empty() && may_be_cut) {
        job_.bad(row.line(), "no expiry, in a line of one part or without an end: it may be cut", row.text());
        continue;
      }
      if (!text.empty()) {
        const auto when = days_.read(text);
        const auto life = days_to_live(text);
        if (!when && !life) {
          job_.bad(
              row.line(),
              "expiry: '" + std::string(text.substr(0, 40)) + "' is neither " + days_.forms() + " nor days to live",
              row.text());
          continue;
        }
        if (!when && !row.ends()) {
          job_.bad(row.line(), "days to live in a last line without an end, which may be cut; end it", row.text());
          continue;
        }
        last_valid = when ? day_number(*when) : day_number(job_.obtained) + *life;
        if (last_valid < day_number(job_.obtained)) ++expired_;
      }
      cells_.add(row.line(), row.text(), columns_.number_of(row), {.record = {last_valid, record_state::listed}},
                 regions_.of(row));
    }
    cells_.flush();
    return absl::OkStatus();
  }
  absl::Status finish() {
    if (expired_ > 0) {
      job_.note(std::to_string(expired_) +
                " entries had expired before the copy was taken; they are kept with their day");
    }
    return in_file(job_, regions_.end());
  }

 private:
  reader_job& job_;
  const day_reader days_;
  number_cells cells_;
  row_regions regions_;
  two_columns columns_;
  std::uint64_t expired_ = 0;
};

}  // namespace

resemblance sniff_expiring(const file_look& look) {
  if (look.kind != list_kind::set) return {};
  const auto lines = first_lines(look);
  if (lines.empty()) return {};
  std::string folded = fold_column_name(lines.front());
  for (const std::string_view word : {"expir", "daystolive", "validuntil"}) {
    if (folded.find(word) != std::string::npos && count_digits(lines.front()) < 5) {
      return {likeness::sign, "its header has an expiry column"};
    }
  }
  // Numbers with days may as well be the days of something else: nothing here says that they are expiries, and an
  // objection must not expire by a guess.
  if (!are_numbers_with_days(look)) return {};
  return {likeness::general, "its lines are numbers, each with a day"};
}

absl::Status read_expiring(reader_job& job) {
  if (absl::Status status = job.require_set(); !status.ok()) return status;
  taker records(job);
  absl::Status status = for_each_record(job, records);
  return status.ok() ? records.finish() : status;
}

}  // namespace callsieve::readers

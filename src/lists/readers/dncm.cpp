// The dncm layout: Belgium's registry ("Bel me niet meer"): a number and the day of its registration a line.
//
// The registry publishes that its file holds those two and nothing else, not how they are written: any delimiter or
// blanks between them, days first or year first, numbers with 0, 32, 0032 or +32 are all read.
#include <string>

#include "callsieve/number/parse.hpp"

#include "lists/readers/day_reader.hpp"
#include "lists/readers/pairs.hpp"
#include "lists/readers/readers.hpp"
#include "lists/readers/registered.hpp"
#include "lists/readers/sniffing.hpp"

namespace callsieve::readers {
namespace {

constexpr std::string_view day_words[] = {"registrationdate",
                                          "dateofregistration",
                                          "registratiedatum",
                                          "datum",
                                          "dateinscription",
                                          "datedinscription",
                                          "date"};

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
  if (names_registration_day(look)) {
    return {likeness::sign, "its header has a column with the day of registration, and its lines are Belgian numbers"};
  }
  return {likeness::shape, "its lines are Belgian numbers, each with a day that is past"};
}

absl::Status read_dncm(reader_job& job) {
  if (absl::Status status = job.require_set(); !status.ok()) return status;
  job.covers.push_back({32, 2});
  return read_registrations(job, {.numbers = {.region = find_region("BE"), .wildcards = false, .only = {32, 2}},
                                  .day_words = day_words,
                                  .days_first = true});
}

}  // namespace callsieve::readers

#include "lists/readers/readers.hpp"

#include <array>

namespace callsieve {

std::span<const list_reader> list_readers() noexcept {
  using namespace readers;
  constexpr auto none = day_meaning::none;
  static constexpr std::array<list_reader, 15> table{{
      {"digits", "one number a line, in any spelling; patterns, labels and # comments", "", none, takes::either,
       sniff_digits, read_digits, nullptr},
      {"csv", "columns by their header or named: number, and what the list's kind needs", "", none, takes::either,
       sniff_csv, read_csv, nullptr, true},
      {"ftc", "US and Canadian registries: AAA,NNNNNNN or ten digits a line",
       "the area code in its name, else those it holds", none, takes::full, sniff_ftc, read_ftc, day_in_ftc_name},
      {"ftc-xml", "US and Canadian registries as XML: list, ac and ph elements", "the area codes it lists", none,
       takes::full, sniff_ftc_xml, read_ftc_xml, day_in_ftc_name},
      {"ftc-changes", "US registry, list of changes: area code, number, date, mark; --columns says their order",
       "the area code in its name, else those it holds", none, takes::changes, sniff_ftc_changes, read_ftc_changes,
       day_in_ftc_name},
      {"tps", "British registries (TPS, CTPS): 12 characters a line, blanks anywhere", "+44", none, takes::full,
       sniff_tps, read_tps, nullptr},
      {"dncm", "Belgian registry: number and day of registration", "+32", day_meaning::registered, takes::full,
       sniff_dncm, read_dncm, nullptr},
      {"registered", "number and the day since which it is listed, or none where that is not known", "",
       day_meaning::registered, takes::full, sniff_registered, read_registered, nullptr, true},
      {"results", "a scrubbing service's answer: number and result code", "the numbers answered", none, takes::full,
       sniff_results, read_results, nullptr, true, true},
      {"expiring", "number and last valid day, or days to live", "", day_meaning::last_valid, takes::full,
       sniff_expiring, read_expiring, nullptr, true},
      {"categories", "number and blocked categories: words in a column, or a column each", "", none, takes::full,
       sniff_categories, read_categories, nullptr, true, true},
      {"companies", "pairs of number and company; a company is a category", "", none, takes::full, sniff_companies,
       read_companies, nullptr, true, true},
      {"vicidial", "dumps of ViciDial's DNC tables, campaigns as categories, AAAXXXXXXX", "", none, takes::full,
       sniff_vicidial, read_vicidial, nullptr, false, true},
      {"ported", "numbers ported between wireline and wireless, ten digits a line", "+1", none, takes::full,
       sniff_ported, read_ported, nullptr},
      {"vcard", "an address book's cards: their TEL lines", "", none, takes::full, sniff_vcard, read_vcard, nullptr},
  }};
  return table;
}

}  // namespace callsieve

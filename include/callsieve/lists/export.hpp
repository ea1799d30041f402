// Files for authorities that never hand out their list but scrub the numbers sent to them: Australia, Singapore,
// France, Italy. import_options::sent takes their answer in.
//
// What is known of what they accept, and from where:
//   au-dncr     Do Not Call Register, "Washing steps": one column; 3 to 7 digits, or 10 that begin with 0 or 1; files
//   of at
//               most 10 MB, whose names hold A-Z, 0-9 and _ only.
//   sg-dnc      Do Not Call Registry, business rules: one column of 8 digits that begin with 3, 6, 8 or 9. The paper on
//               bulk upload speaks of a header and a footer that are not published: unconfirmed.
//   fr-bloctel  one national number of 10 digits a line; the layout is not published: unconfirmed. Its smallest package
//               took files of at most 3,000 lines (lines_per_file).
//   it-rpo      one national number a line; the layout is not published: unconfirmed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "callsieve/base/date.hpp"
#include "callsieve/base/status.hpp"
#include "callsieve/lists/import.hpp"
#include "callsieve/number/numbering_plan.hpp"

namespace callsieve {

/// Whom to send numbers to.
struct scrubbing_authority {
  std::string_view name;         ///< `au-dncr`
  std::string_view description;  ///< one line, for people
  std::string_view region;  ///< whose numbers it knows; how those in the call list are written unless said otherwise
  std::string_view unconfirmed;  ///< what is not known of its files; empty when all is
};
[[nodiscard]] std::span<const scrubbing_authority> scrubbing_authorities() noexcept;

struct export_options {
  std::string authority;                     ///< a name of the above
  std::vector<std::filesystem::path> files;  ///< call lists, as the csv and digits layouts read them
  std::filesystem::path folder;              ///< where the files go; made where it is missing
  std::string name;                          ///< how their names begin, A-Z, 0-9 and _; empty: the authority's
  std::uint64_t lines_per_file = 0;          ///< at most; 0: as many as the authority's size allows
  region_id region = region_id::none;        ///< none: the authority's
  std::string phone_column;                  ///< as in import_options
  day today{};                               ///< stands in the names
};

struct export_report {
  std::vector<std::filesystem::path> written;
  std::uint64_t numbers = 0;              ///< written, each once
  std::uint64_t elsewhere = 0;            ///< read, but not of the authority's country, or of no form that it accepts
  std::uint64_t unreadable = 0;           ///< lines
  std::filesystem::path unreadable_file;  ///< file, line, reason and text of each, beside the others
  std::vector<std::string> notes;
};

/// Writes the distinct numbers of the call lists as the authority accepts them, ascending, in as few files as its size
/// allows. Cost: 8 bytes of memory a number. Errors: no such authority (with those there are), an unreadable call list,
/// no number to send, a name that the authority would refuse; then nothing is written.
[[nodiscard]] absl::StatusOr<export_report> export_numbers(const export_options& options);

}  // namespace callsieve

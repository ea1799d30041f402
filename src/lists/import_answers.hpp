// An authority's answer to numbers that were sent to it, as a list.
#pragma once

#include <string>
#include <vector>

#include "callsieve/base/status.hpp"
#include "callsieve/lists/import.hpp"
#include "callsieve/number/phone_number.hpp"
#include "callsieve/sets/coverage.hpp"

namespace callsieve {

/// What an answer says: who is registered, and about whom it speaks.
struct judged_numbers {
  std::vector<phone_number> registered;  ///< ascending
  std::vector<coverage_entry> covers;    ///< each number that was judged, by itself
  std::vector<std::string> notes;
};

/// Holds the answer's numbers against those of options.sent and options.unjudged. Requires ascending numbers.
/// Errors: an answer with numbers that were never sent, unreadable files; named.
[[nodiscard]] absl::StatusOr<judged_numbers> judge_answer(const import_options& options, day obtained,
                                                          const std::vector<phone_number>& answered);

/// Copies the files byte for byte to <store>/evidence/LIST/DAY/NAME, durable when it returns. A file that is there
/// already with the same bytes is left; with others the copy gets a number behind its name. Returns the folder.
[[nodiscard]] absl::StatusOr<std::filesystem::path> keep_evidence(const std::filesystem::path& store_folder,
                                                                  const import_options& options, day obtained);

}  // namespace callsieve

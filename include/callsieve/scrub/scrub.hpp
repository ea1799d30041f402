// The scrub job: a call list in, kept and rejected rows out, a balanced book of counts.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "callsieve/policy/policy.hpp"

namespace callsieve {

enum class header_mode : std::uint8_t { automatic, yes, no };
enum class cell_mode : std::uint8_t { blank, keep };

struct scrub_options {
  std::vector<std::filesystem::path> inputs;     ///< `-`: standard input
  std::filesystem::path output = "-";            ///< `-`: standard output; empty with preview
  std::filesystem::path rejected;                ///< empty: none written
  std::vector<std::string> phone_columns;        ///< header names or 1-based places; empty: found
  std::string region_column, code_column;
  header_mode header = header_mode::automatic;
  char delimiter = 0;                            ///< 0: found among , ; tab |
  cell_mode cells = cell_mode::blank;
  region_id region = region_id::none;            ///< default region; none: the policy's
  as_of when{};
  bool all_reasons = false;
  bool preview = false;
  std::string campaign;
  std::function<void(std::uint64_t bytes_done, std::uint64_t bytes_total, std::uint64_t rows)> progress;  ///< total 0: not known
};

struct tally {
  std::uint64_t read = 0, allowed = 0, blocked = 0, unknown = 0, malformed = 0;
};

/// What one rule did, or in a preview would do.
struct rule_tally {
  std::string reason;
  std::uint64_t decided = 0, unknown = 0, passed = 0;
};

struct scrub_report {
  tally rows;      ///< read = allowed + blocked + unknown + malformed, always: the job fails otherwise
  tally numbers;   ///< non-empty cells; malformed rows have none
  std::map<std::string, std::uint64_t> reasons;         ///< by rows' verdicts; `registry: stale` when unknown
  std::map<std::string, std::uint64_t> unknown_passed;
  std::vector<rule_tally> rules;
  std::string columns_note;                             ///< which columns were read, and why: for people
  double seconds = 0;
};

/// Errors: unreadable input, no phone column (lists the columns seen), unclosed quote, a cut file, full disk: nothing is
/// left under a final name.
[[nodiscard]] absl::StatusOr<scrub_report> scrub(const scrub_options& options, const bound_policy& policy);

}  // namespace callsieve

// What the subcommands share: exit statuses, options that mean the same everywhere, words on stderr.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "callsieve/base/date.hpp"
#include "callsieve/base/status.hpp"
#include "callsieve/number/numbering_plan.hpp"
#include "callsieve/number/parse.hpp"
#include "callsieve/sets/coverage.hpp"

#include <CLI/CLI.hpp>

namespace callsieve::cli {

/// Exit statuses, the same for every subcommand.
enum exit_status : int {
  done = 0,
  not_all_callable = 1,  ///< check: some number may not be called; scrub --strict: something was unknown or malformed
  failed = 2,            ///< usage or data error
};

/// What the chosen subcommand does once the whole command line is read; returns an exit_status.
using action = std::function<int()>;

void add_scrub(CLI::App& app, action& chosen);
void add_inspect(CLI::App& app, action& chosen);
void add_check(CLI::App& app, action& chosen);
void add_policies(CLI::App& app, action& chosen);  ///< policies and policy
void add_import(CLI::App& app, action& chosen);
void add_init(CLI::App& app, action& chosen);     ///< init and accept
void add_changes(CLI::App& app, action& chosen);  ///< add and remove
void add_export(CLI::App& app, action& chosen);
void add_lists(CLI::App& app, action& chosen);
void add_normalize(CLI::App& app, action& chosen);
void add_verify(CLI::App& app, action& chosen);

/// Says `callsieve: <message>` on stderr and gives the status for a failure.
int fail(const absl::Status& status);
int fail(std::string_view message);

/// `--store DIR`, with its default: $CALLSIEVE_STORE, else ./callsieve-store.
void add_store_option(CLI::App& command, std::string& folder);
/// That a file to be written is none of the store's: rows or a drawing in place of a list would end every objection on
/// it. Errors: names the option.
[[nodiscard]] absl::Status check_not_in_store(const std::string& file, std::string_view option,
                                              const std::string& store_folder);
/// `--sector NAME`: stays empty when not given.
void add_sector_option(CLI::App& command, std::string& sector);
/// Nothing for an empty text: an option that was not given.
[[nodiscard]] inline std::optional<std::string> optional_text(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}
/// `--region CC`: stays empty when not given.
void add_region_option(CLI::App& command, std::string& region);

/// `--plus-lost yes|no`: stays empty when not given.
void add_plus_lost_option(CLI::App& command, std::string& said);
[[nodiscard]] inline plus_lost plus_lost_of(std::string_view said) {
  return said == "yes" ? plus_lost::yes : said == "no" ? plus_lost::no : plus_lost::unsaid;
}

/// The region of that name, none for an empty one. Errors: no such region.
[[nodiscard]] absl::StatusOr<region_id> region_of(std::string_view name);
/// The given moment, else now in that time zone (IANA name; empty: UTC). Errors: not a date, not a time zone.
[[nodiscard]] absl::StatusOr<as_of> moment_of(std::string_view text, const std::string& time_zone);
/// Today in the machine's local time zone.
[[nodiscard]] day today();
/// A day as people give one: `today` or `YYYY-MM-DD`. `option` names it in the error.
[[nodiscard]] absl::StatusOr<day> day_of(std::string_view text, std::string_view option);

/// `+1202 +1415 and 3 more`; of prefixes that are whole numbers, as answers of authorities bring, how many they are.
[[nodiscard]] std::string coverage_text(std::span<const coverage_entry> entries);
/// As many prefixes as machines are shown; a list that speaks for single numbers may have a million.
inline constexpr std::size_t most_prefixes_shown = 1000;

/// `1,234,567`.
[[nodiscard]] std::string grouped(std::uint64_t n);
/// `1 number`, `1,234 numbers`.
[[nodiscard]] std::string counted(std::uint64_t n, std::string_view one_thing);
/// `713 B`, `1.2 MB`.
[[nodiscard]] std::string size_text(std::uint64_t bytes);

}  // namespace callsieve::cli

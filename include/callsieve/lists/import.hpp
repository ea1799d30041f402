// From files to a list: wholly or not at all.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "callsieve/lists/store.hpp"

namespace callsieve {

struct import_options {
  std::string list_name;
  std::vector<std::filesystem::path> files;
  std::string format;                        ///< digits, csv, ftc; empty: told from the content
  std::optional<list_kind> kind;             ///< else the list's own, store.toml's, or set
  region_id region = region_id::none;        ///< for numbers written without a country code
  std::string date_format;                   ///< e.g. `%d-%m-%Y`; empty: ISO `YYYY-MM-DD`
  std::optional<day> obtained;               ///< else from the file's name, else an error
  std::vector<number_prefix> covers;         ///< else the format's own, else world
  std::string phone_column, day_column, end_column, state_column, reference_column;  ///< csv: header name or 1-based place; else found
  bool allow_bad = false;
  bool allow_shrink = false;
  day today{};
  std::function<void(std::uint64_t bytes_done, std::uint64_t bytes_total)> progress;
};

struct bad_line {
  std::filesystem::path file;
  std::uint64_t line = 0;
  std::string reason;
};

struct import_report {
  list_kind kind{};
  std::string format;
  std::uint64_t lines = 0, entries = 0, not_in_plan = 0, outside_coverage = 0, bad = 0;
  std::uint64_t added = 0, removed = 0, unchanged = 0, count = 0;
  std::vector<coverage_entry> brought;
  std::vector<std::string> notes;            ///< what a person should know: "covers world, as nothing said otherwise"
  std::vector<bad_line> first_bad_lines;     ///< at most 10
  std::filesystem::path rejects_file;        ///< every bad line, when there were any
};

/// Errors: bad lines (unless allow_bad), no obtained day, a shrink of over 20 % (unless allow_shrink), unreadable file,
/// the list is of another kind. On any error the list is as it was.
[[nodiscard]] absl::StatusOr<import_report> import_list(store& into, const import_options& options);

}  // namespace callsieve

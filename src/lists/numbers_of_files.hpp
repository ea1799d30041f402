// The numbers of some files, without a list: what is sent to an authority, and what it answers.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "callsieve/base/status.hpp"
#include "callsieve/lists/import.hpp"
#include "callsieve/number/phone_number.hpp"
#include "callsieve/sets/snapshot_builder.hpp"

namespace callsieve {

struct numbers_of_files {
  std::vector<phone_number> numbers;  ///< ascending, each once
  std::uint64_t lines = 0;
  std::uint64_t bad = 0;
  std::vector<bad_line> first_bad;
  std::vector<std::string> notes;
};

/// Reads options.files as import does. Bad lines go to `rejects_file`, which an earlier one of that name makes room
/// for. Errors: as import's, but bad lines are counted only; a pattern stands for no single number and is an error.
[[nodiscard]] absl::StatusOr<numbers_of_files> read_numbers(const import_options& options,
                                                            const std::filesystem::path& rejects_file);

/// Appends what was gathered, ascending, each number once. Errors: those of the builder.
absl::Status gather_numbers(snapshot_builder& from, std::vector<phone_number>& into);

}  // namespace callsieve

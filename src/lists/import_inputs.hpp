// The files of an import, looked at and recognised before any is read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "callsieve/io/source.hpp"
#include "callsieve/lists/import.hpp"

namespace callsieve {

/// One file, looked at and recognised.
struct import_input {
  std::filesystem::path file;
  std::string name{};  ///< for messages: the path, or `standard input`
  std::string called;  ///< without its folder; of an archive the member's name
  const list_reader* reader = nullptr;
  day obtained{};                          ///< when this copy was taken from its source
  std::string version{};                   ///< what the source calls it; empty: not told
  std::optional<std::uint64_t> size{};     ///< bytes, where known
  std::shared_ptr<std::string> trailer{};  ///< once the bytes are read: the last lines, where some are declared
  std::optional<byte_source> held{};       ///< what cannot be opened twice: standard input, pipes

  /// Its bytes, from the first one on; once.
  [[nodiscard]] absl::StatusOr<byte_source> bytes();
};

/// Looks at every file, so that a slip in the last costs no time; regular files are closed again, however many there
/// are. Adds to `notes` how each layout was told.
/// Errors: an unreadable file or format, one that looks like two, files of several layouts, a layout that does not
/// fit `options.changes`, no day of the copy or one after today.
[[nodiscard]] absl::StatusOr<std::vector<import_input>> open_inputs(const import_options& options, list_kind kind,
                                                                    std::vector<std::string>& notes);

/// What people call a file: its name without the folder.
[[nodiscard]] std::string short_name(const std::filesystem::path& file);

}  // namespace callsieve

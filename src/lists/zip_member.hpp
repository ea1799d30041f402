// The one member of a zip archive, read without unpacking it first: registries hand their files out so.
#pragma once

#include <filesystem>
#include <string>

#include "callsieve/base/status.hpp"
#include "callsieve/io/source.hpp"

namespace callsieve {

/// Whether the file begins as a zip archive does. False for what cannot be opened, and for `-`.
[[nodiscard]] bool is_zip(const std::filesystem::path& file);

struct zip_member {
  std::string name;    ///< of the member
  byte_source source;  ///< its bytes; bad_input while reading when its checksum does not fit
};
/// Opens the archive. Memory: libzip's buffers; the member streams.
/// Errors: bad_input, with the way out, for an archive of none or several members, a member in a folder, an encrypted
/// one, one that claims to grow more than hundredfold (registry files grow four- to eightfold), a workbook
/// (.xlsx), a damaged archive.
[[nodiscard]] absl::StatusOr<zip_member> open_zip(const std::filesystem::path& file);

}  // namespace callsieve

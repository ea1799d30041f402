// Whether something stands under a path: yes, no, or an error. Never "no" for what only could not be looked at.
#pragma once

#include <filesystem>

#include "callsieve/base/status.hpp"

namespace callsieve {

/// True when the path has an entry of any type, and one that leads somewhere when it is a link. False only when there
/// is plainly none: the system finds no entry of that name, and the folder to hold it stands and can be searched, or is
/// plainly absent itself.
/// Errors: system_failure naming the entry, the system's reason and the mend: a link to nothing, a folder that this
/// user may not search, a file where a folder should be, a failing disk.
/// Cost: one or two system calls, and one more a folder that is missing above. Threads: any.
[[nodiscard]] absl::StatusOr<bool> is_there(const std::filesystem::path& path);

/// As is_there(), for what must be a regular file (or a link to one) or absent.
/// Errors: also a folder, a device or a pipe of that name.
[[nodiscard]] absl::StatusOr<bool> is_file_there(const std::filesystem::path& path);

/// As is_there(), for what must be a folder (or a link to one) or absent. Errors: also anything else of that name.
[[nodiscard]] absl::StatusOr<bool> is_folder_there(const std::filesystem::path& path);

}  // namespace callsieve

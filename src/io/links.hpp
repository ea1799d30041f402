// Where symbolic links lead, and which of them are no files but descriptors of this process.
#pragma once

#include <filesystem>
#include <optional>

namespace callsieve::detail {

/// The path behind a chain of symbolic links, whether or not a file stands at its end; nothing for a circle.
[[nodiscard]] std::optional<std::filesystem::path> follow_links(std::filesystem::path path);

/// The descriptor of this process that a path stands for, by itself or through symbolic links: `/dev/stdout`,
/// `/dev/fd/3`, `/proc/self/fd/3`. Whether that descriptor is open is not asked.
[[nodiscard]] std::optional<int> descriptor_named(std::filesystem::path path);

}  // namespace callsieve::detail

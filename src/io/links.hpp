// Where symbolic links lead.
#pragma once

#include <filesystem>
#include <optional>

namespace callsieve::detail {

/// The path behind a chain of symbolic links, whether or not a file stands at its end; nothing for a circle.
[[nodiscard]] std::optional<std::filesystem::path> follow_links(std::filesystem::path path);

}  // namespace callsieve::detail

// Which file is mapped at an address: for the one that was cut under the program.
#pragma once

#include <span>
#include <string_view>

namespace callsieve::cli {

/// The path of the file mapped there, as the system tells it, in `room`; empty when there is none, or where the path is
/// longer than that. Safe in a signal handler.
[[nodiscard]] std::string_view file_mapped_at(const void* address, std::span<char> room) noexcept;

}  // namespace callsieve::cli

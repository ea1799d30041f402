// Numbers with words beside them that become categories of a list: preferences, companies, campaigns.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "callsieve/base/status.hpp"

#include "lists/readers/reader.hpp"

namespace callsieve::readers {

inline constexpr std::uint32_t every_category = 0xffffffff;

/// Whether the word stands for all categories: `all`, `alle`, `alles`, `todas`, `todos`, `*`.
[[nodiscard]] bool means_all(std::string_view word);

/// The flags of one word, or of several with `,` `;` `|` `/` `+` between them (blanks too, between digits). Errors:
/// more than 32 categories in all, which no list holds; names the way out.
[[nodiscard]] absl::StatusOr<std::uint32_t> flags_of(reader_job& job, std::string_view words);

/// The flag of one whole text. Errors: as above.
[[nodiscard]] absl::StatusOr<std::uint32_t> flag_of(reader_job& job, std::string_view text);

}  // namespace callsieve::readers

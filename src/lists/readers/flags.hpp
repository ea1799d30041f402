// Numbers with words beside them that become categories of a list: preferences, companies, campaigns.
#pragma once

#include <cstdint>
#include <string_view>

#include "lists/readers/reader.hpp"

namespace callsieve::readers {

inline constexpr std::uint32_t every_category = 0xffffffff;

/// Whether the word stands for all categories: `all`, `alle`, `alles`, `todas`, `todos`, `*`.
[[nodiscard]] bool means_all(std::string_view word);

/// The flag of one whole text.
[[nodiscard]] std::uint32_t flag_of(reader_job& job, std::string_view text);
/// The flags of one word, or of several with `,` `;` `|` `/` `+` between them (blanks too, between digits); 0 for none.
[[nodiscard]] std::uint32_t flags_of(reader_job& job, std::string_view words);

}  // namespace callsieve::readers

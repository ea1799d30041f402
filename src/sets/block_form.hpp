// Which form a block takes, and how large.
#pragma once

#include <cstdint>
#include <optional>

#include "callsieve/sets/snapshot_format.hpp"
#include "callsieve/sets/snapshot_writer.hpp"

namespace callsieve {

/// A form and what it costs.
struct block_form {
  std::uint8_t coded = 0;  ///< a snapshot_format::coding
  std::uint32_t lines = 1;
  std::uint16_t lows_at = 256;
  std::uint32_t most_in_line = 0;  ///< entries a line has room for; not of bitmaps
};

/// The form for `count` numbers within span + 1; nothing when they are better kept as singles. The same on every
/// machine: no transcendental functions. Requires 0 < count <= span + 1 <= block_numbers.
[[nodiscard]] std::optional<block_form> form_of(std::uint32_t count, std::uint32_t span, bool has_columns,
                                                list_tuning tuning, block_choice choice) noexcept;

}  // namespace callsieve

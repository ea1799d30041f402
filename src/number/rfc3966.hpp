// The parts of an RFC 3966 telephone URI that matter to a number: "tel:", ";phone-context=", ";isub=".
#pragma once

#include <cstdint>

#include "unicode.hpp"

namespace callsieve::number_detail {

enum class phone_context : std::uint8_t {
  none,     ///< the text has no such parameter
  read,     ///< `room` holds the number, with the context's global prefix before it
  invalid,  ///< neither digits behind a plus sign nor a domain name
};
[[nodiscard]] phone_context read_phone_context(cell_text text, cell_text_room& room) noexcept;

/// The text before ";isub=", if that does not begin it.
[[nodiscard]] cell_text without_subaddress(cell_text text) noexcept;

}  // namespace callsieve::number_detail

// The usual lines of a registry file, many at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "callsieve/number/phone_number.hpp"

#include "lists/readers/lines.hpp"

namespace callsieve::readers {

/// Reads lines `AAA,NNNNNNN` from the front of `text`, into `out`, until one is not of that form, `out` is full or less
/// than a whole line is left. Every line ends in `\n`, or every line in `\r\n`; an area code begins with 2 to 9, so
/// that the ten digits are the number after +1 whatever they mean (a line that begins with 0 or 1 is parse()'s to
/// judge). What stops a run is for the caller to read, one line at a time. Cost: some 20 instructions a line, without a
/// branch on what it holds; a vector kernel takes 2, of lines that end in `\n`. Never reads outside `text`.
[[nodiscard]] line_run read_ftc_lines(std::string_view text, std::span<phone_number> out) noexcept;

}  // namespace callsieve::readers

// Lines that stand around a file's entries: headers and trailers that its maker puts there and no layout knows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "callsieve/base/status.hpp"
#include "callsieve/io/source.hpp"

namespace callsieve {

/// How many lines are declared to be no entries. Blank lines at a file's end do not count.
struct line_frame {
  std::size_t first = 0, last = 0;
  [[nodiscard]] bool any() const noexcept { return first != 0 || last != 0; }
};

/// The bytes of `from` without those lines: the first ones come out empty, so that later lines keep their numbers; the
/// last ones are put into `trailer` once the end is reached. Cost: a copy of the bytes; memory for 256 KiB and the last
/// lines. Errors: as `from`'s.
[[nodiscard]] absl::StatusOr<byte_source> without_frame(byte_source from, line_frame frame,
                                                        std::shared_ptr<std::string> trailer);

/// Whether the trailer tells so many entries: a file that was cut, or put together, tells another number. Days are no
/// counts, and a trailer without a number tells nothing. Errors: it tells other numbers; names the file.
absl::Status check_trailer(const std::string& file, std::string_view trailer, std::uint64_t lines);

}  // namespace callsieve

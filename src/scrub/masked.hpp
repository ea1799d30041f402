// Cells as strangers may see them.
#pragma once

#include <string>
#include <string_view>

namespace callsieve::detail {

/// Letters become `x`, digits behind the third one `#`; marks and blanks stay. At most 32 characters, then `...`.
[[nodiscard]] std::string masked(std::string_view cell);

}  // namespace callsieve::detail

// Looking into texts.
#pragma once

#include <string>
#include <string_view>

namespace callsieve::test {

inline bool holds(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace callsieve::test

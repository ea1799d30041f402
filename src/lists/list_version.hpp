// What a list's source calls the copy that the list holds, once another one is in.
#pragma once

#include <span>
#include <string>

#include "callsieve/sets/coverage.hpp"

namespace callsieve {

/// The version of copies of which one is `a` and the other `b`: the earlier day, so that a list never looks fresher
/// than its oldest part; else what both are called; else nothing.
[[nodiscard]] std::string version_of_both(const std::string& a, const std::string& b);

/// The version of a list of which an import replaced what `brought` covers: the import's own where that is all of it.
[[nodiscard]] std::string version_after(const std::string& was, const coverage& covered, const std::string& imported,
                                        std::span<const coverage_entry> brought);

}  // namespace callsieve

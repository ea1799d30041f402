// What a cell is read as, in one word: for tests that are tables.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "callsieve/number/parse.hpp"

#include "support/catch.hpp"

namespace callsieve::test {

/// `+E164`, or `error`, or `error +E164`.
inline std::string read(std::string_view text, std::string_view region) {
  const auto parsed = parse(text, find_region(region));
  if (parsed.valid()) return to_string(parsed.number);
  std::string result(to_string(parsed.error));
  if (parsed.number) result += ' ' + to_string(parsed.number);
  return result;
}

struct example {
  std::string_view region;
  std::string_view cell;
  std::string_view expected;
};

inline void check_cells(std::initializer_list<example> examples) {
  for (const auto& [region, cell, expected] : examples) {
    INFO("cell " << cell << " in region " << region);
    CHECK(read(cell, region) == expected);
  }
}

}  // namespace callsieve::test

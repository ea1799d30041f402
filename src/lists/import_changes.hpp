// From the marks of change files to what happens to a list.
#pragma once

#include <cstdint>
#include <vector>

#include "callsieve/lists/store.hpp"

#include "lists/readers/reader.hpp"

namespace callsieve {

struct settled_changes {
  std::vector<list_entry> added;      ///< as list_changes has them
  std::vector<phone_number> deleted;  ///< as list_changes has them
  std::uint64_t contradictions = 0;   ///< numbers added and deleted on one day: added, for who objected is not called
};
/// Of each number the mark of the latest day counts, in whatever order they come.
[[nodiscard]] settled_changes settle(std::vector<list_change> marks);

}  // namespace callsieve

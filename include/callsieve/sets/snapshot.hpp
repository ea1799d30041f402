// A list at one moment: immutable, checksummed, the same bytes in memory and on disk.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "callsieve/base/status.hpp"
#include "callsieve/number/phone_number.hpp"
#include "callsieve/sets/coverage.hpp"
#include "callsieve/sets/record.hpp"

namespace callsieve {

/// One entry of a list on its way into a snapshot.
struct list_entry {
  phone_number number;
  list_record record;
  std::string reference;  ///< consent: where the evidence is; empty otherwise
};

/// What a snapshot says of itself.
struct snapshot_info {
  list_kind kind = list_kind::set;
  std::uint64_t count = 0;      ///< numbers
  std::uint64_t not_in_plan = 0;///< of these, outside the numbering plan of the day of import
  std::uint64_t bad_lines = 0;  ///< lines that could not be read and were left out on request (--allow-bad)
  coverage covers;
};

// The rest of this header (format, builder, view) belongs to the sets room.

}  // namespace callsieve

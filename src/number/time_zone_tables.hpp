// The time zones of prefixes as tables: what src/tablegen/make_time_zones.py writes and time_zones.cpp searches.
// Threads: constant data, any thread.
#pragma once

#include <cstdint>
#include <string_view>

namespace callsieve::time_zone_tables {

/// Numbers that begin with the digits of `prefix` (no calling code begins with zero) and with no longer prefix of the
/// table have the zones [zones_begin, zones_begin + zones_count).
struct prefix_row {
  std::uint32_t prefix;
  std::uint16_t zones_begin;
  std::uint16_t zones_count;
};

extern const int prefix_count;
extern const prefix_row prefixes[];  ///< ascending
extern const std::string_view zones[];

/// Calling codes whose mobile numbers belong to a place.
extern const int geographic_mobile_count;
extern const std::uint16_t geographic_mobile[];

}  // namespace callsieve::time_zone_tables

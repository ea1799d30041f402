// Descriptors of blocks, and where the parts of a block's chunk stand.
#pragma once

#include "callsieve/base/bytes.hpp"
#include "callsieve/sets/snapshot_format.hpp"

namespace callsieve::snapshot_format {

inline constexpr std::uint32_t low_24 = 0xff'ffff;

/// What a descriptor says beside its extent.
[[nodiscard]] constexpr std::uint32_t reciprocal_in(const descriptor& of) noexcept {
  return of.coded == bitmap || of.extent == 0 ? 0 : reciprocal_of(of.extent);
}

inline void store_descriptor(char* to, const descriptor& of) noexcept {
  store_le(to, of.block);
  store_le(to + 4, of.extent | std::uint32_t{of.coded} << 24);
  store_le(to + 8, of.lines | static_cast<std::uint32_t>(of.lows_at - 1) << 24);
  store_le(to + 12, reciprocal_in(of));
  store_le(to + 16, of.place | std::uint64_t{of.count} << 40);
  store_le(to + 24, of.evidence | std::uint64_t{of.lowest} << 40);
}

/// Of any bytes; its values mean something only once open_snapshot has checked them.
[[nodiscard]] inline descriptor load_descriptor(const std::byte* from) noexcept {
  const auto extent = load_le<std::uint32_t>(from + 4), lines = load_le<std::uint32_t>(from + 8);
  const auto place = load_le<std::uint64_t>(from + 16), evidence = load_le<std::uint64_t>(from + 24);
  descriptor made;
  made.block = load_le<std::uint32_t>(from);
  made.extent = extent & low_24;
  made.coded = static_cast<std::uint8_t>(extent >> 24);
  made.lines = lines & low_24;
  made.lows_at = static_cast<std::uint16_t>((lines >> 24) + 1);
  made.place = place & 0xff'ffff'ffff;
  made.count = static_cast<std::uint32_t>(place >> 40);
  made.evidence = evidence & 0xff'ffff'ffff;
  made.lowest = static_cast<std::uint32_t>(evidence >> 40);
  return made;
}

/// The groups of strata of a coded chunk. Requires strata.
[[nodiscard]] constexpr std::uint32_t groups_of(const descriptor& of) noexcept {
  return ((of.extent - 1) >> of.coded) + 1;
}

/// The bytes of a chunk.
[[nodiscard]] constexpr std::uint64_t chunk_bytes(const descriptor& of, const column_plan& plan) noexcept {
  return of.lines * std::uint64_t{line_bytes} + (plan.any() ? columns_of(plan, of.count, of.evidence).end : 0);
}

}  // namespace callsieve::snapshot_format

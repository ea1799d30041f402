// A list's head: which snapshot counts, and the live changes since.
//
// The bytes, version 0, little-endian: magic `CALLHEAD`; uint32 version; uint32 byte order mark 0x01020304; then uint64
// each: the file's bytes, kind, generation, the snapshot's bytes, the snapshot's header checksum, how many numbers were
// added, how many removed, the added numbers ascending, the removed numbers ascending, XXH3-64 of everything before it.
// A later version keeps the places of magic, version, byte order and of the checksum as the last 8 bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "callsieve/number/phone_number.hpp"
#include "callsieve/sets/record.hpp"
#include "callsieve/sets/snapshot_view.hpp"

namespace callsieve {

struct list_head {
  list_kind kind = list_kind::set;
  std::uint64_t generation = 0;
  std::uint64_t snapshot_bytes = 0;
  std::uint64_t snapshot_checksum = 0;
  std::vector<phone_number> added;    ///< ascending; on the list whatever the snapshot says
  std::vector<phone_number> removed;  ///< ascending; not on the list though the snapshot holds them; none of them added

  friend bool operator==(const list_head&, const list_head&) = default;
};

[[nodiscard]] std::string encode_head(const list_head& head);
/// Trust: any bytes; never reads outside them.
[[nodiscard]] std::variant<list_head, byte_damage> decode_head(std::span<const std::byte> bytes);
/// Whether a file begins as a head does.
[[nodiscard]] bool looks_like_head(std::span<const std::byte> bytes) noexcept;

}  // namespace callsieve

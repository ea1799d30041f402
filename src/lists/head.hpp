// A list's head: which list this is, which snapshot counts, and the live changes since.
//
// The bytes, version 1, little-endian: magic `CALLHEAD`; uint32 version; uint32 byte order mark 0x01020304; then uint64
// each: the file's bytes, kind, generation, the snapshot's bytes, the snapshot's header checksum, how many numbers were
// added, how many removed, revision, the two words of the id, the last operation, its day (days since 1970-01-01), how
// many numbers it changed, the bytes of the list's name; the name, zeros up to a multiple of 8; the added numbers
// ascending, the removed numbers ascending, XXH3-64 of everything before it. Version 0 has nothing between the number
// of removed numbers and the numbers; it is read, and the next change writes version 1. A later version keeps the
// places of magic, version, byte order and of the checksum as the last 8 bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "callsieve/lists/list.hpp"
#include "callsieve/number/phone_number.hpp"
#include "callsieve/sets/record.hpp"
#include "callsieve/sets/snapshot_view.hpp"

namespace callsieve {

struct list_head {
  list_kind kind = list_kind::set;
  std::uint64_t generation = 0;
  std::uint64_t snapshot_bytes = 0;
  std::uint64_t snapshot_checksum = 0;
  std::string name;            ///< of the list; empty in a head of version 0
  list_id id;                  ///< none in a head of version 0
  std::uint64_t revision = 0;  ///< of the list: one more with each change; 0 in a head of version 0
  last_operation last;
  std::vector<phone_number> added;  ///< ascending; on the list, for good and for every category, whatever the snapshot
                                    ///< says
  std::vector<phone_number> removed;  ///< ascending; not on the list though the snapshot holds them; none of them added

  friend bool operator==(const list_head&, const list_head&) = default;
};

[[nodiscard]] std::string encode_head(const list_head& head);
/// Trust: any bytes; never reads outside them.
[[nodiscard]] std::variant<list_head, byte_damage> decode_head(std::span<const std::byte> bytes);
/// Whether a file begins as a head does.
[[nodiscard]] bool looks_like_head(std::span<const std::byte> bytes) noexcept;

}  // namespace callsieve

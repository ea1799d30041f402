// Snapshots for tests: small ones of each kind, and the mending of checksums after damage.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "callsieve/base/bytes.hpp"
#include "callsieve/sets/snapshot.hpp"
#include "callsieve/sets/snapshot_format.hpp"

#include <xxhash.h>

namespace callsieve::test {

inline phone_number number(std::uint64_t digits) { return phone_number::from_digits(digits).value(); }

inline std::variant<snapshot_view, byte_damage> open_text(const std::string& bytes) {
  return open_verified_snapshot(std::as_bytes(std::span(bytes)));
}

inline coverage world_and_washington() {
  return coverage({{number_prefix{}, day_from_number(20'000)}, {{1202, 4}, day_from_number(20'100)}});
}

/// 21 numbers of +1 202 555 01xx, with records that differ.
inline std::vector<list_entry> small_entries(list_kind kind) {
  std::vector<list_entry> entries;
  for (std::int32_t i = 0; i < 21; ++i) {
    list_entry entry;
    entry.number = number(12'025'550'100 + static_cast<std::uint64_t>(i));
    if (kind == list_kind::dated) {
      entry.record = {20'000 + i, i % 2 == 0 ? record_state::purchase : record_state::contract_end};
      if (i == 3) entry.record.day_number = open_contract;
    } else if (kind == list_kind::consent) {
      entry.record = {20'000 + i, i % 2 == 0 ? record_state::given : record_state::withdrawn};
      if (i % 3 != 0) entry.reference = "form " + std::to_string(i);
    }
    entries.push_back(entry);
  }
  return entries;
}

inline std::string built(list_kind kind, std::span<const list_entry> entries) {
  snapshot_info info;
  info.kind = kind;
  info.not_in_plan = 2;
  info.bad_lines = 1;
  info.covers = world_and_washington();
  auto bytes = build_snapshot(info, entries);
  if (!bytes.ok()) throw std::runtime_error(message_of(bytes.status()));
  return *bytes;
}

inline std::string small_snapshot(list_kind kind) { return built(kind, small_entries(kind)); }

/// Makes every checksum right again, as far as the places in the end page allow.
inline void mend_checksums(std::string& bytes) {
  namespace format = snapshot_format;
  if (bytes.size() < 2 * format::page_bytes) return;
  const auto hash = [&](std::size_t at, std::size_t size) { return std::uint64_t{XXH3_64bits(&bytes[at], size)}; };
  const std::size_t end = bytes.size() - format::page_bytes;
  const auto field = [&](std::size_t at) { return load_le<std::uint64_t>(&bytes[end + at]); };
  store_le(&bytes[format::at_checksum], hash(0, format::at_checksum));
  const std::uint64_t tail = field(format::at_tail);
  if (tail >= format::page_bytes && tail < end) {
    const format::tail_layout parts = format::tail_of(tail, field(format::at_metadata_bytes),
                                                      field(format::at_seat_count), field(format::at_descriptor_count));
    for (std::size_t i = 0; i < parts.table_bytes / 8; ++i) {
      if (parts.table > end - 8 || parts.table + i * 8 > end - 8) break;
      const std::size_t begin = i * format::checked_bytes;
      store_le(&bytes[parts.table + i * 8], hash(begin, std::min<std::size_t>(format::checked_bytes, tail - begin)));
    }
    store_le(&bytes[end + format::at_tail_checksum], hash(tail, end - tail));
  }
  store_le(&bytes[end + format::at_checksum], hash(end, format::at_checksum));
}

}  // namespace callsieve::test

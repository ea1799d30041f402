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
  return open_snapshot(std::as_bytes(std::span(bytes)));
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

/// Makes every checksum right again, as far as the header's places allow.
inline void mend_checksums(std::string& bytes) {
  namespace format = snapshot_format;
  if (bytes.size() < format::page_bytes) return;
  const std::size_t table_field = format::at_sections + format::table * 16;
  const auto table = load_le<std::uint64_t>(&bytes[table_field]);
  const auto length = load_le<std::uint64_t>(&bytes[table_field + 8]);
  if (table >= format::page_bytes && table <= bytes.size() && length <= bytes.size() - table) {
    std::size_t entry = table;
    for (std::size_t at = format::page_bytes; at < table && entry + 8 <= table + length; at += format::block_bytes) {
      const std::size_t size = std::min<std::size_t>(format::block_bytes, table - at);
      store_le(&bytes[entry], std::uint64_t{XXH3_64bits(&bytes[at], size)});
      entry += 8;
    }
    store_le(&bytes[format::at_table_checksum], std::uint64_t{XXH3_64bits(bytes.data() + table, length)});
  }
  store_le(&bytes[format::at_header_checksum], std::uint64_t{XXH3_64bits(bytes.data(), format::at_header_checksum)});
}

}  // namespace callsieve::test

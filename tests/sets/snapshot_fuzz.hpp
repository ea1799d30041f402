// One body for the fuzzer and for the replay: any bytes, and a whole snapshot with bytes changed and its checksums made
// right again, so that what lies behind the checksums is reached too.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string>
#include <variant>
#include <vector>

#include "sets/snapshot_kit.hpp"

namespace callsieve::test {

inline void require(bool holds) {
  if (!holds) std::abort();
}

/// What opens must be consistent: as many numbers as it says, each found with the record it stands with.
inline void use(const snapshot_view& view) {
  std::vector<phone_number> numbers;
  std::vector<list_record> expected;
  view.for_each([&](phone_number who, const list_record& record, std::string_view reference) {
    numbers.push_back(who);
    expected.push_back(record);
    require(view.reference(who) == reference);
  });
  require(numbers.size() == view.info().count);
  std::vector<list_record> records(numbers.size());
  view.find(numbers, records);
  require(records == expected);
  for (const phone_number who : numbers) (void)view.speaks_for().obtained_for(who);
}

inline void try_bytes(const std::string& bytes) {
  const auto result = open_text(bytes);
  if (const auto* view = std::get_if<snapshot_view>(&result)) return use(*view);
  const auto& wrong = std::get<byte_damage>(result);
  require(wrong.offset <= bytes.size() && !wrong.what.empty());
}

inline int fuzz_snapshot(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  if (data[0] % 4 == 3) {
    try_bytes(std::string(reinterpret_cast<const char*>(data + 1), size - 1));
    return 0;
  }
  // Three bytes an edit: a place in the header page or behind it, and the byte to put there.
  std::string bytes = small_snapshot(static_cast<list_kind>(data[0] % 4));
  for (std::size_t i = 1; i + 3 <= size; i += 3) {
    const std::size_t place = (data[i] & 0x7fU) * 256U + data[i + 1];
    const bool in_fields = data[i] >= 0x80;
    bytes[in_fields ? place % 192 : place % bytes.size()] = static_cast<char>(data[i + 2]);
  }
  mend_checksums(bytes);
  try_bytes(bytes);
  return 0;
}

}  // namespace callsieve::test

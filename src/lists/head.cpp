#include "head.hpp"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <string_view>
#include <utility>

#include "callsieve/base/bytes.hpp"
#include "callsieve/base/date.hpp"
#include "callsieve/lists/store.hpp"

#include "sets/record_check.hpp"

#include <xxhash.h>

namespace callsieve {
namespace {

constexpr std::string_view magic = "CALLHEAD";
constexpr std::uint32_t version = 1;
constexpr std::uint32_t byte_order_mark = 0x01020304;
constexpr std::size_t fixed_bytes_0 = 72;
constexpr std::size_t fixed_bytes = 128;
constexpr std::size_t word = sizeof(std::uint64_t);

constexpr std::size_t padded(std::size_t bytes) noexcept { return (bytes + word - 1) / word * word; }

template <class T>
void append(std::string& to, T value) {
  char bytes[sizeof(T)];
  store_le(bytes, value);
  to.append(bytes, sizeof bytes);
}

bool is_ascending(const std::vector<phone_number>& numbers) {
  return std::adjacent_find(numbers.begin(), numbers.end(), [](phone_number a, phone_number b) { return a >= b; }) ==
         numbers.end();
}

byte_damage damage_at(std::uint64_t offset, std::string what) { return {offset, std::move(what), false}; }

}  // namespace

std::string encode_head(const list_head& head) {
  std::string bytes(magic);
  append(bytes, version);
  append(bytes, byte_order_mark);
  append(bytes,
         std::uint64_t{fixed_bytes + padded(head.name.size()) + word * (head.added.size() + head.removed.size() + 1)});
  append(bytes, static_cast<std::uint64_t>(head.kind));
  append(bytes, head.generation);
  append(bytes, head.snapshot_bytes);
  append(bytes, head.snapshot_checksum);
  append(bytes, std::uint64_t{head.added.size()});
  append(bytes, std::uint64_t{head.removed.size()});
  append(bytes, head.revision);
  append(bytes, head.id.high);
  append(bytes, head.id.low);
  append(bytes, static_cast<std::uint64_t>(head.last.what));
  append(bytes, static_cast<std::int64_t>(day_number(head.last.on)));
  append(bytes, head.last.numbers);
  append(bytes, std::uint64_t{head.name.size()});
  bytes += head.name;
  bytes.resize(fixed_bytes + padded(head.name.size()));
  for (const phone_number number : head.added) append(bytes, number.value());
  for (const phone_number number : head.removed) append(bytes, number.value());
  append(bytes, std::uint64_t{XXH3_64bits(bytes.data(), bytes.size())});
  return bytes;
}

bool looks_like_head(std::span<const std::byte> bytes) noexcept {
  return bytes.size() >= magic.size() && std::memcmp(bytes.data(), magic.data(), magic.size()) == 0;
}

std::variant<list_head, byte_damage> decode_head(std::span<const std::byte> bytes) {
  const auto at = [&](std::size_t offset) { return load_le<std::uint64_t>(bytes.data() + offset); };
  if (bytes.empty()) return damage_at(0, "the file is empty");
  if (bytes.size() < fixed_bytes_0 + word) {
    return damage_at(bytes.size(), "cut off: ends after " + std::to_string(bytes.size()) + " bytes");
  }
  if (!looks_like_head(bytes)) return damage_at(0, "does not begin as a list's head does");
  const std::size_t checked = bytes.size() - word;
  if (XXH3_64bits(bytes.data(), checked) != at(checked)) {
    return damage_at(0, "these " + std::to_string(bytes.size()) + " bytes do not match their checksum");
  }
  if (load_le<std::uint32_t>(bytes.data() + 12) != byte_order_mark) return damage_at(12, "another byte order");
  const auto written = load_le<std::uint32_t>(bytes.data() + 8);
  if (written > version) {
    return byte_damage{8, "written by a newer callsieve (format " + std::to_string(written) + ")", true};
  }
  list_head head;
  if (at(24) > static_cast<std::uint64_t>(list_kind::attempts)) return damage_at(24, "no such kind of list");
  head.kind = static_cast<list_kind>(at(24));
  head.generation = at(32);
  head.snapshot_bytes = at(40);
  head.snapshot_checksum = at(48);
  const std::uint64_t added = at(56);
  const std::uint64_t removed = at(64);
  std::size_t numbers_at = fixed_bytes_0;
  if (written > 0) {
    if (checked < fixed_bytes)
      return damage_at(bytes.size(), "cut off: ends after " + std::to_string(bytes.size()) + " bytes");
    if (at(120) > checked - fixed_bytes || padded(at(120)) > checked - fixed_bytes) {
      return damage_at(120, "a name longer than the file");
    }
    head.revision = at(72);
    head.id = {at(80), at(88)};
    const auto last_day = static_cast<std::int64_t>(at(104));
    if (at(96) > static_cast<std::uint64_t>(list_operation::accept) || !is_storable_day(last_day)) {
      return damage_at(96, "no operation on a list, or no day");
    }
    head.last = {static_cast<list_operation>(at(96)), day_from_number(static_cast<std::int32_t>(last_day)), at(112)};
    head.name.assign(reinterpret_cast<const char*>(bytes.data()) + fixed_bytes, at(120));
    numbers_at = fixed_bytes + padded(at(120));
    const auto* const padding = reinterpret_cast<const char*>(bytes.data()) + fixed_bytes + at(120);
    const bool sound =
        is_list_name(head.name) && head.revision != 0 && head.id != list_id() &&
        std::all_of(padding, reinterpret_cast<const char*>(bytes.data()) + numbers_at, [](char c) { return c == 0; });
    if (!sound) return damage_at(72, "a name, an id or a revision that is none");
  }
  const std::uint64_t held = (checked - numbers_at) / word;
  if (added > held || removed != held - added || at(16) != bytes.size() || checked % word != 0) {
    return damage_at(16, "holds more or fewer numbers than it says");
  }
  for (std::uint64_t i = 0; i < held; ++i) {
    const std::size_t offset = numbers_at + i * word;
    const auto number = phone_number::from_digits(at(offset));
    if (!number) return damage_at(offset, "not a number");
    (i < added ? head.added : head.removed).push_back(*number);
  }
  std::vector<phone_number> both;
  std::set_intersection(head.added.begin(), head.added.end(), head.removed.begin(), head.removed.end(),
                        std::back_inserter(both));
  if (!is_ascending(head.added) || !is_ascending(head.removed) || !both.empty()) {
    return damage_at(numbers_at, "the numbers are out of order");
  }
  return head;
}

}  // namespace callsieve

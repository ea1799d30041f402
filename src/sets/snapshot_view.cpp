#include "callsieve/sets/snapshot_view.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace callsieve {
namespace {

namespace format = snapshot_format;

/// Numbers looked up together: while one group is compared, the lines of the next are on their way from memory.
constexpr std::size_t group_size = 32;

/// Bit i is set when slot i of the line holds the value. Without branches, so that one miss does not wait for another.
unsigned matches(const std::byte* line, std::uint64_t value) noexcept {
  unsigned found = 0;
  for (unsigned i = 0; i < format::slots_per_line; ++i) {
    found |= static_cast<unsigned>(load_le<std::uint64_t>(line + i * sizeof(std::uint64_t)) == value) << i;
  }
  return found;
}

}  // namespace

std::uint64_t snapshot_view::header_checksum() const noexcept {
  return load_le<std::uint64_t>(bytes_.data() + format::at_header_checksum);
}

std::uint64_t snapshot_view::slot_of(std::uint64_t value, std::uint64_t line) const noexcept {
  if (value == 0) return no_slot;  // the mark of an empty slot, and of the number none
  // The last line has an empty slot (open_snapshot saw to it), so the search ends.
  for (;; ++line) {
    const std::byte* const at = lines_ + line * format::line_bytes;
    if (const unsigned found = matches(at, value); found != 0) {
      return line * format::slots_per_line + static_cast<unsigned>(std::countr_zero(found));
    }
    // Slots fill from the first: the last one tells whether the line is full.
    if (load_le<std::uint64_t>(at + format::line_bytes - sizeof(std::uint64_t)) == 0) return no_slot;
  }
}

void snapshot_view::prefetch(std::span<const phone_number> numbers, std::uint64_t* homes) const noexcept {
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    homes[i] = format::home_line(mix(numbers[i].value()), home_lines_);
    __builtin_prefetch(lines_ + homes[i] * format::line_bytes);
  }
}

void snapshot_view::find(std::span<const phone_number> numbers, std::span<list_record> records) const noexcept {
  std::array<std::uint64_t, group_size> homes[2];
  const auto group_at = [&](std::size_t begin) {
    return numbers.subspan(begin, std::min(group_size, numbers.size() - begin));
  };
  if (!numbers.empty()) prefetch(group_at(0), homes[0].data());
  std::size_t turn = 0;
  for (std::size_t begin = 0; begin < numbers.size(); begin += group_size, turn ^= 1) {
    const std::size_t next = begin + group_size;
    if (next < numbers.size()) prefetch(group_at(next), homes[turn ^ 1].data());
    const auto group = group_at(begin);
    if (info_.kind == list_kind::set) {
      for (std::size_t i = 0; i < group.size(); ++i) {
        const bool held = slot_of(group[i].value(), homes[turn][i]) != no_slot;
        records[begin + i] = {0, held ? record_state::listed : record_state::absent};
      }
      continue;
    }
    std::array<std::uint64_t, group_size> slots;
    for (std::size_t i = 0; i < group.size(); ++i) {
      slots[i] = slot_of(group[i].value(), homes[turn][i]);
      if (slots[i] == no_slot) continue;
      __builtin_prefetch(days_ + slots[i] * sizeof(std::int32_t));
      __builtin_prefetch(states_ + slots[i]);
    }
    for (std::size_t i = 0; i < group.size(); ++i) {
      records[begin + i] = slots[i] == no_slot ? list_record{} : record_at(slots[i]);
    }
  }
}

std::string_view snapshot_view::reference(phone_number number) const noexcept {
  const std::uint64_t slot = slot_of(number.value(), format::home_line(mix(number.value()), home_lines_));
  return slot == no_slot ? std::string_view() : reference_at(slot);
}

}  // namespace callsieve

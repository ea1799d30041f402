#include "callsieve/sets/snapshot_view.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace callsieve {
namespace {

namespace format = snapshot_format;

/// Numbers looked up together: while one group is compared, the lines of the next are on their way from memory.
/// Measured: 8 leaves memory idle, 32 asks for more at once than it takes and is half as fast.
constexpr std::size_t group_size = 16;

/// Bit i is set when slot i of the line holds the value. Without branches, so that one miss does not wait for another.
unsigned matches(const std::byte* line, std::uint64_t value) noexcept {
  unsigned found = 0;
  for (unsigned i = 0; i < format::slots_per_line; ++i) {
    found |= static_cast<unsigned>(load_le<std::uint64_t>(line + i * sizeof(std::uint64_t)) == value) << i;
  }
  return found;
}

/// Whether a number that the line does not hold may stand in a later one: only past numbers that go before it.
bool goes_on_after(const std::byte* line, std::uint64_t mixed) noexcept {
  const auto last = load_le<std::uint64_t>(line + format::line_bytes - sizeof(std::uint64_t));
  return (last != 0) & (mix(last) < mixed);
}

}  // namespace

std::uint64_t snapshot_view::header_checksum() const noexcept {
  return load_le<std::uint64_t>(bytes_.data() + format::at_header_checksum);
}

std::uint64_t snapshot_view::slot_of(std::uint64_t value, std::uint64_t mixed, std::uint64_t line) const noexcept {
  if (value == 0) return no_slot;  // the mark of an empty slot, and of the number none
  // The last line has an empty slot (open_snapshot saw to it), so the search ends.
  for (;; ++line) {
    const std::byte* const at = lines_ + line * format::line_bytes;
    if (const unsigned found = matches(at, value); found != 0) {
      return line * format::slots_per_line + static_cast<unsigned>(std::countr_zero(found));
    }
    if (!goes_on_after(at, mixed)) return no_slot;
  }
}

void snapshot_view::prefetch(std::span<const phone_number> numbers, std::uint64_t* mixed) const noexcept {
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    mixed[i] = mix(numbers[i].value());
    const std::byte* const home = lines_ + format::home_line(mixed[i], home_lines_) * format::line_bytes;
    __builtin_prefetch(home);
    // One number in six stands, or is seen to be missing, only in the line after; it costs little to bring both.
    __builtin_prefetch(home + format::line_bytes);
  }
}

void snapshot_view::find_slots(std::span<const phone_number> numbers, const std::uint64_t* mixed,
                               std::uint64_t* slots) const noexcept {
  std::array<std::uint8_t, group_size> open;  // numbers that may stand in a line after their home
  std::size_t open_count = 0;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const std::uint64_t value = numbers[i].value();
    const std::uint64_t home = format::home_line(mixed[i], home_lines_);
    const std::byte* const line = lines_ + home * format::line_bytes;
    const unsigned found = matches(line, value);
    const bool held = (found != 0) & (value != 0);
    // The bit above the eight keeps the count defined when none is set.
    const auto slot = static_cast<std::uint64_t>(std::countr_zero(found | 0x100U));
    slots[i] = held ? home * format::slots_per_line + slot : no_slot;
    open[open_count] = static_cast<std::uint8_t>(i);
    open_count += static_cast<std::size_t>((found == 0) & goes_on_after(line, mixed[i]));
  }
  for (const std::uint8_t i : std::span(open).first(open_count)) {
    slots[i] = slot_of(numbers[i].value(), mixed[i], format::home_line(mixed[i], home_lines_) + 1);
  }
}

void snapshot_view::find(std::span<const phone_number> numbers, std::span<list_record> records) const noexcept {
  std::array<std::uint64_t, group_size> mixed[2];
  std::array<std::uint64_t, group_size> slots;
  const auto group_at = [&](std::size_t begin) {
    return numbers.subspan(begin, std::min(group_size, numbers.size() - begin));
  };
  if (!numbers.empty()) prefetch(group_at(0), mixed[0].data());
  std::size_t turn = 0;
  for (std::size_t begin = 0; begin < numbers.size(); begin += group_size, turn ^= 1) {
    if (begin + group_size < numbers.size()) prefetch(group_at(begin + group_size), mixed[turn ^ 1].data());
    const auto group = group_at(begin);
    const auto found = records.subspan(begin, group.size());
    find_slots(group, mixed[turn].data(), slots.data());
    if (info_.kind == list_kind::set) {
      for (std::size_t i = 0; i < group.size(); ++i) {
        found[i] = {0, slots[i] == no_slot ? record_state::absent : record_state::listed};
      }
      continue;
    }
    for (std::size_t i = 0; i < group.size(); ++i) {
      const std::uint64_t slot = slots[i] == no_slot ? 0 : slots[i];
      __builtin_prefetch(days_ + slot * sizeof(std::int32_t));
      __builtin_prefetch(states_ + slot);
    }
    for (std::size_t i = 0; i < group.size(); ++i) {
      found[i] = slots[i] == no_slot ? list_record{} : record_at(slots[i]);
    }
  }
}

std::string_view snapshot_view::reference(phone_number number) const noexcept {
  const std::uint64_t mixed = mix(number.value());
  const std::uint64_t slot = slot_of(number.value(), mixed, format::home_line(mixed, home_lines_));
  return slot == no_slot ? std::string_view() : reference_at(slot);
}

}  // namespace callsieve

#include "scrub/seen_part.hpp"

#include <algorithm>
#include <array>

#include "base/hash_growth.hpp"

namespace callsieve::detail {
namespace {

constexpr std::uint64_t first_lines = std::uint64_t{1} << (seen_part::bits - number_line::kept_bits);

/// More make the lines double. Above, more and more lines are full; below, the lines take more memory.
constexpr std::size_t most_in(std::uint64_t lines) noexcept { return lines * 33 / 4; }

}  // namespace

void seen_part::meet(std::span<const std::uint64_t> mixed, std::span<const std::uint32_t> places,
                     std::span<std::uint8_t> repeated) {
  std::array<std::uint16_t, seen_batch> left;
  for (std::size_t from = 0; from < mixed.size(); from += seen_batch) {
    if (in_lines_ >= most_in_lines_) grow();
    const std::size_t count = std::min(seen_batch, mixed.size() - from);
    const auto met = kernel_in_use<seen_kernel>().meet(table_, mixed.data() + from, places.data() + from, count,
                                                       repeated.data(), left.data());
    in_lines_ += met.added;
    // A full line stays full until the next growth, so that equal numbers are left together, in their order.
    for (std::size_t i = 0; i < met.left; ++i) {
      const std::size_t at = from + left[i];
      const bool is_new = growing(beside_, [&] { return beside_.insert(mixed[at]).second; });
      repeated[places[at]] = is_new ? 0 : 1;
    }
  }
}

void seen_part::grow() {
  const std::uint64_t lines = table_.count == 0 ? first_lines : table_.count * 2;
  memory_.grow(lines * sizeof(number_line));
  table_.lines = reinterpret_cast<number_line*>(memory_.bytes().data());
  if (table_.count != 0) {
    --table_.shift;
    kernel_in_use<seen_kernel>().split(table_.lines, table_.count, table_.shift);
  } else {
    table_.shift = number_line::kept_bits;
  }
  table_.count = lines;
  most_in_lines_ = most_in(lines);
  absl::erase_if(beside_, [this](std::uint64_t mixed) { return add_to_line(mixed); });
}

bool seen_part::add_to_line(std::uint64_t mixed) noexcept {
  number_line& line = table_.of(mixed);
  if (line.count == number_line::slots) return false;
  line.low[line.count] = static_cast<std::uint32_t>(mixed);
  line.high[line.count] = static_cast<std::uint8_t>(mixed >> 32);
  ++line.count;
  ++in_lines_;
  return true;
}

std::size_t seen_part::bytes() const noexcept { return memory_.bytes().size() + heap_bytes(beside_); }

}  // namespace callsieve::detail

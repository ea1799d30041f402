// The loops over numbers and lines, for every kernel: included, as they are, after the kernel's match(), which says in
// which slots of a line a number would be found, used or not.
//
// Measured: a branch on whether a number is found is wrong for every fifth row of a usual list, so there is none; lines
// are asked for 64 numbers ahead: 32 are a tenth slower, 96 no faster.

// NOLINTBEGIN(misc-definitions-in-headers)
namespace callsieve::detail {
namespace {

constexpr std::size_t ahead = 64;

inline void put(number_line& to, std::uint32_t slot, std::uint64_t mixed) noexcept {
  to.low[slot] = static_cast<std::uint32_t>(mixed);
  to.high[slot] = static_cast<std::uint8_t>(mixed >> 32);
}

void mix(const phone_number* numbers, std::size_t count, std::uint64_t* mixed) noexcept {
  for (std::size_t i = 0; i < count; ++i) mixed[i] = short_mix(numbers[i].value());
}

seen_kernel::met meet(const line_table& in, const std::uint64_t* mixed, const std::uint32_t* places, std::size_t count,
                      std::uint8_t* repeated, std::uint16_t* left) noexcept {
  const line_table table = in;  // a copy that no store can change
  number_line nowhere;          // takes what finds no room
  seen_kernel::met result{0, 0};
  const auto meet_one = [&](std::size_t i) {
    number_line& line = table.of(mixed[i]);
    const std::uint32_t end = std::uint32_t{1} << line.count;
    const std::uint32_t found = match(line, mixed[i]) & (end - 1);
    const auto slot = static_cast<std::uint32_t>(__builtin_ctz(found | end));
    const bool is_new = found == 0, is_left = slot == number_line::slots;
    number_line& to = is_left ? nowhere : line;
    put(to, is_left ? 0 : slot, mixed[i]);  // the same again where it was found
    to.count = static_cast<std::uint8_t>(line.count + is_new);
    repeated[places[i]] = is_new ? 0 : 1;
    result.added += is_new & !is_left;
    left[result.left] = static_cast<std::uint16_t>(i);
    result.left += is_left;
  };
  const std::size_t lead = count < ahead ? count : ahead;
  for (std::size_t i = 0; i < lead; ++i) __builtin_prefetch(&table.of(mixed[i]), 1);
  for (std::size_t i = lead; i < count; ++i) {
    __builtin_prefetch(&table.of(mixed[i]), 1);
    meet_one(i - lead);
  }
  for (std::size_t i = count - lead; i < count; ++i) meet_one(i);
  return result;
}

}  // namespace
}  // namespace callsieve::detail
// NOLINTEND(misc-definitions-in-headers)

// The loops that ask many numbers, for kernels that ask one after the other: included after one_probe.hpp, as it is.
//
// Measured: a ring, in which a line is asked for thirty-two numbers before it is read, is nearly twice as fast as
// batches that first ask for all their lines; numbers that may stand among the singles are left until last.

// NOLINTBEGIN(misc-definitions-in-headers)
namespace callsieve::sets_detail {
namespace {

constexpr size_t ahead = 32;
constexpr size_t ring_size = 64;  // a power of two above `ahead`

/// Calls answer(i, row) for each of numbers[which(i)] with i below count, in the form of a ring.
template <class Which, class Answer>
inline void find_singles(const probe_tables& of, const u64* numbers, size_t count, Which which,
                         Answer answer) noexcept {
  const byte* lines[ring_size];
  const auto start = [&](size_t i) {
    lines[i % ring_size] = of.singles + home_of(of, numbers[which(i)]) * fmt::line_bytes;
    fetch(lines[i % ring_size]);
  };
  const auto end = [&](size_t i) {
    const u64 number = numbers[which(i)];
    const byte* const line = lines[i % ring_size];
    const u32 equal = match_numbers(line, number);
    const u64 slot =
        static_cast<u64>(line - of.singles) / sizeof(u64) + static_cast<u32>(__builtin_ctz(equal | 1U << 31));
    row found = ((equal != 0) & (number != 0)) ? single_row | slot : no_row;
    if (__builtin_expect((equal == 0) & (load<u64>(line + fmt::line_bytes - 8) != 0), 0)) {
      found = find_single(of, number, static_cast<u64>(line - of.singles) / fmt::line_bytes + 1);
    }
    answer(i, found);
  };
  const size_t lead = count < ahead ? count : ahead;
  for (size_t i = 0; i < lead; ++i) start(i);
  for (size_t i = lead; i < count; ++i) {
    start(i);
    end(i - lead);
  }
  for (size_t i = count - lead; i < count; ++i) end(i);
}

/// One chunk of numbers, blocks of these forms. `sink` takes each answer: blocks first, then the singles among them.
template <unsigned Forms, bool Rows, class Sink>
inline void ask_all(const probe_tables& of, const u64* numbers, size_t count, Sink& sink) noexcept {
  waiting ring[ring_size];
  std::uint16_t late[probe_numbers];
  size_t late_count = 0;
  const bool has_singles = of.has_singles, has_thin = of.has_thin;
  const auto start = [&](size_t i) {
    ring[i % ring_size] = locate<Forms>(of, numbers[i]);
    fetch(ring[i % ring_size].line);
  };
  const auto end = [&](size_t i) {
    const waiting& w = ring[i % ring_size];
    const answer said = ask<Forms>(w);
    if constexpr (Rows) {
      sink.block(i, row_of(of, w, said));
    } else {
      sink.block(i, said.held & w.in_block);
    }
    late[late_count] = static_cast<std::uint16_t>(i);
    late_count += (has_singles & w.in_block & said.spilled & !said.held) | (has_thin & w.maybe_thin);
  };
  const size_t lead = count < ahead ? count : ahead;
  for (size_t i = 0; i < lead; ++i) start(i);
  for (size_t i = lead; i < count; ++i) {
    start(i);
    end(i - lead);
  }
  for (size_t i = count - lead; i < count; ++i) end(i);
  if (late_count != 0) {
    find_singles(
        of, numbers, late_count, [&](size_t i) { return late[i]; },
        [&](size_t i, row found) { sink.single(late[i], found); });
  }
}

/// A byte a number: a bit each would make every answer wait for the one before.
struct bit_sink {
  byte held[probe_numbers];
  void block(size_t i, bool is_held) noexcept { held[i] = byte{is_held}; }
  void single(size_t i, row found) noexcept { held[i] = byte{found != no_row}; }
  /// Eight bytes of 0 or 1 become the highest byte of a product.
  void write(size_t count, u64* bits) noexcept {
    for (size_t i = count; i % 64 != 0; ++i) held[i] = byte{0};
    for (size_t word = 0; word < (count + 63) / 64; ++word) {
      u64 packed = 0;
      for (size_t part = 0; part < 8; ++part) {
        packed |= (load<u64>(held + word * 64 + part * 8) * 0x0102'0408'1020'4080U >> 56) << (part * 8);
      }
      bits[word] = packed;
    }
  }
};
struct row_sink {
  row* rows;
  u64* days;
  const byte* bytes;
  u64 single_days;
  u64 day_stride;
  void block(size_t i, found_row found) noexcept { rows[i] = found.entry, days[i] = found.day; }
  void single(size_t i, row found) noexcept {
    rows[i] = found;
    days[i] = found == no_row ? 0 : single_days + (found & ~single_row) * day_stride;
    fetch(bytes + days[i]);
  }
};

template <bool Rows, class Sink>
inline void ask_by_form(const probe_tables& given, const u64* numbers, size_t count, Sink& sink) noexcept {
  const probe_tables of = given;  // a copy that no store can change stays in registers
  switch (of.forms) {
    case 0:
      return find_singles(
          of, numbers, count, [](size_t i) { return i; }, [&](size_t i, row found) { sink.single(i, found); });
    case coded_blocks: return ask_all<coded_blocks, Rows>(of, numbers, count, sink);
    case plain_blocks: return ask_all<plain_blocks, Rows>(of, numbers, count, sink);
    case bitmap_blocks: return ask_all<bitmap_blocks, Rows>(of, numbers, count, sink);
    default: return ask_all<coded_blocks | plain_blocks | bitmap_blocks, Rows>(of, numbers, count, sink);
  }
}

void contains(const probe_tables& of, const u64* numbers, size_t count, u64* bits) noexcept {
  bit_sink sink;
  ask_by_form<false>(of, numbers, count, sink);
  sink.write(count, bits);
}

size_t pick(const u64* numbers, size_t count, const u64* wanted, u64* picked) noexcept {
  size_t n = 0;
  for (size_t begin = 0; begin < count; begin += 64) {
    for (u64 left = wanted[begin / 64]; left != 0; left &= left - 1) {
      picked[n++] = numbers[begin + static_cast<u32>(__builtin_ctzll(left))];
    }
  }
  return n;
}

void find_rows(const probe_tables& of, const u64* numbers, size_t count, row* rows, u64* days) noexcept {
  const u64 single_days = static_cast<u64>(of.singles - of.bytes) + of.single_lines * fmt::line_bytes;
  row_sink sink{rows, days, of.bytes, single_days, of.day_stride};
  ask_by_form<true>(of, numbers, count, sink);
}

}  // namespace
}  // namespace callsieve::sets_detail
// NOLINTEND(misc-definitions-in-headers)

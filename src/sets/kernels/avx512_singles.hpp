// The loop that asks singles, eight numbers at a time.

// NOLINTBEGIN(misc-definitions-in-headers)
namespace callsieve::sets_detail {
namespace {

constexpr size_t groups_ahead = 16;
constexpr size_t ring_groups = 32;     // a power of two above them
constexpr size_t numbers_ahead = 512;  // the numbers themselves may come from memory

/// Where answers go, eight a group.
struct bit_answers {
  unsigned char* held;
};
struct row_answers {
  row* rows;
  u64* days;
};

inline lanes mixed(lanes x) noexcept {
  x = _mm512_xor_si512(x, _mm512_srli_epi64(x, 33));
  x = _mm512_mullo_epi64(x, every(0xff51'afd7'ed55'8ccd));
  x = _mm512_xor_si512(x, _mm512_srli_epi64(x, 33));
  x = _mm512_mullo_epi64(x, every(0xc4ce'b9fe'1a85'ec53));
  return _mm512_xor_si512(x, _mm512_srli_epi64(x, 33));
}
/// The higher half of the product.
inline lanes multiply_high(lanes x, u64 y) noexcept {
  const lanes x_high = _mm512_srli_epi64(x, 32), y_low = every(y & 0xffff'ffff), y_high = every(y >> 32);
  const lanes low = _mm512_srli_epi64(_mm512_mul_epu32(x, y_low), 32);
  const lanes cross = _mm512_add_epi64(_mm512_mul_epu32(x_high, y_low), low);  // cannot overflow
  const lanes cross2 = _mm512_add_epi64(_mm512_mul_epu32(x, y_high), _mm512_and_si512(cross, every(0xffff'ffff)));
  return _mm512_add_epi64(_mm512_mul_epu32(x_high, y_high),
                          _mm512_add_epi64(_mm512_srli_epi64(cross, 32), _mm512_srli_epi64(cross2, 32)));
}

inline lane_mask matching_numbers(const eight& lines, const eight& numbers, size_t i) noexcept {
  return _mm512_cmpeq_epi64_mask(_mm512_loadu_si512(pointer(lines.of[i])), every(numbers.of[i]));
}

/// Singles of eight numbers: which stand there, and in which slots.
inline answers ask_singles(const probe_tables& of, const u64* numbers, const eight& lines, lane_mask live) noexcept {
  const lanes wanted = _mm512_maskz_loadu_epi64(live, numbers);
  eight number;
  keep(number, wanted);
  const auto two = [&](size_t i) {
    return _mm512_kunpackb(matching_numbers(lines, number, i + 1), matching_numbers(lines, number, i));
  };
  const __mmask32 low = _mm512_kunpackw(two(2), two(0)), high = _mm512_kunpackw(two(6), two(4));
  const u64 matched = _cvtmask64_u64(_mm512_kunpackd(high, low));
  const lanes matches = _mm512_cvtepu8_epi64(_mm_cvtsi64_si128(static_cast<long long>(matched)));
  const lanes full = words_at(lines, fmt::line_bytes - 8);
  live = _mm512_mask_test_epi64_mask(live, wanted, wanted);
  lane_mask held = _mm512_mask_test_epi64_mask(live, matches, matches);
  const lanes from = _mm512_srli_epi64(_mm512_sub_epi64(loaded(lines), address_of(of.singles)), 3);
  lanes slots = _mm512_add_epi64(from, _mm512_popcnt_epi64(below_lowest(matches)));
  u32 beyond = _cvtmask8_u32(_mm512_mask_test_epi64_mask(live & _knot_mask8(held), full, full));
  if (__builtin_expect(beyond != 0, 0)) {
    eight found;
    keep(found, slots);
    for (; beyond != 0; beyond &= beyond - 1) {
      const auto i = static_cast<u32>(__builtin_ctz(beyond));
      const u64 line = static_cast<u64>(pointer(lines.of[i]) - of.singles) / fmt::line_bytes;
      const row is = find_single(of, numbers[i], line + 1);
      found.of[i] = is & ~single_row;
      held |= static_cast<lane_mask>(u32{is != no_row} << i);
    }
    slots = loaded(found);
  }
  return {held, slots};
}

inline void keep_singles(const probe_tables&, const answers& said, size_t group, const bit_answers& to) noexcept {
  to.held[group] = said.held;
}
inline void keep_singles(const probe_tables& of, const answers& said, size_t group, const row_answers& to) noexcept {
  const auto columns = static_cast<u64>(of.singles - of.bytes) + of.single_lines * fmt::line_bytes;
  const lanes days =
      _mm512_maskz_add_epi64(said.held, every(columns), _mm512_mullo_epi64(said.place, every(of.day_stride)));
  eight days_at;
  keep(days_at, _mm512_add_epi64(days, address_of(of.bytes)));
  fetch(days_at);
  const lanes rows = _mm512_or_si512(said.place, every(single_row));
  _mm512_storeu_si512(to.rows + group * 8, _mm512_mask_mov_epi64(every(no_row), said.held, rows));
  _mm512_storeu_si512(to.days + group * 8, days);
}

inline lane_mask live_lanes(size_t count, size_t group) noexcept {
  const size_t left = count - group * 8;
  return static_cast<lane_mask>(left < 8 ? (1U << left) - 1 : 0xff);
}

/// Writes answers up to a multiple of eight.
template <class Answers>
inline void find_singles(const probe_tables& of, const u64* numbers, size_t count, const Answers& to) noexcept {
  eight ring[ring_groups];
  const size_t groups = (count + 7) / 8;
  for (size_t i = 0; i < groups + groups_ahead; ++i) {
    if (i < groups) {
      eight& lines = ring[i % ring_groups];
      const lanes home =
          multiply_high(mixed(_mm512_maskz_loadu_epi64(live_lanes(count, i), numbers + i * 8)), of.home_lines);
      keep(lines, _mm512_add_epi64(address_of(of.singles), _mm512_slli_epi64(home, 6)));
      fetch(lines);
      fetch(reinterpret_cast<const byte*>(numbers + i * 8 + numbers_ahead));
    }
    if (i < groups_ahead) continue;
    const size_t group = i - groups_ahead;
    const answers said = ask_singles(of, numbers + group * 8, ring[group % ring_groups], live_lanes(count, group));
    keep_singles(of, said, group, to);
  }
}

}  // namespace
}  // namespace callsieve::sets_detail
// NOLINTEND(misc-definitions-in-headers)

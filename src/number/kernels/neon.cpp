// The kernel for 64-bit ARM, all of which has NEON: a cell is two loads, its digits are moved together eight at a time.
#if defined(__aarch64__)
#  include <arm_neon.h>

#  include "number/kernels/vector_parts.hpp"

namespace callsieve::number_detail {
namespace {

/// Byte-shuffle controls that move the chosen ones of eight bytes to the front, by a bit mask of them.
struct squeeze_table {
  std::array<std::array<std::uint8_t, 8>, 256> controls{};
  constexpr squeeze_table() noexcept {
    for (std::size_t which = 0; which < controls.size(); ++which) {
      std::size_t found = 0;
      for (std::uint8_t i = 0; i < 8; ++i) {
        if ((which >> i & 1U) != 0) controls[which][found++] = i;
      }
      while (found < 8) controls[which][found++] = 0xFF;
    }
  }
};
constexpr squeeze_table squeezes;

struct text_32 {
  uint8x16_t front;
  uint8x16_t behind;
};

/// Requires that the bytes lie in one page, of which one byte may be read: then none faults.
__attribute__((no_sanitize("address"))) text_32 load_in_page(const char* from) noexcept {
  const auto* const bytes = reinterpret_cast<const std::uint8_t*>(from);
  return {vld1q_u8(bytes), vld1q_u8(bytes + 16)};
}

/// Bit n: whether byte n is all ones; bytes are all ones or all zeros.
std::uint32_t mask(uint8x16_t front, uint8x16_t behind) noexcept {
  constexpr row powers = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  const uint8x16_t power = vld1q_u8(powers.data());
  const uint8x16_t pairs = vpaddq_u8(vandq_u8(front, power), vandq_u8(behind, power));
  const uint8x16_t fours = vpaddq_u8(pairs, pairs);
  return vgetq_lane_u32(vreinterpretq_u32_u8(vpaddq_u8(fours, fours)), 0);
}

std::uint32_t mask_of(text_32 text, char c) noexcept {
  const uint8x16_t wanted = vdupq_n_u8(static_cast<std::uint8_t>(c));
  return mask(vceqq_u8(text.front, wanted), vceqq_u8(text.behind, wanted));
}

/// The digits of a cell together, then zeros; what is behind the sixteenth is lost.
uint8x16_t squeezed(text_32 values, std::uint32_t which) noexcept {
  std::array<std::uint8_t, longest_cell + 8> room{};
  std::uint8_t* to = room.data();
  const auto take = [&](uint8x8_t eight) {
    vst1_u8(to, vtbl1_u8(eight, vld1_u8(squeezes.controls[which & 0xFF].data())));
    to += __builtin_popcount(which & 0xFF);
    which >>= 8;
  };
  take(vget_low_u8(values.front));
  take(vget_high_u8(values.front));
  take(vget_low_u8(values.behind));
  take(vget_high_u8(values.behind));
  return vld1q_u8(room.data());
}

/// The value of eight digits, and of the first four of them.
std::uint64_t value_of_eight(std::uint64_t digits, unsigned& first) noexcept {
  const std::uint64_t pairs = digits * (10 * 256 + 1) >> 8 & 0x00FF'00FF'00FF'00FF;
  const std::uint64_t fours = pairs * (100 * 65'536 + 1) >> 16 & 0x0000'FFFF'0000'FFFF;
  first = static_cast<unsigned>(fours & 0xFFFF);
  return fours * ((10'000ULL << 32) + 1) >> 32;
}

/// 1 when the cell is left to parse(), else 0.
unsigned read_cell(std::string_view cell, const batch_constants& how, parsed_number& out) noexcept {
  const std::size_t size = std::min(cell.size(), longest_cell);
  std::array<char, longest_cell> copy;
  const text_32 text = load_in_page(loadable(cell.data(), size, copy));
  const uint8x16_t zero = vdupq_n_u8('0');
  const text_32 values = {vsubq_u8(text.front, zero), vsubq_u8(text.behind, zero)};
  const uint8x16_t ten = vdupq_n_u8(10);
  const uint8x16_t low_bits = vdupq_n_u8(0x0F);
  const uint8x16_t skipped = vld1q_u8(skipped_characters.data());
  const auto skips = [&](uint8x16_t part) { return vceqq_u8(part, vqtbl1q_u8(skipped, vandq_u8(part, low_bits))); };

  cell_masks masks;
  masks.inside = static_cast<std::uint32_t>((std::uint64_t{1} << size) - 1);
  masks.digit = mask(vcltq_u8(values.front, ten), vcltq_u8(values.behind, ten)) & masks.inside;
  masks.skip = (mask(skips(text.front), skips(text.behind)) | mask_of(text, ']')) & masks.inside;
  masks.plus = mask_of(text, '+') & masks.inside;
  masks.zero = mask_of(text, '0') & masks.inside;
  masks.dot = mask_of(text, '.') & masks.inside;
  const auto count = static_cast<unsigned>(__builtin_popcount(masks.digit));
  unsigned unusual = is_unusual(cell.size(), masks, count);

  const uint8x16_t digits = squeezed(values, masks.digit);
  const std::uint64_t front = vgetq_lane_u64(vreinterpretq_u64_u8(digits), 0);
  const auto pair = [front](int from) { return (front >> from & 15) * 10 + (front >> (from + 8) & 15); };
  const unsigned plus = bit(masks.plus != 0);
  const unsigned meaning = meaning_of(how.roots[plus], pair(0), pair(16), count);
  unusual |= bit(meaning == plan::meaning_reread);
  const unsigned fronted = meaning / plan::meaning_front % 4;
  const int shift = static_cast<int>(meaning & plan::meaning_drop) - static_cast<int>(fronted);
  const uint8x16_t own_code = vdupq_n_u8(static_cast<std::uint8_t>(-static_cast<int>(how.e164 | plus)));
  const uint8x16_t code = vbslq_u8(own_code, digits, vld1q_u8(how.code.data()));
  const uint8x16_t slid = vqtbl1q_u8(digits, vld1q_u8(slides.bytes.data() + 16 + shift));
  const uint8x16_t number = vbslq_u8(vld1q_u8(fronts[fronted].data()), code, slid);
  const int length = static_cast<int>(count) - shift;
  unusual |= bit(length > most_digits);

  row room;
  vst1q_u8(room.data(), number);
  unsigned first = 0;
  unsigned middle = 0;
  const std::uint64_t high = value_of_eight(vgetq_lane_u64(vreinterpretq_u64_u8(number), 0), first);
  const std::uint64_t low = value_of_eight(vgetq_lane_u64(vreinterpretq_u64_u8(number), 1), middle);
  const int known = length & most_digits;
  const std::uint64_t sixteen = high * 100'000'000 + low;
  out.number = phone_number::from_digits_unchecked((sixteen >> (16 - known)) *
                                                   inverses.by_length[static_cast<std::size_t>(known)]);
  return unusual | take_label(label_of(first, room.data(), known), bit(masks.plus != 0 && masks.skip == 0), out);
}

std::size_t read(const std::string_view* cells, std::size_t count, const region_reading& how, parsed_number* out,
                 std::uint16_t* reread) noexcept {
  const batch_constants same(how);
  std::size_t rereads = 0;
  for (std::size_t i = 0; i < count; ++i) {
    reread[rereads] = static_cast<std::uint16_t>(i);
    rereads += read_cell(cells[i], same, out[i]);
  }
  return rereads;
}

}  // namespace

const parse_kernel parse_kernel::neon{number_detail::read};

}  // namespace callsieve::number_detail
#endif

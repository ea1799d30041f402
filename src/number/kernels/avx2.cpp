// The kernel for AVX2 with BMI2: a cell is one load, its digits are squeezed together as half bytes of one integer.
//
// Old AMD processors (before Zen 3) have BMI2 in microcode: there this kernel is right, but no faster than the
// portable.
#if defined(__x86_64__)
#  include <algorithm>
#  include <cstring>
#  include <immintrin.h>

#  include "number/kernels/kernel.hpp"

// From here on the compiler may use these instructions; nothing but this file's own functions stands in the region, so
// no other part of the program can end up with a copy that needs them.
#  if defined(__clang__)
#    pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,popcnt"))), apply_to = function)
#  else
#    pragma GCC push_options
#    pragma GCC target("avx2,bmi,bmi2,popcnt")
#  endif

namespace callsieve::number_detail {
namespace {

constexpr std::string_view name = "avx2";
constexpr std::size_t longest_cell = 32;
constexpr unsigned fewest_digits = 3;
constexpr int most_digits = 15;
using row = std::array<std::uint8_t, 16>;

/// pshufb controls that move sixteen bytes: from place 16 + n to the left by n, below to the right.
struct slide_table {
  std::array<std::uint8_t, 48> bytes{};
  constexpr slide_table() noexcept {
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      bytes[i] = i < 16 || i >= 32 ? std::uint8_t{0x80} : static_cast<std::uint8_t>(i - 16);
    }
  }
};
constexpr slide_table slides;

/// What a division by 10^(16 - length) multiplies by, after its shift: the inverse of 5^(16 - length) modulo 2^64.
struct inverse_table {
  std::array<std::uint64_t, 16> by_length{};
  constexpr inverse_table() noexcept {
    std::uint64_t inverse = 1;
    for (std::size_t length = 16; length-- > 0;) by_length[length] = inverse *= 0xCCCC'CCCC'CCCC'CCCD;
  }
};
constexpr inverse_table inverses;

/// What is the same for all cells of a batch.
struct constants {
  std::array<const std::uint16_t*, 2> roots;  ///< of cells without a plus sign, and with one
  int code_length;
  row code;
  std::array<row, 2> front;  ///< where the code goes: nowhere, or in front
};

/// Thirty-two bytes from there on. Requires that they lie in one page, of which one byte may be read: then none faults.
__attribute__((no_sanitize("address"))) __m256i load_in_page(const char* from) noexcept {
  return *reinterpret_cast<const __m256i_u*>(from);
}

/// The text of a cell of at most 32 bytes, and whatever behind it.
__m256i load(const char* text, std::size_t size) noexcept {
  constexpr std::uintptr_t smallest_page = 4096;
  static constexpr std::array<char, longest_cell> nothing{};
  if (size == 0) text = nothing.data();
  if (reinterpret_cast<std::uintptr_t>(text) % smallest_page <= smallest_page - longest_cell) {
    return load_in_page(text);
  }
  std::array<char, longest_cell> copy{};
  std::memcpy(copy.data(), text, size);
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(copy.data()));
}

unsigned bit(bool fact) noexcept { return fact ? 1 : 0; }
unsigned mask(__m256i bytes) noexcept { return static_cast<unsigned>(_mm256_movemask_epi8(bytes)); }

/// The half bytes of `all` that `which` names, together.
std::uint64_t squeezed(std::uint64_t all, unsigned which) noexcept {
  return _pext_u64(all, _pdep_u64(which, 0x1111'1111'1111'1111) * 15);
}

/// The value of a number of `length` digits, zeros behind them, and of its first four digits.
std::uint64_t value_of(__m128i digits, int length, unsigned& first) noexcept {
  const __m128i fours = _mm_madd_epi16(_mm_maddubs_epi16(digits, _mm_set1_epi16(0x010A)), _mm_set1_epi32(0x0001'0064));
  first = static_cast<unsigned>(_mm_cvtsi128_si32(fours));
  const __m128i eights = _mm_madd_epi16(_mm_packus_epi32(fours, fours), _mm_set1_epi32(0x0001'2710));
  const auto both = static_cast<std::uint64_t>(_mm_cvtsi128_si64(eights));
  const std::uint64_t sixteen = (both & 0xFFFF'FFFF) * 100'000'000 + (both >> 32);
  return (sixteen >> (16 - length)) * inverses.by_length[static_cast<std::size_t>(length)];
}

/// As plan::wide_label. Most numbers are done after two more digits: those are followed without asking.
unsigned label_of(unsigned first, const std::uint8_t* digits, int length) noexcept {
  const unsigned leaves = plan::leaf_count;
  unsigned at = plan::steps[first];
  int place = plan::first_digits;
  for (; place < plan::first_digits + 2; ++place) {
    const unsigned beyond = at < leaves ? 0 : at - leaves;
    const unsigned next = plan::steps[plan::first_steps + beyond * 10 + digits[place]];
    at = at < leaves ? at : next;
  }
  for (; at >= leaves; ++place) at = plan::steps[plan::first_steps + (at - leaves) * 10 + digits[place]];
  return plan::leaf_labels[at * plan::counts_a_row + static_cast<unsigned>(length)];
}

/// 1 when the cell is left to parse(), else 0.
unsigned read_cell(std::string_view cell, const constants& how, parsed_number& out) noexcept {
  const std::size_t size = std::min(cell.size(), longest_cell);
  const unsigned inside = _bzhi_u32(~0U, static_cast<unsigned>(size));
  const __m256i text = load(cell.data(), size);
  const __m256i values = _mm256_sub_epi8(text, _mm256_set1_epi8('0'));
  // The skipped characters by their low four bits; ']' shares them with '-'.
  const __m256i skipped =
      _mm256_broadcastsi128_si256(_mm_setr_epi8(' ', 1, 1, 1, 1, 1, 1, 1, '(', ')', 1, '[', 1, '-', '.', 1));
  const __m256i digits_here = _mm256_cmpeq_epi8(_mm256_min_epu8(values, _mm256_set1_epi8(9)), values);
  const unsigned digit = mask(digits_here) & inside;
  const unsigned skip = mask(_mm256_or_si256(_mm256_cmpeq_epi8(text, _mm256_shuffle_epi8(skipped, text)),
                                             _mm256_cmpeq_epi8(text, _mm256_set1_epi8(']')))) &
                        inside;
  const unsigned plus = mask(_mm256_cmpeq_epi8(text, _mm256_set1_epi8('+'))) & inside;
  const unsigned zero = mask(_mm256_cmpeq_epi8(text, _mm256_set1_epi8('0'))) & inside;
  const unsigned dot = mask(_mm256_cmpeq_epi8(text, _mm256_set1_epi8('.'))) & inside;

  const auto count = static_cast<unsigned>(_mm_popcnt_u32(digit));
  // Without branches: which of these hold is anybody's guess.
  unsigned unusual = bit(cell.size() > longest_cell) | bit((digit | skip | plus) != inside) |
                     bit((plus & (plus - 1)) != 0) | bit(plus >= _blsi_u32(digit)) |
                     bit(count - fewest_digits > static_cast<unsigned>(plan::longest_meaning) - fewest_digits);
  // Zeros behind a point: an amount, perhaps.
  unusual |= bit((dot << 1 & zero) != 0);

  const __m256i halves = _mm256_maddubs_epi16(_mm256_and_si256(values, digits_here), _mm256_set1_epi16(0x1001));
  const __m256i packed = _mm256_packus_epi16(halves, halves);
  const auto in_front = static_cast<unsigned>(_mm_popcnt_u32(digit & 0xFFFF));
  const std::uint64_t front = squeezed(static_cast<std::uint64_t>(_mm256_extract_epi64(packed, 0)), digit & 0xFFFF);
  const std::uint64_t behind = squeezed(static_cast<std::uint64_t>(_mm256_extract_epi64(packed, 2)), digit >> 16);
  // Of unusual cells nothing is kept: with more than sixteen digits the halves would make digits beyond 9, and those
  // lead out of the tables.
  const std::uint64_t all = (front | behind << (4 * in_front % 64)) & (std::uint64_t{unusual} - 1);
  constexpr std::uint64_t low = 0x0F0F'0F0F'0F0F'0F0F;
  const __m128i digits = _mm_unpacklo_epi8(_mm_cvtsi64_si128(static_cast<long long>(all & low)),
                                           _mm_cvtsi64_si128(static_cast<long long>(all >> 4 & low)));

  const auto pair = [all](int from) { return (all >> from & 15) * 10 + (all >> (from + 4) & 15); };
  std::uint32_t at = how.roots[bit(plus != 0)][pair(0)];
  if (at >= plan::meaning_count) at = plan::reading_steps[(at - plan::meaning_count) * std::size_t{100} + pair(8)];
  const unsigned meaning = plan::meanings[at * plan::counts_a_row + count % plan::counts_a_row];
  unusual |= bit(meaning == plan::meaning_reread);

  const unsigned prepend = meaning / plan::meaning_prepend % 2;
  const int shift = static_cast<int>(meaning & plan::meaning_drop) - (how.code_length & -static_cast<int>(prepend));
  const auto at_row = [](const std::uint8_t* bytes) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
  };
  const __m128i number = _mm_blendv_epi8(_mm_shuffle_epi8(digits, at_row(slides.bytes.data() + 16 + shift)),
                                         at_row(how.code.data()), at_row(how.front[prepend].data()));
  const int length = static_cast<int>(count) - shift;
  unusual |= bit(length > most_digits);

  row room;
  _mm_storeu_si128(reinterpret_cast<__m128i*>(room.data()), number);
  unsigned first = 0;
  out.number = phone_number::from_digits_unchecked(value_of(number, length & most_digits, first));
  const unsigned label = label_of(first, room.data(), length & most_digits);
  const unsigned unknown = bit(label % 16 == static_cast<unsigned>(number_type::unknown));
  out.region = static_cast<region_id>((label & plan::label_bits) / 16);
  out.type = static_cast<number_type>(label % 16);
  out.error = static_cast<parse_error>(unknown * static_cast<unsigned>(parse_error::not_in_plan));
  return unusual | label / plan::label_reread | (unknown & bit(plus == 0));
}

bool runs_here() noexcept { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2"); }

kernel_run read(const std::string_view* cells, std::size_t count, const region_reading& how, parsed_number* out,
                std::uint16_t* reread) noexcept {
  constants same{{plan::reading_steps + how.root * std::size_t{100},
                  plan::reading_steps + plan::e164_reading_root * std::size_t{100}},
                 how.code_length,
                 how.code,
                 {}};
  std::fill_n(same.front[1].begin(), how.code_length, std::uint8_t{0xFF});
  std::size_t rereads = 0;
  for (std::size_t i = 0; i < count; ++i) {
    reread[rereads] = static_cast<std::uint16_t>(i);
    rereads += read_cell(cells[i], same, out[i]);
  }
  return {name, rereads};
}

}  // namespace

extern const parse_kernel avx2_kernel;
const parse_kernel avx2_kernel{name, runs_here, read};

}  // namespace callsieve::number_detail

#  if defined(__clang__)
#    pragma clang attribute pop
#  else
#    pragma GCC pop_options
#  endif
#endif

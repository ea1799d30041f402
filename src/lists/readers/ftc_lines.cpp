#include "lists/readers/ftc_lines.hpp"

#include <algorithm>

#include "callsieve/base/bytes.hpp"

#include "lists/readers/kernels/ftc_kernel.hpp"

namespace callsieve::readers {
namespace {

constexpr std::uint64_t plus_one = 10'000'000'000;  ///< +1 before ten digits

/// Nonzero in the top bit of some byte when a byte is not 0 to 9.
constexpr std::uint64_t not_digits(std::uint64_t bytes) noexcept {
  return ((bytes + 0x7676'7676'7676'7676U) | bytes) & 0x8080'8080'8080'8080U;
}

/// A line's number, and in `wrong` some bit when it has none. `Ending` is what its twelfth byte must be.
template <char Ending>
std::uint64_t read_line(const char* line, std::uint64_t& wrong) noexcept {
  // What a right line has in a place goes; digits keep their values, and the comma and the ending become zeros.
  const std::uint64_t front = load_le<std::uint64_t>(line) ^ 0x3030'3030'2c30'3030U;
  const std::uint64_t back = load_le<std::uint32_t>(line + 8) ^ (0x0030'3030U | std::uint32_t{Ending} << 24);
  wrong |= not_digits(front) | not_digits(back);
  wrong |= ((front >> 24) & 0xff) | (back >> 24);    // no digit in the places of comma and ending
  wrong |= (((front & 0xff) + 0x7e) & 0x80) ^ 0x80;  // an area code begins with 2 at least
  // Pairs of digits, then pairs of pairs: the area code, times ten for the comma, and the next four digits.
  const std::uint64_t pairs = ((front * 10) + (front >> 8)) & 0x00ff'00ff'00ff'00ffU;
  const std::uint64_t fours = ((pairs * 100) + (pairs >> 16)) & 0x0000'ffff'0000'ffffU;
  const std::uint64_t last_three = ((back & 0xff) * 100) + (((back >> 8) & 0xff) * 10) + ((back >> 16) & 0xff);
  return plus_one + ((fours & 0xffff) * 1'000'000) + ((fours >> 32) * 1'000) + last_three;
}

/// Reads up to `most` lines, until one is of another form; returns how many.
template <char Ending, std::size_t Bytes>
std::size_t read_lines(const char* text, std::size_t most, phone_number* out) noexcept {
  constexpr std::size_t together = 8;  // judged by one branch
  const auto read = [&](std::size_t line, std::uint64_t& wrong) {
    const char* at = text + line * Bytes;
    out[line] = phone_number::from_digits_unchecked(read_line<Ending>(at, wrong));
    if constexpr (Ending == '\r') wrong |= static_cast<std::uint64_t>(at[12] ^ '\n');
  };
  std::size_t lines = 0;
  for (; lines + together <= most; lines += together) {
    std::uint64_t wrong = 0;
    for (std::size_t i = 0; i < together; ++i) read(lines + i, wrong);
    if (wrong != 0) break;
  }
  for (std::uint64_t wrong = 0; lines < most; ++lines) {
    read(lines, wrong);
    if (wrong != 0) break;
  }
  return lines;
}

}  // namespace

const ftc_kernel ftc_kernel::scalar{readers::read_lines<'\n', 12>};

line_run read_ftc_lines(std::string_view text, std::span<phone_number> out) noexcept {
  std::size_t most = std::min(text.size() / 12, out.size());
  std::size_t lines = detail::kernel_in_use<ftc_kernel>().read(text.data(), most, out.data());
  lines += read_lines<'\n', 12>(text.data() + lines * 12, most - lines, out.data() + lines);
  if (lines > 0) return {lines, lines * 12};
  most = std::min(text.size() / 13, out.size());
  lines = read_lines<'\r', 13>(text.data(), most, out.data());
  return {lines, lines * 13};
}

}  // namespace callsieve::readers

// The kernel in plain C++: runs everywhere, and is what the others are compared with.
#include <cstring>

#include "number/kernels/kernel.hpp"

namespace callsieve::number_detail {
namespace {

constexpr std::size_t longest_cell = 32;
constexpr int fewest_digits = 3;
constexpr int most_digits = 15;
constexpr int longest_code = 3;

// 0 to 9 are digits, which have no other bits.
enum : std::uint8_t { skip = 0x10, plus_sign = 0x20, dot = 0x40, other = 0x80 };

constexpr std::array<std::uint8_t, 256> make_kinds() {
  std::array<std::uint8_t, 256> kinds{};
  for (auto& kind : kinds) kind = other;
  for (std::uint8_t digit = 0; digit < 10; ++digit) kinds[static_cast<unsigned char>('0') + digit] = digit;
  for (const char c : {' ', '-', '(', ')', '[', ']'}) kinds[static_cast<unsigned char>(c)] = skip;
  kinds[static_cast<unsigned char>('.')] = dot;
  kinds[static_cast<unsigned char>('+')] = plus_sign;
  return kinds;
}
constexpr auto kinds = make_kinds();

/// The digits of a cell, with room for a calling code before them and for zeros behind.
struct cell_room {
  static constexpr int room_before = 8;
  std::array<std::uint8_t, room_before + longest_cell + 16> bytes;
  [[nodiscard]] std::uint8_t* digits() noexcept { return bytes.data() + room_before; }
};

/// Reads a cell's characters. False for cells that are not usual.
bool read_digits(std::string_view cell, std::uint8_t* digits, int& count, bool& plus) noexcept {
  if (cell.size() > longest_cell) return false;
  std::uint8_t seen = 0;
  std::uint8_t misplaced = 0;
  int found = 0;
  for (const char c : cell) {
    const std::uint8_t kind = kinds[static_cast<unsigned char>(c)];
    if (kind == plus_sign) misplaced |= static_cast<std::uint8_t>(seen & plus_sign) | static_cast<std::uint8_t>(found);
    digits[found] = kind;
    found += kind < 10 ? 1 : 0;
    seen |= kind;
  }
  count = found;
  plus = (seen & plus_sign) != 0;
  if ((seen & other) != 0 || misplaced != 0) return false;
  // Zeros behind a point: an amount, perhaps.
  return (seen & dot) == 0 || cell.find(".0") == std::string_view::npos;
}

/// False for cells that are not usual.
bool read_cell(std::string_view cell, const region_reading& how, parsed_number& out) noexcept {
  cell_room room;
  std::uint8_t* digits = room.digits();
  int count = 0;
  bool plus = false;
  if (!read_digits(cell, digits, count, plus) || count < fewest_digits || count > plan::longest_meaning) return false;
  const std::size_t written = static_cast<std::size_t>(count) + 1;
  std::memset(digits + count, 0, 16);

  // What a plus sign stands before is a number as it stands, but for a national prefix.
  std::uint16_t label = plus && count <= most_digits ? plan::wide_label(digits, count) : plan::label_reread;
  if ((label & plan::label_reread) != 0) {
    const auto meaning = plan::meaning(plus ? plan::e164_reading_root : how.root, digits[0] * 10U + digits[1],
                                       digits[2] * 10U + digits[3], count);
    if (meaning == plan::meaning_reread) return false;
    const int front = meaning / plan::meaning_front;
    const int shift = (meaning & plan::meaning_drop) - front;
    std::array<std::uint8_t, longest_code> code;
    std::memcpy(code.data(), plus || how.e164 ? digits : how.code.data(), code.size());
    digits += shift;
    count -= shift;
    for (int i = 0; i < front; ++i) digits[i] = code[static_cast<std::size_t>(i)];
    if (count > most_digits) return false;
    label = plan::wide_label(digits, count);
  }

  const auto type = static_cast<number_type>(label % 16);
  if ((label & plan::label_reread) != 0 || (type == number_type::unknown && !(plus && cell.size() == written)))
    return false;
  std::uint64_t value = 0;
  for (int i = 0; i < count; ++i) value = value * 10 + digits[i];
  out.number = phone_number::from_digits_unchecked(value);
  out.region = static_cast<region_id>(label / 16);
  out.type = type;
  out.error = type == number_type::unknown ? parse_error::not_in_plan : parse_error::none;
  return true;
}

std::size_t read(const std::string_view* cells, std::size_t count, const region_reading& how, parsed_number* out,
                 std::uint16_t* reread) noexcept {
  std::size_t rereads = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (!read_cell(cells[i], how, out[i])) reread[rereads++] = static_cast<std::uint16_t>(i);
  }
  return rereads;
}

}  // namespace

const parse_kernel parse_kernel::scalar{number_detail::read};

}  // namespace callsieve::number_detail

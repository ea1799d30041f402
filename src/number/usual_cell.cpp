#include <cstddef>

#include "cell_digits.hpp"

namespace callsieve::number_detail {
namespace {

constexpr std::size_t longest_text = 250;  // as libphonenumber
constexpr int fewest_digits = 3;

enum : std::uint8_t { skip = 10, slash = 11, plus_sign = 12, other = 13 };  // 0 to 9 are digits

constexpr std::array<std::uint8_t, 256> make_kinds() {
  std::array<std::uint8_t, 256> kinds{};
  for (auto& kind : kinds) kind = other;
  for (std::uint8_t digit = 0; digit < 10; ++digit) kinds[static_cast<unsigned char>('0') + digit] = digit;
  for (const char c : {' ', '-', '.', '(', ')', '[', ']'}) kinds[static_cast<unsigned char>(c)] = skip;
  kinds[static_cast<unsigned char>('/')] = slash;
  kinds[static_cast<unsigned char>('+')] = plus_sign;
  return kinds;
}
constexpr auto kinds = make_kinds();

bool is_blank(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

}  // namespace

bool read_usual(std::string_view text, cell_digits& cell) noexcept {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  if (text.empty() || text.size() > longest_text) return false;
  for (const char c : text) {
    const std::uint8_t kind = kinds[static_cast<unsigned char>(c)];
    if (kind < 10) {
      if (cell.count == cell_digits::capacity) return false;
      cell.digits[static_cast<std::size_t>(cell.count++)] = kind;
    } else if (kind == plus_sign && cell.count == 0 && !cell.plus) {
      cell.plus = true;
    } else if (kind == skip || kind == slash) {
      cell.gaps |= std::uint64_t{1} << static_cast<unsigned>(cell.count);
      cell.slashes |= std::uint64_t{kind == slash} << static_cast<unsigned>(cell.count);
    } else {
      return false;
    }
  }
  cell.plain = static_cast<std::size_t>(cell.count) == text.size();
  // Few digits, or zeros behind a point, ask for a closer look.
  return cell.count >= fewest_digits && (text.back() != '0' || text.find(".0") == std::string_view::npos);
}

}  // namespace callsieve::number_detail

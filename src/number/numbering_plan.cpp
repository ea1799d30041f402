#include "callsieve/number/numbering_plan.hpp"

#include <algorithm>
#include <array>

#include "plan_tables.hpp"
#include "plan_tables_wide.hpp"

namespace callsieve {
namespace {

constexpr std::array<std::string_view, number_type_count> type_names = {
    "fixed_line",  "mobile",  "fixed_line_or_mobile", "toll_free", "premium_rate",
    "shared_cost", "voip",    "personal_number",      "pager",     "uan",
    "voicemail",   "unknown",
};

/// The digits of a number, most significant first.
struct digit_string {
  std::array<std::uint8_t, 15> digits{};
  int count = 0;
  [[nodiscard]] const std::uint8_t* data() const noexcept { return digits.data() + digits.size() - count; }
};

digit_string digits_of(phone_number number) noexcept {
  digit_string result;
  std::uint64_t rest = number.value();
  for (std::size_t at = result.digits.size(); at > 0 && rest != 0; rest /= 10) {
    result.digits[--at] = static_cast<std::uint8_t>(rest % 10);
    ++result.count;
  }
  return result;
}

plan_entry entry_of(std::uint16_t label) noexcept {
  label &= plan::label_bits;
  const auto type = static_cast<number_type>(label % 16);
  return {static_cast<region_id>(label / 16), type, type != number_type::unknown};
}

char upper(char c) noexcept { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

bool known(region_id region) noexcept {
  return region != region_id::none && static_cast<int>(region) <= plan::all_regions;
}

int calling_code_length(const digit_string& digits) noexcept {
  int code = 0;
  for (int length = 1; length <= 3 && length <= digits.count; ++length) {
    code = code * 10 + digits.data()[length - 1];
    if (plan::main_regions[code] != 0) return length;
  }
  return 0;
}

}  // namespace

std::string_view to_string(number_type type) noexcept {
  const auto place = static_cast<std::size_t>(type);
  return place < type_names.size() ? type_names[place] : type_names.back();
}

bool find_number_type(std::string_view name, number_type& type) noexcept {
  const auto* const found = std::find(type_names.begin(), type_names.end(), name);
  if (found == type_names.end()) return false;
  type = static_cast<number_type>(found - type_names.begin());
  return true;
}

region_id find_region(std::string_view name) noexcept {
  if (name.size() == 2) {
    const std::array<char, 2> wanted = {upper(name[0]), upper(name[1])};
    const std::string_view key(wanted.data(), wanted.size());
    const auto* const first = plan::regions + 1;
    const auto* const last = first + plan::geographic_regions;
    const auto* const found = std::lower_bound(first, last, key, [](const plan::region_row& row, std::string_view k) {
      return std::string_view(row.name) < k;
    });
    if (found != last && std::string_view(found->name) == key) return static_cast<region_id>(found - plan::regions);
  }
  if (name.size() == 4 && upper(name[0]) == 'E' && name.substr(1) == "164") return region_id::e164;
  return region_id::none;
}

std::string_view region_name(region_id region) noexcept {
  return known(region) ? std::string_view(plan::regions[static_cast<int>(region)].name) : std::string_view();
}

int region_count() noexcept { return plan::all_regions; }

int calling_code(region_id region) noexcept {
  return known(region) ? plan::regions[static_cast<int>(region)].calling_code : 0;
}

region_id main_region(int calling_code) noexcept {
  if (calling_code < 0 || calling_code > 999) return region_id::none;
  return static_cast<region_id>(plan::main_regions[calling_code]);
}

plan_entry classify(phone_number number) noexcept {
  return number ? entry_of(plan::wide_read(number.value()).label) : plan_entry{};
}

plan_stretch classify_around(phone_number number) noexcept {
  if (!number) return {};
  const plan::wide_reading reading = plan::wide_read(number.value());
  std::uint64_t size = 1;
  for (int i = 0; i < reading.free_digits; ++i) size *= 10;
  const std::uint64_t first = number.value() - number.value() % size;
  return {entry_of(reading.label), phone_number::from_digits_unchecked(first),
          phone_number::from_digits_unchecked(first + size - 1)};
}

int calling_code_length(phone_number number) noexcept { return calling_code_length(digits_of(number)); }

std::string masked(phone_number number) {
  constexpr int shortest_shown = 6;  // of fewer national digits, three would be half the number
  if (!number) return {};
  const auto digits = digits_of(number);
  const int code = calling_code_length(digits);
  const int national = digits.count - code;
  std::string result = "+";
  const auto show = [&](int place) { result += static_cast<char>('0' + digits.data()[place]); };
  for (int i = 0; i < code; ++i) show(i);
  for (int i = 0; i < national; ++i) {
    // After the first digit, groups of four from the right.
    if (i <= 1 || (national - i) % 4 == 0) result += ' ';
    if (national >= shortest_shown && (i == 0 || i >= national - 2)) {
      show(code + i);
    } else {
      result += "\u2022";
    }
  }
  if (code == 0) result.erase(1, 1);
  return result;
}

std::string_view plan_source() noexcept { return plan::source; }

}  // namespace callsieve

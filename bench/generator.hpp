// Made-up input of any size, the same on every machine: a call list and a registry whose overlap is known.
//
// Numbers are picked by index from the subscriber numbers of forty area codes of the United States: one multiplication
// permutes the whole range, so that neighbours in the input are strangers in the plan, and no number comes twice.
// Whether a number is on a registry of N numbers is known without a look-up: its index is below N.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace bench {

inline constexpr std::array<int, 40> area_codes = {201, 202, 203, 205, 206, 207, 208, 209, 210, 212, 213, 214, 215, 216,
                                                   217, 303, 305, 310, 312, 313, 314, 404, 407, 408, 410, 412, 415, 480,
                                                   502, 503, 504, 505, 510, 512, 602, 603, 612, 614, 617, 619};
inline constexpr std::uint64_t subscribers = 8'000'000;  ///< an area code's numbers: 200-0000 to 999-9999
inline constexpr std::uint64_t number_count = area_codes.size() * subscribers;

/// The E.164 digits of number `index`. Requires index < number_count; different indices give different numbers.
[[nodiscard]] constexpr std::uint64_t number_at(std::uint64_t index) noexcept {
  // A prime that does not divide number_count: multiplying by it permutes the residues.
  const std::uint64_t place = index * 1'000'000'007ULL % number_count;
  const auto area = static_cast<std::uint64_t>(area_codes[place / subscribers]);
  return 10'000'000'000ULL + area * 10'000'000 + 2'000'000 + place % subscribers;
}

/// A way to write a number of ten national digits.
enum class spelling { parentheses, dashes, dots, plain, with_code, e164, e164_spaced };
inline constexpr int spelling_count = 7;

[[nodiscard]] inline std::string spell(std::uint64_t e164, spelling how) {
  const std::string digits = std::to_string(e164);
  const std::string area = digits.substr(1, 3), exchange = digits.substr(4, 3), line = digits.substr(7);
  switch (how) {
    case spelling::parentheses: return '(' + area + ") " + exchange + '-' + line;
    case spelling::dashes: return area + '-' + exchange + '-' + line;
    case spelling::dots: return area + '.' + exchange + '.' + line;
    case spelling::plain: return area + exchange + line;
    case spelling::with_code: return digits;
    case spelling::e164: return '+' + digits;
    case spelling::e164_spaced: return "+1 " + area + ' ' + exchange + ' ' + line;
  }
  return digits;
}

/// The rows of a call list of about 90 bytes each, half of them on a registry of `registry_size` numbers; more where
/// the registry holds more than half of all numbers.
class call_list {
 public:
  /// `normalised`: every number as its digits with the country code; the rows are the same otherwise.
  call_list(std::uint64_t registry_size, std::uint64_t seed, bool normalised = false)
      : registry_size_(registry_size), random_(seed), normalised_(normalised) {}

  static constexpr std::string_view header = "id,first_name,last_name,phone,email,town,postcode,note\r\n";

  /// Appends one row. Returns whether its number is on the registry.
  bool append_row(std::string& to) {
    const std::uint64_t index = random_() % std::min(2 * registry_size_, number_count);
    const std::string_view first = names_[random_() % names_.size()];
    const std::string_view last = names_[random_() % names_.size()];
    const std::string_view town = towns_[random_() % towns_.size()];
    to += std::to_string(1'000'000 + row_++);
    ((to += ',') += first) += ',';
    (to += last) += ',';
    const auto how = static_cast<spelling>(random_() % spelling_count);
    to += spell(number_at(index), normalised_ ? spelling::with_code : how);
    (((to += ',') += first) += '.') += last;
    (to += "@example.com,") += town;
    ((to += ',') += std::to_string(10'000 + random_() % 80'000)) += ",call after six\r\n";
    return index < registry_size_;
  }

 private:
  static constexpr std::array<std::string_view, 8> names_ = {"Ada",   "Bram",  "Chidi",  "Dolores",
                                                             "Emeka", "Fatma", "Giulia", "Hedwig"};
  static constexpr std::array<std::string_view, 4> towns_ = {"Springfield", "\"Lakeview, North\"", "Fairview",
                                                             "Riverside"};

  std::uint64_t registry_size_;
  std::uint64_t row_ = 0;
  std::mt19937_64 random_;
  bool normalised_;
};

}  // namespace bench

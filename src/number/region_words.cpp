#include "number/region_words.hpp"

#include <algorithm>
#include <charconv>

#include "base/latin_letters.hpp"
#include "number/region_names.hpp"

namespace callsieve {
namespace {

/// Small ASCII letters alone, those of other Latin letters below their marks; empty for a text with digits or longer
/// than any name.
std::string folded_letters(std::string_view text) {
  constexpr std::size_t longest = 80;
  std::string folded;
  if (text.size() > longest) return folded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c >= '0' && c <= '9') return {};
    if (c >= 'A' && c <= 'Z') folded += static_cast<char>(c - 'A' + 'a');
    if (c >= 'a' && c <= 'z') folded += c;
    if (c == '&') folded += "and";
    const auto lead = static_cast<unsigned char>(c);
    if (lead < 0xC3 || lead > 0xC5 || i + 1 == text.size()) continue;
    const unsigned code = (lead & 0x1FU) << 6U | (static_cast<unsigned char>(text[++i]) & 0x3FU);
    if (latin_letters[code - 0xC0] != '-') folded += latin_letters[code - 0xC0];
  }
  return folded;
}

}  // namespace

region_id region_of_dial_code(std::string_view text) noexcept {
  constexpr std::size_t most_digits = 8;
  char digits[most_digits];
  std::size_t count = 0;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      if (count == most_digits) return region_id::none;
      digits[count++] = c;
    } else if (c != '+' && c != ' ' && c != '(' && c != ')' && c != '-' && c != '\'') {
      return region_id::none;
    }
  }
  std::string_view code(digits, count);
  if (code.size() > 3 && code.starts_with("011")) {
    code.remove_prefix(3);
  } else {
    code.remove_prefix(std::min(code.find_first_not_of('0'), code.size()));
  }
  int value = 0;
  std::from_chars(code.data(), code.data() + code.size(), value);
  return value == 0 ? region_id::none : main_region(value);
}

region_id region_of_words(std::string_view text) {
  if (const region_id coded = find_region(text); coded != region_id::none) return coded;
  const std::string folded = folded_letters(text);
  if (const std::string_view code = region_named_locally(folded.empty() ? text : std::string_view(folded));
      !code.empty()) {
    return find_region(code);
  }
  if (folded.empty()) return region_of_dial_code(text);
  return find_region(region_named(folded));
}

region_id region_beside::of(std::string_view region, std::string_view code) {
  if (!region.empty() && region != region_text_) {
    region_text_ = region;
    from_region_ = region_of_words(region);
  }
  if (code.empty()) return region.empty() ? usual_ : from_region_;
  if (code != code_text_) {
    code_text_ = code;
    from_code_ = region_of_dial_code(code);
  }
  // The code decides; of several regions that share it, the region column may know which.
  const bool same = !region.empty() && calling_code(from_region_) == calling_code(from_code_);
  return same ? from_region_ : from_code_;
}

}  // namespace callsieve

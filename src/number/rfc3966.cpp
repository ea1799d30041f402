#include "rfc3966.hpp"

#include <algorithm>

namespace callsieve::number_detail {
namespace {

constexpr auto nowhere = std::string_view::npos;

/// +44, +1-650: a plus sign, then digits and visual separators.
bool is_global_prefix(std::string_view context) noexcept {
  if (context.empty() || context[0] != '+') return false;
  context.remove_prefix(1);
  return std::any_of(context.begin(), context.end(), is_digit) &&
         std::all_of(context.begin(), context.end(),
                     [](char c) { return is_digit(c) || c == '-' || c == '.' || c == '(' || c == ')'; });
}

bool is_domain_label(std::string_view label) noexcept {
  return !label.empty() && label.front() != '-' && label.back() != '-' &&
         std::all_of(label.begin(), label.end(), [](char c) { return is_letter(c) || is_digit(c) || c == '-'; });
}

/// Labels with dots between, the last of which begins with a letter; a dot may end them.
bool is_domain_name(std::string_view context) noexcept {
  if (!context.empty() && context.back() == '.') context.remove_suffix(1);
  for (std::size_t dot = context.find('.'); dot != nowhere; dot = context.find('.')) {
    if (!is_domain_label(context.substr(0, dot))) return false;
    context.remove_prefix(dot + 1);
  }
  return is_domain_label(context) && is_letter(context.front());
}

}  // namespace

phone_context read_phone_context(cell_text text, cell_text_room& room) noexcept {
  constexpr std::string_view parameter = ";phone-context=";
  constexpr std::string_view scheme = "tel:";
  const std::size_t place = text.symbols.find(parameter);
  if (place == nowhere) return phone_context::none;

  const std::size_t begin = place + parameter.size();
  const cell_text context = text.substr(begin, text.symbols.substr(begin).find(';'));
  const bool global = is_global_prefix(context.symbols);
  if (!global && !is_domain_name(context.symbols)) return phone_context::invalid;

  room.count = 0;
  if (global) room.append(context);
  const std::size_t tel = text.symbols.find(scheme);
  const std::size_t number = tel == nowhere ? 0 : tel + scheme.size();
  if (number < place) room.append(text.substr(number, place - number));
  return phone_context::read;
}

cell_text without_subaddress(cell_text text) noexcept {
  const std::size_t place = text.symbols.find(";isub=");
  return place == nowhere || place == 0 ? text : text.substr(0, place);
}

}  // namespace callsieve::number_detail

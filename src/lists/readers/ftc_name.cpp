#include "lists/readers/ftc_name.hpp"

#include <algorithm>
#include <string>

#include "lists/readers/day_format.hpp"
#include "lists/readers/readers.hpp"
#include "lists/readers/sniffing.hpp"

namespace callsieve::readers {

std::optional<ftc_name> read_ftc_name(std::string_view name) {
  const std::size_t end = name.find('_');
  if (end == std::string_view::npos) return std::nullopt;
  static const day_format format = *day_format::make("%Y-%m-%d");
  const auto obtained = format.read(name.substr(0, end));
  if (!obtained) return std::nullopt;
  ftc_name found{*obtained, std::nullopt};
  const std::string_view rest = name.substr(end + 1);
  if (rest.size() >= 3 && std::all_of(rest.begin(), rest.begin() + 3, is_digit) &&
      (rest.size() == 3 || rest[3] == '_' || rest[3] == '.')) {
    found.area = number_prefix::parse("+1" + std::string(rest.substr(0, 3)));
  }
  return found;
}

std::optional<day> day_in_ftc_name(std::string_view name) {
  const auto found = read_ftc_name(name);
  if (!found) return std::nullopt;
  return found->obtained;
}

}  // namespace callsieve::readers

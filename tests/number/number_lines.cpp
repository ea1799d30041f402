// What conformance.py compares. Lines of `REGION <TAB> CELL` in, lines of `E164 <TAB> region <TAB> type <TAB> error`
// out. With --zones: lines of E.164 digits in, their time zones with blanks between out. With --plan: the release of
// the plan.
#include <cstdint>
#include <iostream>
#include <string>
#include <string_view>

#include "callsieve/number/parse.hpp"
#include "callsieve/number/time_zones.hpp"

#include "number/escaped_cell.hpp"

namespace {

using namespace callsieve;

void print_zones(const std::string& digits) {
  for (const std::string_view zone : time_zones_of(phone_number::from_digits_unchecked(std::stoull(digits)))) {
    std::cout << zone << ' ';
  }
  std::cout << '\n';
}

bool print_number(std::string_view line) {
  const auto tab = line.find('\t');
  if (tab == std::string_view::npos) return false;
  const auto parsed = parse(test::unescaped(line.substr(tab + 1)), find_region(line.substr(0, tab)));
  std::cout << to_string(parsed.number) << '\t' << region_name(parsed.region) << '\t' << to_string(parsed.type) << '\t'
            << to_string(parsed.error) << '\n';
  return true;
}

}  // namespace

int main(int count, char** arguments) {
  const std::string_view mode = count == 2 ? arguments[1] : "";
  if (mode == "--plan") {
    std::cout << plan_source() << '\n';
    return 0;
  }
  std::ios::sync_with_stdio(false);
  std::string line;
  while (std::getline(std::cin, line)) {
    if (mode == "--zones") {
      print_zones(line);
    } else if (!print_number(line)) {
      std::cerr << "number_lines: no tab in: " << line << '\n';
      return 2;
    }
  }
}

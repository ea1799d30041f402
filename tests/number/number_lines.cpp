// Lines of `REGION <TAB> CELL` in, lines of `E164 <TAB> region <TAB> type <TAB> error` out: what reference.py compares.
// With --plan: the release that the plan was made from.
#include <iostream>
#include <string>
#include <string_view>

#include "callsieve/number/parse.hpp"

int main(int count, char** arguments) {
  using namespace callsieve;
  if (count == 2 && std::string_view(arguments[1]) == "--plan") {
    std::cout << plan_source() << '\n';
    return 0;
  }
  std::ios::sync_with_stdio(false);
  std::string line;
  while (std::getline(std::cin, line)) {
    const std::string_view all = line;
    const auto tab = all.find('\t');
    if (tab == std::string_view::npos) {
      std::cerr << "number_lines: no tab in: " << line << '\n';
      return 2;
    }
    const auto parsed = parse(all.substr(tab + 1), find_region(all.substr(0, tab)));
    std::cout << to_string(parsed.number) << '\t' << region_name(parsed.region) << '\t' << to_string(parsed.type)
              << '\t' << to_string(parsed.error) << '\n';
  }
}

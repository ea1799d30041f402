// What a program of somebody else's does first: read a number, and ask where it belongs.
#include <iostream>

#include "callsieve/callsieve.hpp"

int main() {
  const auto cell = callsieve::parse("(202) 555-0123", callsieve::find_region("US"));
  std::cout << callsieve::to_string(cell.number) << ' ' << callsieve::region_name(cell.region) << ' '
            << CALLSIEVE_VERSION_STRING << '\n';
  return cell.valid() && cell.number.value() == 12025550123 ? 0 : 1;
}

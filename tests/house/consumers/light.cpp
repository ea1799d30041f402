// A program that needs the value types only: nothing of callsieve is linked.
#include "callsieve/base/date.hpp"
#include "callsieve/number/phone_number.hpp"

int main() {
  constexpr auto number = callsieve::phone_number::from_digits(12025550123);
  static_assert(number && number->value() == 12025550123);
  return callsieve::to_string(*number) == "+12025550123" && callsieve::parse_day("2026-11-20") ? 0 : 1;
}

#include "base/spin.hpp"

#include <limits>

#include "support/catch.hpp"

using callsieve::detail::looks_before_sleep;
using callsieve::detail::spin_until;

TEST_CASE("Who waits looks as often as asked and once more, and stops when it is so") {
  int looked = 0;
  CHECK_FALSE(spin_until(3, [&] { return ++looked > 4; }));
  CHECK(looked == 4);
  CHECK(spin_until(3, [&] { return ++looked > 4; }));
  CHECK(looked == 5);
  CHECK_FALSE(spin_until(0, [&] { return ++looked < 0; }));
  CHECK(looked == 6);
}

TEST_CASE("Where threads are more than cores none looks before it sleeps") {
  CHECK(looks_before_sleep(std::numeric_limits<std::size_t>::max()) == 0);
  CHECK(looks_before_sleep(0) > 0);
}

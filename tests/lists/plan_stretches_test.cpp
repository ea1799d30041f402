// What is remembered of the plan against the plan.
#include "lists/readers/plan_stretches.hpp"

#include <algorithm>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "lists/readers/reader.hpp"
#include "support/catch.hpp"
#include "support/seed.hpp"

namespace callsieve {
namespace {

/// Numbers near each other, far from each other, of blocks that share a place in the memory, and of every length.
std::uint64_t some_digits(std::mt19937_64& random, std::uint64_t before) {
  switch (random() % 6) {
    case 0: return before + random() % 100;
    case 1: return 12'010'000'000 + random() % 9'990'000'000;
    case 2: return (1'000 + random() % 1'000 + 1'024 * (random() % 3)) * block_numbers + random() % block_numbers;
    case 3: return 1 + random() % phone_number::max_value;
    case 4: return 1 + random() % 100'000'000;
    default: return 31'000'000'000 + random() % 1'000'000'000;
  }
}

TEST_CASE("The plan says of a number what it says by heart, whatever was asked before") {
  std::mt19937_64 random(test::random_seed());
  plan_stretches plan;
  std::uint64_t digits = 12'025'550'100;
  std::size_t wrong = 0;
  for (int i = 0; i < 400'000; ++i) {
    digits = some_digits(random, digits);
    if (digits > phone_number::max_value) digits = phone_number::max_value;
    const phone_number number = phone_number::from_digits_unchecked(digits);
    const bool valid = classify(number).valid;
    const plan_stretch& stretch = plan.around(number);
    wrong +=
        plan.has(number) != valid || stretch.entry.valid != valid || number < stretch.first || stretch.last < number;
  }
  CHECK(wrong == 0);
}

TEST_CASE("Numbers taken many at once are entries, also as what they are today, and counted, as one by one") {
  std::mt19937_64 random(test::random_seed());
  std::vector<phone_number> numbers;
  for (int stretch = 0; stretch < 300; ++stretch) {
    const std::uint64_t from = some_digits(random, 12'025'550'100) % (phone_number::max_value - 2'000) + 1;
    for (std::uint64_t i = 0, count = random() % 3 == 0 ? 1 + random() % 900 : 1; i < count; ++i) {
      numbers.push_back(phone_number::from_digits_unchecked(from + i));
    }
  }
  import_options options;
  import_frame frame{.options = options,
                     .kind = list_kind::set,
                     .days = day_format(),
                     .entries = snapshot_builder(list_kind::set),
                     .bad = rejects("rejects.csv")};
  snapshot_builder entries(list_kind::set), not_in_plan(list_kind::set);
  for (const phone_number number : numbers) {
    entries.add(number);
    if (!classify(number).valid) not_in_plan.add(number);
    if (const phone_number today = renumbered(number)) entries.add(today);
  }
  reader_job job(frame, "in.txt", *byte_source::of_text("", "in.txt"), *parse_day("2026-11-20"), "in.txt");
  std::span<const phone_number> rest = numbers;
  while (!rest.empty()) {
    const std::size_t some = std::min<std::size_t>(rest.size(), 1 + random() % 700);
    job.take(rest.first(some));
    rest = rest.subspan(some);
  }
  CHECK(frame.lines == numbers.size());
  const bool same = frame.entries.bytes({}).value() == entries.bytes({}).value();
  CHECK(same);
  const bool same_outside = frame.not_in_plan.bytes({}).value() == not_in_plan.bytes({}).value();
  CHECK(same_outside);
}

}  // namespace
}  // namespace callsieve

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "number/numbers_in.hpp"
#include "number/parse_fuzz.hpp"

// The first byte chooses the default region, the rest is the cell.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace callsieve;
  if (size == 0) return 0;
  const int choice = data[0];
  const auto region = choice <= region_count() ? static_cast<region_id>(choice) : region_id::e164;
  const std::string_view cell(reinterpret_cast<const char*>(data + 1), size - 1);
  if (!fuzz::parse_holds(cell, region)) std::abort();
  std::size_t readings = 0;
  numbers_in numbers(cell, region);
  for (number_within one; numbers.next(one); ++readings) {
    const plan_entry entry = classify(one.number.number);
    if (!one.number.readable() || entry.valid != one.number.valid() || entry.type != one.number.type) std::abort();
  }
  if (readings > 200 * size) std::abort();
  return 0;
}

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "number/parse_fuzz.hpp"

// The first byte chooses the default region, the rest is the cell.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace callsieve;
  if (size == 0) return 0;
  const int choice = data[0];
  const auto region = choice <= region_count() ? static_cast<region_id>(choice) : region_id::e164;
  if (!fuzz::parse_holds({reinterpret_cast<const char*>(data + 1), size - 1}, region)) std::abort();
  return 0;
}

#include "sets/snapshot_fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return callsieve::test::fuzz_snapshot(data, size);
}

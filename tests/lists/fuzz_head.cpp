// A list's head from any bytes, with its checksum made right so that what lies behind it is reached.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <variant>

#include "callsieve/base/bytes.hpp"

#include "lists/head.hpp"

#include <xxhash.h>

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

void try_bytes(const std::string& bytes) {
  const auto result = callsieve::decode_head(std::as_bytes(std::span(bytes)));
  if (const auto* head = std::get_if<callsieve::list_head>(&result)) {
    // A head of version 0 is written anew as version 1.
    require(head->revision == 0 || callsieve::encode_head(*head) == bytes);
  } else {
    require(std::get<callsieve::byte_damage>(result).offset <= bytes.size());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string bytes(reinterpret_cast<const char*>(data), size);
  try_bytes(bytes);
  bytes = "CALLHEAD" + bytes;
  if (bytes.size() < 16) return 0;
  callsieve::store_le(&bytes[bytes.size() - 8], std::uint64_t{XXH3_64bits(bytes.data(), bytes.size() - 8)});
  try_bytes(bytes);
  return 0;
}

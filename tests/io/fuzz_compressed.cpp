// Any bytes, as a compressed file: the same text or the same error on one thread and on several.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "callsieve/io/source.hpp"

#include "io/temporary_folder.hpp"

namespace {

/// Enough to see where a few bytes go that unpack to many.
std::string beginning(absl::StatusOr<callsieve::byte_source> source) {
  constexpr std::size_t most = std::size_t{3} << 20;
  if (!source.ok()) return callsieve::message_of(source.status());
  std::string text(most, '\0');
  const auto got = source->read(text.data(), most);
  if (!got.ok()) return callsieve::message_of(got.status());
  text.resize(*got);
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const callsieve::test::temporary_folder folder;
  static const std::string file = folder / "leads.csv";
  callsieve::test::write_whole(file, std::string_view(reinterpret_cast<const char*>(data), size));
  const std::string expected = beginning(callsieve::byte_source::open(file, 1));
  for (const unsigned threads : {2U, 5U}) {
    if (beginning(callsieve::byte_source::open(file, threads)) == expected) continue;
    std::fprintf(stderr, "%u threads differ from one\n", threads);
    std::abort();
  }
  return 0;
}

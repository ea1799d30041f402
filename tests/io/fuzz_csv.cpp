// The reader of delimited text agrees with the slow one on any bytes, at any chunk size.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "io/csv_check.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 4096) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const std::size_t chunk : {1U, 7U, 4096U}) {
    for (const char delimiter : {',', ';'}) {
      for (const bool quotes : {true, false}) {
        const std::string difference = callsieve::test::csv_difference(text, chunk, delimiter, size % 4, quotes);
        if (difference.empty()) continue;
        std::fprintf(stderr, "chunk %zu, delimiter %c, quotes %d: %s\n", chunk, delimiter, quotes, difference.c_str());
        std::abort();
      }
    }
    // Found dialects have no oracle; they must only not crash, and stay within the rows.
    auto source = callsieve::byte_source::of_text(std::string(text), "text");
    if (!source.ok()) continue;
    auto reader = callsieve::csv_reader::open(*std::move(source), callsieve::test::small_options(chunk, 0));
    if (!reader.ok()) continue;
    std::size_t total = 0;
    for (auto more = reader->next(); more.ok() && *more; more = reader->next()) {
      for (const auto& row : reader->rows()) total += row.bytes.size();
    }
    if (total > size) std::abort();
  }
  return 0;
}

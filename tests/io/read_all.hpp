// A source to its end.
#pragma once

#include <cstddef>
#include <string>

#include "callsieve/io/source.hpp"

namespace callsieve::test {

/// What is read in portions, or the error.
inline std::string read_all(absl::StatusOr<byte_source> source, std::size_t portion) {
  if (!source.ok()) return message_of(source.status());
  std::string text, buffer(portion, '\0');
  for (;;) {
    const auto got = source->read(buffer.data(), portion);
    if (!got.ok()) return message_of(got.status());
    text.append(buffer, 0, *got);
    if (*got < portion) return text;
  }
}

}  // namespace callsieve::test

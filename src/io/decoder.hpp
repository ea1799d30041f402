// Compressed bytes to the bytes that were compressed.
#pragma once

#include <memory>
#include <string_view>

#include "callsieve/io/source.hpp"

namespace callsieve::detail {

/// Whether a text that begins with these bytes is compressed with gzip (RFC 1952) or Zstandard (RFC 8878).
[[nodiscard]] bool is_compressed(std::string_view beginning) noexcept;

/// What a source's bytes were before they were compressed: one or many members or frames after each other, front to
/// back, in bounded memory. On two `threads` or more frames of Zstandard are decompressed side by side (part_decoder)
/// where the source is no pipe: to wait for a whole frame would hold up what comes before its end. Bytes and errors do
/// not depend on it. Requires a source whose beginning is_compressed().
/// Errors of read(): as the source's; bad_input naming the file and the offset where the compressed bytes are cut or
/// damaged; system_failure where a frame asks for more memory than there is. Trust: any bytes.
[[nodiscard]] std::unique_ptr<byte_producer> decompress(byte_source compressed, unsigned threads);

}  // namespace callsieve::detail

// Compressed texts for tests, made by the libraries themselves.
#pragma once

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>
#include <zlib.h>
#include <zstd.h>

namespace callsieve::test {

inline std::string gzip_of(std::string_view text) {
  z_stream stream{};
  constexpr int gzip = 16;
  if (deflateInit2(&stream, 6, Z_DEFLATED, MAX_WBITS + gzip, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("deflateInit2");
  }
  std::string packed(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const int said = deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  if (said != Z_STREAM_END) throw std::runtime_error("deflate");
  return packed;
}

inline std::string zstd_of(std::string_view text) {
  std::string packed(ZSTD_compressBound(text.size()), '\0');
  const std::size_t size = ZSTD_compress(packed.data(), packed.size(), text.data(), text.size(), 3);
  if (ZSTD_isError(size) != 0) throw std::runtime_error(ZSTD_getErrorName(size));
  packed.resize(size);
  return packed;
}

/// As a stream of unknown length is compressed: the frame does not say how long its content is.
inline std::string zstd_stream_of(std::string_view text) {
  ZSTD_CCtx* const context = ZSTD_createCCtx();
  std::string packed(ZSTD_compressBound(text.size()) + 64, '\0');
  ZSTD_inBuffer in{text.data(), text.size(), 0};
  ZSTD_outBuffer out{packed.data(), packed.size(), 0};
  std::size_t left = ZSTD_compressStream2(context, &out, &in, ZSTD_e_continue);
  if (ZSTD_isError(left) == 0) left = ZSTD_compressStream2(context, &out, &in, ZSTD_e_end);
  ZSTD_freeCCtx(context);
  if (left != 0) throw std::runtime_error("ZSTD_compressStream2");
  packed.resize(out.pos);
  return packed;
}

/// A frame that holds no content: what decompressors skip.
inline std::string zstd_skippable(std::string_view bytes) {
  std::string frame = "\x50\x2a\x4d\x18";
  for (int shift = 0; shift < 32; shift += 8) frame += static_cast<char>(bytes.size() >> shift & 0xff);
  return frame.append(bytes);
}

/// In frames of `portion` bytes of the text, each behind a frame to skip that says its size, as pzstd writes them.
inline std::string pzstd_of(std::string_view text, std::size_t portion) {
  std::string packed;
  for (; !text.empty(); text.remove_prefix(std::min(portion, text.size()))) {
    const std::string frame = zstd_stream_of(text.substr(0, portion));
    std::string size;
    for (int shift = 0; shift < 32; shift += 8) size += static_cast<char>(frame.size() >> shift & 0xff);
    packed += zstd_skippable(size) + frame;
  }
  return packed;
}

}  // namespace callsieve::test

#include <algorithm>
#include <zstd.h>
#include <zstd_errors.h>

#include "io/unpacker.hpp"

namespace callsieve::detail {
namespace {

/// The library gets as many bytes at a time as it asks for, that is block by block: so a failure has its place, and
/// the same one however the bytes come by.
class zstd final : public unpacker {
 public:
  zstd() : stream_(ZSTD_createDStream()) { reset(); }
  ~zstd() override { ZSTD_freeDStream(stream_); }

  unpacked unpack(std::string_view packed, char* into, std::size_t room) override {
    if (stream_ == nullptr) return {.failure = unpack_failure::no_memory, .why = "ZSTD_createDStream"};
    ZSTD_inBuffer in{packed.data(), std::min(packed.size(), wanted_ - taken_), 0};
    ZSTD_outBuffer out{into, room, 0};
    const std::size_t said = ZSTD_decompressStream(stream_, &out, &in);
    if (ZSTD_isError(said) != 0) {
      const bool memory = ZSTD_getErrorCode(said) == ZSTD_error_memory_allocation ||
                          ZSTD_getErrorCode(said) == ZSTD_error_frameParameter_windowTooLarge;
      return {.failure = memory ? unpack_failure::no_memory : unpack_failure::damaged,
              .why = ZSTD_getErrorName(said),
              .taken_before = taken_};
    }
    taken_ += in.pos;
    between_frames_ = said == 0;
    if (taken_ == wanted_) {
      wanted_ = between_frames_ ? first_bytes_ : said;
      taken_ = 0;
    }
    return {.used = in.pos, .made = out.pos};
  }
  [[nodiscard]] bool between_parts() const noexcept override { return between_frames_; }
  void reset() override {
    if (stream_ != nullptr) wanted_ = first_bytes_ = ZSTD_initDStream(stream_);
    taken_ = 0;
    between_frames_ = true;
  }

 private:
  ZSTD_DStream* stream_;
  std::size_t first_bytes_ = 0;  ///< what the library asks for at a frame's beginning
  std::size_t wanted_ = 0;       ///< what it asked for last
  std::size_t taken_ = 0;        ///< and has got of it
  bool between_frames_ = true;
};

}  // namespace

std::unique_ptr<unpacker> zstd_unpacker() { return std::make_unique<zstd>(); }

std::size_t zstd_frame_size(std::string_view packed) noexcept {
  const std::size_t size = ZSTD_findFrameCompressedSize(packed.data(), packed.size());
  return ZSTD_isError(size) != 0 ? 0 : size;
}

}  // namespace callsieve::detail

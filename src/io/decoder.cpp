#include "io/decoder.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <zlib.h>
#include <zstd.h>

namespace callsieve::detail {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view gzip_magic = "\x1f\x8b"sv;
constexpr std::string_view zstd_magic = "\x28\xb5\x2f\xfd"sv;
constexpr std::size_t chunk = std::size_t{128} * 1024;  ///< compressed bytes read at a time

/// What both formats share: the compressed bytes at hand, and what is said of bad ones.
class decoder : public byte_producer {
 public:
  explicit decoder(byte_source from) : source_(std::move(from)), bytes_(new char[chunk]) {}
  void give_up_when(const std::function<bool()>& give_up) override { source_.give_up_when(give_up); }

 protected:
  /// More compressed bytes when all are used. Nothing may be left at the end.
  absl::Status refill() {
    if (used_ < filled_ || at_end_) return absl::OkStatus();
    const auto got = source_.read(bytes_.get(), chunk);
    if (!got.ok()) return got.status();
    offset_ += filled_;
    used_ = 0;
    filled_ = *got;
    at_end_ = *got < chunk;
    return absl::OkStatus();
  }
  [[nodiscard]] std::string_view at_hand() const noexcept { return {bytes_.get() + used_, filled_ - used_}; }
  void use(std::size_t count) noexcept { used_ += count; }

  [[nodiscard]] absl::Status cut() const {
    return bad_input(source_.name() + " is cut: its compressed bytes end at byte " + place() +
                     " in the middle of the data; get it again in full");
  }
  [[nodiscard]] absl::Status damaged_at(std::string_view what) const {
    return bad_input(source_.name() + ", byte " + place() + ": damaged compressed data (" + std::string(what) +
                     "); get it again");
  }

 private:
  [[nodiscard]] std::string place() const { return std::to_string(offset_ + used_); }

  byte_source source_;
  std::unique_ptr<char[]> bytes_;
  std::size_t used_ = 0, filled_ = 0;
  std::uint64_t offset_ = 0;  ///< of bytes_ in the file
  bool at_end_ = false;
};

class gzip_decoder final : public decoder {
 public:
  explicit gzip_decoder(byte_source from) : decoder(std::move(from)) {
    constexpr int gzip_only = 16;
    ready_ = inflateInit2(&stream_, MAX_WBITS + gzip_only) == Z_OK;
  }
  ~gzip_decoder() override { inflateEnd(&stream_); }

  absl::StatusOr<std::size_t> read(char* into, std::size_t capacity) override {
    if (!ready_) return system_failure("no memory to decompress");
    std::size_t done = 0;
    while (done < capacity) {
      if (absl::Status status = refill(); !status.ok()) return status;
      const std::string_view bytes = at_hand();
      if (bytes.empty()) {
        if (!between_members_) return cut();
        break;
      }
      if (between_members_ && bytes.front() == '\0') {  // what tapes and block devices pad with
        use(1);
        continue;
      }
      between_members_ = false;
      stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
      stream_.avail_in = static_cast<uInt>(bytes.size());
      stream_.next_out = reinterpret_cast<Bytef*>(into + done);
      const auto room = static_cast<uInt>(std::min(capacity - done, std::size_t{1} << 30));
      stream_.avail_out = room;
      const int said = inflate(&stream_, Z_NO_FLUSH);
      use(bytes.size() - stream_.avail_in);
      done += room - stream_.avail_out;
      if (said == Z_STREAM_END) {
        between_members_ = inflateReset(&stream_) == Z_OK;
      } else if (said != Z_OK && said != Z_BUF_ERROR) {
        return damaged_at(stream_.msg != nullptr ? stream_.msg : "no gzip");
      }
    }
    return done;
  }

 private:
  z_stream stream_{};
  bool ready_ = false;
  bool between_members_ = true;
};

class zstd_decoder final : public decoder {
 public:
  explicit zstd_decoder(byte_source from) : decoder(std::move(from)), stream_(ZSTD_createDStream()) {}
  ~zstd_decoder() override { ZSTD_freeDStream(stream_); }

  absl::StatusOr<std::size_t> read(char* into, std::size_t capacity) override {
    if (stream_ == nullptr) return system_failure("no memory to decompress");
    ZSTD_outBuffer out{into, capacity, 0};
    while (out.pos < out.size) {
      if (absl::Status status = refill(); !status.ok()) return status;
      const std::string_view bytes = at_hand();
      if (bytes.empty() && between_frames_) break;
      // Without bytes at hand: what the decoder still holds back.
      ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
      const std::size_t before = out.pos;
      const std::size_t said = ZSTD_decompressStream(stream_, &out, &in);
      use(in.pos);
      if (ZSTD_isError(said) != 0) return damaged_at(ZSTD_getErrorName(said));
      between_frames_ = said == 0;
      if (bytes.empty() && out.pos == before && !between_frames_) return cut();
    }
    return out.pos;
  }

 private:
  ZSTD_DStream* stream_;
  bool between_frames_ = true;
};

}  // namespace

bool is_compressed(std::string_view beginning) noexcept {
  return beginning.starts_with(gzip_magic) || beginning.starts_with(zstd_magic);
}

std::unique_ptr<byte_producer> decompress(byte_source compressed) {
  const auto head = compressed.peek(gzip_magic.size());
  if (head.ok() && *head == gzip_magic) return std::make_unique<gzip_decoder>(std::move(compressed));
  return std::make_unique<zstd_decoder>(std::move(compressed));
}

}  // namespace callsieve::detail

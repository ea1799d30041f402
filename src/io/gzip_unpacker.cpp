#include <algorithm>
#include <zlib.h>

#include "io/unpacker.hpp"

namespace callsieve::detail {
namespace {

class gzip final : public unpacker {
 public:
  gzip() {
    constexpr int gzip_only = 16;
    ready_ = inflateInit2(&stream_, MAX_WBITS + gzip_only) == Z_OK;
  }
  ~gzip() override { inflateEnd(&stream_); }

  unpacked unpack(std::string_view packed, char* into, std::size_t room) override {
    if (!ready_) return {.failure = unpack_failure::no_memory, .why = "inflate"};
    if (between_members_ && !packed.empty() && packed.front() == '\0') {  // what tapes and block devices pad with
      return {.used = std::min(packed.find_first_not_of('\0'), packed.size())};
    }
    between_members_ = between_members_ && packed.empty();
    constexpr std::size_t most = std::size_t{1} << 30;
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream_.avail_in = static_cast<uInt>(std::min(packed.size(), most));
    stream_.next_out = reinterpret_cast<Bytef*>(into);
    stream_.avail_out = static_cast<uInt>(std::min(room, most));
    const int said = inflate(&stream_, Z_NO_FLUSH);
    unpacked result{.used = static_cast<std::size_t>(reinterpret_cast<const char*>(stream_.next_in) - packed.data()),
                    .made = static_cast<std::size_t>(reinterpret_cast<char*>(stream_.next_out) - into)};
    if (said == Z_STREAM_END) {
      between_members_ = inflateReset(&stream_) == Z_OK;
    } else if (said == Z_MEM_ERROR) {
      result.failure = unpack_failure::no_memory;
      result.why = "inflate";
    } else if (said != Z_OK && said != Z_BUF_ERROR) {
      result.failure = unpack_failure::damaged;
      result.why = stream_.msg != nullptr ? stream_.msg : "no gzip";
    }
    return result;
  }
  [[nodiscard]] bool between_parts() const noexcept override { return between_members_; }
  void reset() override { between_members_ = inflateReset(&stream_) == Z_OK; }

 private:
  z_stream stream_{};
  bool ready_ = false;
  bool between_members_ = true;
};

}  // namespace

std::unique_ptr<unpacker> gzip_unpacker() { return std::make_unique<gzip>(); }

}  // namespace callsieve::detail

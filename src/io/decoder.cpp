#include "io/decoder.hpp"

#include <utility>

#include "io/packed_bytes.hpp"
#include "io/part_decoder.hpp"
#include "io/unpacker.hpp"

namespace callsieve::detail {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view gzip_magic = "\x1f\x8b"sv;
constexpr std::string_view zstd_magic = "\x28\xb5\x2f\xfd"sv;

/// A frame that decompressors skip; pzstd writes one before each other frame.
bool is_skippable_frame(std::string_view beginning) noexcept {
  return beginning.size() >= 4 && (beginning[0] & 0xf0) == 0x50 && beginning.substr(1, 3) == "\x2a\x4d\x18"sv;
}

/// One part after the other, on the thread that asks.
class decoder final : public byte_producer {
 public:
  decoder(byte_source from, std::unique_ptr<unpacker> by) : packed_(std::move(from)), unpacker_(std::move(by)) {}
  void give_up_when(const std::function<bool()>& give_up) override { packed_.give_up_when(give_up); }

  absl::StatusOr<std::size_t> read(char* into, std::size_t capacity) override {
    return packed_.unpack_all(*unpacker_, into, capacity);
  }

 private:
  packed_bytes packed_;
  std::unique_ptr<unpacker> unpacker_;
};

}  // namespace

bool is_compressed(std::string_view beginning) noexcept {
  return beginning.starts_with(gzip_magic) || beginning.starts_with(zstd_magic) || is_skippable_frame(beginning);
}

std::unique_ptr<byte_producer> decompress(byte_source compressed, unsigned threads) {
  const auto head = compressed.peek(gzip_magic.size());
  if (head.ok() && *head == gzip_magic) return std::make_unique<decoder>(std::move(compressed), gzip_unpacker());
  if (threads > 1 && compressed.size()) return std::make_unique<part_decoder>(std::move(compressed), threads);
  return std::make_unique<decoder>(std::move(compressed), zstd_unpacker());
}

}  // namespace callsieve::detail

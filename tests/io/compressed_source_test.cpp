// Compressed inputs: read as what was compressed, and never as less than that.
#include <fcntl.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

#include "callsieve/io/source.hpp"

#include "io/compressed.hpp"
#include "io/read_ahead.hpp"
#include "io/read_all.hpp"
#include "io/temporary_folder.hpp"
#include "support/catch.hpp"
#include "support/text.hpp"

namespace {

using namespace callsieve;
using namespace callsieve::test;

/// Compressible, and longer than any buffer on the way.
std::string long_text() {
  std::string text = "name,phone\n";
  for (int i = 0; text.size() < 1'000'000; ++i) text += std::to_string(i * 7919 % 104729) + ",2025550100\n";
  return text;
}

}  // namespace

TEST_CASE("What is compressed reads as what it was, known by its content, in one part or many") {
  const temporary_folder folder;
  const std::string text = long_text();
  const std::string half = text.substr(0, text.size() / 2), rest = text.substr(half.size());
  const std::string tape_padding(5000, '\0');
  for (const std::string& packed : {gzip_of(text), gzip_of(half) + gzip_of(rest), gzip_of(text) + tape_padding,
                                    zstd_of(text), zstd_of(half) + zstd_of("") + zstd_of(rest)}) {
    write_whole(folder / "leads.csv", packed);
    for (const std::size_t portion : {1'000UL, 65'536UL, 10'000'000UL}) {
      CHECK(read_all(byte_source::open(folder / "leads.csv"), portion) == text);
    }
    CHECK(read_all(byte_source::of_text(packed, "member"), 4'096) == text);
    auto source = byte_source::open(folder / "leads.csv");
    REQUIRE(source.ok());
    CHECK_FALSE(source->size());
    CHECK(source->is_slow());
    CHECK(*source->peek(100'000) == text.substr(0, 100'000));
    CHECK(read_all(std::move(source), 77'777) == text);
  }
  CHECK(read_all(byte_source::of_text(gzip_of(""), "empty"), 10).empty());
  CHECK(read_all(byte_source::of_text(zstd_of(""), "empty"), 10).empty());
}

TEST_CASE("Cut anywhere, compressed bytes are an error that names the file and the byte") {
  for (const std::string& packed :
       {gzip_of("phone\n2025550100\n"), zstd_of("phone\n2025550100\n"), gzip_of("phone\n") + gzip_of("2025550100\n")}) {
    const std::size_t whole_first = gzip_of("phone\n").size();
    for (std::size_t size = 4; size < packed.size(); ++size) {
      if (size == whole_first && packed.size() > 40 && packed.starts_with(gzip_of("phone\n"))) continue;
      const std::string said = read_all(byte_source::of_text(packed.substr(0, size), "leads.csv.gz"), 4'096);
      INFO(size << " of " << packed.size() << ": " << said);
      CHECK(holds(said, "leads.csv.gz is cut: its compressed bytes end at byte " + std::to_string(size)));
    }
  }
}

TEST_CASE("Damaged compressed bytes are an error, also where only a checksum tells") {
  const std::string text = long_text();
  std::string packed = gzip_of(text);
  packed[packed.size() - 6] ^= 1;  // of the checksum
  CHECK(holds(read_all(byte_source::of_text(packed, "leads.csv.gz"), 4'096), "damaged compressed data"));
  CHECK(holds(read_all(byte_source::of_text(gzip_of(text) + "more", "leads.csv.gz"), 4'096), "damaged"));
  packed = zstd_of(text);
  packed[5] ^= 0x7f;
  CHECK_FALSE(read_all(byte_source::of_text(packed, "leads.csv.zst"), 4'096) == text);
}

TEST_CASE("What no reader of text can use is refused within compressed bytes too") {
  CHECK(holds(read_all(byte_source::of_text(gzip_of("PK\x03\x04 and more"), "a.gz"), 10), "Excel"));
  CHECK(holds(read_all(byte_source::of_text(zstd_of("\xff\xfen"), "a.zst"), 10), "UTF-16"));
  CHECK(holds(read_all(byte_source::of_text(gzip_of(zstd_of("phone\n")), "a.gz"), 10), "compressed too"));
}

TEST_CASE("Read ahead on another thread, bytes and errors are the same") {
  const std::string text = long_text() + long_text();
  const auto read_ahead_of = [](absl::StatusOr<byte_source> source, std::size_t portion) -> std::string {
    REQUIRE(source.ok());
    detail::read_ahead ahead(*std::move(source), {});
    std::string got_text, buffer(portion, '\0');
    for (;;) {
      const auto got = ahead.read(buffer.data(), portion);
      if (!got.ok()) return message_of(got.status());
      got_text.append(buffer, 0, *got);
      if (*got < portion) return got_text;
    }
  };
  for (const std::size_t portion : {999UL, 262'144UL, 5'000'000UL}) {
    CHECK(read_ahead_of(byte_source::of_text(text, "leads"), portion) == text);
    CHECK(read_ahead_of(byte_source::of_text(zstd_of(text), "leads"), portion) == text);
  }
  const std::string packed = gzip_of(text);
  CHECK(holds(read_ahead_of(byte_source::of_text(packed.substr(0, packed.size() - 9), "leads"), 1'000), "is cut"));
  // Nobody has to read to the end.
  detail::read_ahead unread(*byte_source::of_text(text, "leads"), {});
}

TEST_CASE("Whoever waits for a silent pipe can be told to give up") {
  const temporary_folder folder;
  const std::string path = folder / "pipe";
  REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  ssize_t written = 0;
  std::thread writer([&] {
    const int descriptor = ::open(path.c_str(), O_WRONLY);
    const std::string text(100, 'x');
    written = ::write(descriptor, text.data(), text.size());
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    ::close(descriptor);
  });
  auto source = byte_source::open(path);
  REQUIRE(source.ok());
  int asked = 0;
  source->give_up_when([&] { return ++asked == 2; });
  std::string buffer(1000, '\0');
  CHECK(absl::IsCancelled(source->read(buffer.data(), buffer.size()).status()));
  CHECK(asked == 2);
  writer.join();
  CHECK(written == 100);
}

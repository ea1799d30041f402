#include <sys/stat.h>
#include <thread>
#include <unistd.h>

#include "callsieve/io/source.hpp"

#include "io/temporary_folder.hpp"
#include "support/catch.hpp"
#include "support/text.hpp"

namespace {

using namespace callsieve;
using test::holds;
using test::temporary_folder;
using test::write_whole;

std::string refusal(const std::string& bytes) {
  const auto source = byte_source::of_text(bytes, "leads");
  return source.ok() ? "" : message_of(source.status());
}

}  // namespace

TEST_CASE("A file is read in any portions; what was peeked at comes first") {
  const temporary_folder folder;
  const std::string text = "0123456789abcdefghij";
  write_whole(folder / "a", text);
  for (std::size_t portion = 1; portion <= 21; ++portion) {
    auto source = byte_source::open(folder / "a");
    REQUIRE(source.ok());
    CHECK(source->size() == 20U);
    CHECK(*source->peek(7) == "0123456");
    CHECK(*source->peek(100) == text);
    std::string read;
    std::string buffer(portion, '\0');
    for (;;) {
      const auto got = source->read(buffer.data(), portion);
      REQUIRE(got.ok());
      read.append(buffer, 0, *got);
      if (*got < portion) break;
    }
    CHECK(read == text);
  }
}

TEST_CASE("What is no text is refused by name, with the way out") {
  CHECK(holds(refusal(std::string("\xfd"
                                  "7zXZ\0",
                                  6)),
              "xzcat"));
  CHECK(holds(refusal("PK\x03\x04rest"), "CSV UTF-8"));
  CHECK(holds(refusal("\xd0\xcf\x11\xe0"), "Excel"));
  CHECK(holds(refusal("\xff\xfen"), "UTF-16"));
  CHECK(holds(refusal("\xfe\xffn"), "UTF-16"));
  CHECK(holds(refusal(std::string("n\0a\0m\0e\0,\0p\0h\0o\0", 16)), "iconv"));
  CHECK(holds(refusal(std::string("\0n\0a\0m\0e\0,\0p\0h\0o", 16)), "UTF-16"));
  CHECK(refusal(std::string("name\0,phone\n1,2\n3", 16)).empty());
  CHECK(refusal("Bob,2025550101\n").empty());
}

TEST_CASE("A missing file, an unreadable one and a folder are refused by name") {
  const temporary_folder folder;
  CHECK(holds(message_of(byte_source::open(folder / "no-such.csv").status()), "no-such.csv: No such file"));
  CHECK(holds(message_of(byte_source::open(folder.path()).status()), "is a folder"));
  write_whole(folder / "secret.csv", "phone\n");
  ::chmod((folder / "secret.csv").c_str(), 0);
  if (::geteuid() == 0) {
    WARN("an unreadable file is not tried: root reads everything");
  } else {
    CHECK(holds(message_of(byte_source::open(folder / "secret.csv").status()), "secret.csv: Permission denied"));
  }
}

TEST_CASE("A file that becomes shorter while it is read is an error; one that only loses its name is not") {
  const temporary_folder folder;
  write_whole(folder / "a", std::string(100'000, 'x'));
  auto cut = byte_source::open(folder / "a");
  auto vanishing = byte_source::open(folder / "a");
  std::filesystem::remove(folder / "a");
  std::string buffer(200'000, '\0');
  CHECK(vanishing->read(buffer.data(), buffer.size()).value_or(0) == 100'000);

  write_whole(folder / "b", std::string(100'000, 'x'));
  cut = byte_source::open(folder / "b");
  std::filesystem::resize_file(folder / "b", 50'000);
  CHECK(holds(message_of(cut->read(buffer.data(), buffer.size()).status()), "became shorter"));
}

TEST_CASE("A pipe is read to its end; its size is not known") {
  const temporary_folder folder;
  const std::string path = folder / "pipe";
  REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  std::thread writer([&] {
    write_whole(path, std::string(300'000, 'y'));  // more than a pipe holds
  });
  auto source = byte_source::open(path);
  REQUIRE(source.ok());
  CHECK_FALSE(source->size());
  std::string buffer(400'000, '\0');
  CHECK(source->read(buffer.data(), buffer.size()).value_or(0) == 300'000);
  writer.join();
}

namespace {

/// Gives its text, then ends or fails.
class portions : public byte_producer {
 public:
  portions(std::string text, absl::Status end) : text_(std::move(text)), end_(std::move(end)) {}
  absl::StatusOr<std::size_t> read(char* into, std::size_t capacity) override {
    const std::size_t got = std::min(capacity, text_.size() - given_);
    text_.copy(into, got, given_);
    given_ += got;
    if (got < capacity && !end_.ok()) return end_;
    return got;
  }

 private:
  std::string text_;
  absl::Status end_;
  std::size_t given_ = 0;
};

}  // namespace

TEST_CASE("What a producer gives reads as a file does, and its error is the input's") {
  auto source = byte_source::of_producer(std::make_unique<portions>("0123456789", absl::OkStatus()), "a.zip", 10);
  REQUIRE(source.ok());
  CHECK(source->size() == 10U);
  CHECK(*source->peek(4) == "0123");
  char into[20];
  CHECK(*source->read(into, 6) == 6);
  CHECK(*source->read(into + 6, 14) == 4);
  CHECK(std::string(into, 10) == "0123456789");

  auto broken = byte_source::of_producer(std::make_unique<portions>("0123", bad_input("a.zip: damaged")), "a.zip", 10);
  CHECK(message_of(broken.status()) == "a.zip: damaged");
  const std::string workbook("PK\x03\x04 and more");
  CHECK_FALSE(byte_source::of_producer(std::make_unique<portions>(workbook, absl::OkStatus()), "a", {}).ok());
}

// Names of descriptors as outputs and inputs: written and read where they stand, never replaced or begun again.
#include <fcntl.h>
#include <string>
#include <unistd.h>

#include "callsieve/io/file.hpp"
#include "callsieve/io/source.hpp"

#include "io/temporary_folder.hpp"
#include "support/catch.hpp"

namespace {

using namespace callsieve;
using callsieve::test::files_in;
using callsieve::test::read_whole;
using callsieve::test::temporary_folder;
using callsieve::test::write_whole;
namespace fs = std::filesystem;

/// A file of this process that somebody else opened, as a shell does.
class opened_file {
 public:
  opened_file(const fs::path& path, int flags) : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0666)) {
    REQUIRE(descriptor_ >= 0);
  }
  opened_file(const opened_file&) = delete;
  opened_file& operator=(const opened_file&) = delete;
  ~opened_file() { ::close(descriptor_); }
  [[nodiscard]] int descriptor() const { return descriptor_; }
  void write(const std::string& text) const {
    REQUIRE(::write(descriptor_, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
  }

 private:
  int descriptor_;
};

std::vector<fs::path> names_of(int descriptor, const fs::path& link) {
  const std::string number = std::to_string(descriptor);
  fs::create_symlink("/dev/fd/" + number, link);
  return {"/dev/fd/" + number,
          "/proc/self/fd/" + number,
          "/proc/" + std::to_string(::getpid()) + "/fd/" + number,
          "/proc/thread-self/fd/" + number,
          "/dev/../dev/fd/" + number,
          link};
}

void put(const fs::path& name, const std::string& text) {
  auto file = output_file::create(name);
  REQUIRE(file.ok());
  REQUIRE(file->write(text).ok());
  REQUIRE(file->commit().ok());
}

}  // namespace

TEST_CASE("A descriptor as an output is written where it stands, whatever it is called") {
  const temporary_folder folder;
  const opened_file out(folder / "out", O_RDWR | O_CREAT);
  out.write("before\n");
  std::string expected = "before\n";
  for (const fs::path& name : names_of(out.descriptor(), folder / "link")) {
    put(name, name.string() + '\n');
    expected += name.string() + '\n';
  }
  out.write("after\n");
  CHECK(read_whole(folder / "out") == expected + "after\n");
  CHECK(files_in(folder.path()) == 2);
}

TEST_CASE("A descriptor of a file without a name makes no file of the name that it had") {
  const temporary_folder folder;
  const opened_file out(folder / "out", O_RDWR | O_CREAT);
  fs::remove(folder / "out");
  put("/dev/fd/" + std::to_string(out.descriptor()), "rows\n");
  CHECK(files_in(folder.path()) == 0);
  char bytes[8] = {};
  REQUIRE(::pread(out.descriptor(), bytes, sizeof bytes, 0) == 5);
  CHECK(std::string(bytes) == "rows\n");
}

TEST_CASE("A descriptor that is not open is refused by name") {
  const auto out = output_file::create("/dev/fd/987");
  REQUIRE_FALSE(out.ok());
  CHECK(message_of(out.status()).find("/dev/fd/987") != std::string::npos);
  CHECK_FALSE(byte_source::open("/dev/fd/987").ok());
}

TEST_CASE("A numbered file in a folder of that kind of name is a file") {
  const temporary_folder folder;
  fs::create_directory(folder / "fd");
  put(folder / "fd" / "1", "rows\n");
  CHECK(read_whole(folder / "fd" / "1") == "rows\n");
}

TEST_CASE("A descriptor as an input is read on from where it stands") {
  const temporary_folder folder;
  write_whole(folder / "in", "taken\nleft\n");
  const opened_file in(folder / "in", O_RDONLY);
  for (const fs::path& name : names_of(in.descriptor(), folder / "link")) {
    REQUIRE(::lseek(in.descriptor(), 6, SEEK_SET) == 6);
    auto source = byte_source::open(name);
    REQUIRE(source.ok());
    CHECK(source->size() == std::optional<std::uint64_t>(5));
    char bytes[16] = {};
    REQUIRE(source->read(bytes, sizeof bytes).value() == 5);
    CHECK(std::string(bytes) == "left\n");
    // An import looks first, and reads then.
    CHECK(byte_source::open(name)->size() == std::optional<std::uint64_t>(5));
  }
}

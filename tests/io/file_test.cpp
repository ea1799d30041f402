#include "callsieve/io/file.hpp"

#include <csignal>
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "io/temporary_folder.hpp"
#include "support/catch.hpp"

using callsieve::file_lock;
using callsieve::mapped_file;
using callsieve::message_of;
using callsieve::output_file;
using callsieve::test::files_in;
using callsieve::test::read_whole;
using callsieve::test::temporary_folder;
using callsieve::test::write_whole;
namespace fs = std::filesystem;

namespace {

bool mentions(const absl::Status& status, const std::string& text) {
  return message_of(status).find(text) != std::string::npos;
}

/// What the umask leaves of 0666.
mode_t usual_mode() {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666 & ~mask;
}

mode_t mode_of(const fs::path& file) {
  struct stat facts {};
  REQUIRE(::stat(file.c_str(), &facts) == 0);
  return facts.st_mode & 07777;
}

}  // namespace

TEST_CASE("A mapped file holds the file's bytes, also after the file is gone") {
  const temporary_folder folder;
  write_whole(folder / "a", "some bytes");
  auto file = mapped_file::open(folder / "a");
  REQUIRE(file.ok());
  fs::remove(folder / "a");
  const mapped_file moved = std::move(*file);
  CHECK(moved.text() == "some bytes");
  CHECK(moved.bytes().size() == 10);
}

TEST_CASE("An empty file maps to nothing; folders, pipes and missing files are refused by name") {
  const temporary_folder folder;
  write_whole(folder / "empty", "");
  REQUIRE(mapped_file::open(folder / "empty").ok());
  CHECK(mapped_file::open(folder / "empty")->bytes().empty());
  REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
  for (const fs::path& refused : {folder.path(), folder / "pipe", folder / "missing"}) {
    const auto file = mapped_file::open(refused);
    REQUIRE_FALSE(file.ok());
    CHECK(mentions(file.status(), refused.string()));
  }
  CHECK(mentions(mapped_file::open(folder / "missing").status(), "No such file"));
}

TEST_CASE(
    "A mapped file that is written into, cut or grown says so by name; one that is replaced or deleted does not") {
  const temporary_folder folder;
  const fs::path path = folder / "a";
  // Long ago, since the clock of a file system has steps of up to 10 ms.
  const auto long_ago = fs::file_time_type::clock::now() - std::chrono::hours(1);
  const auto write_it = [&] { write_whole(path, "some bytes"), fs::last_write_time(path, long_ago); };
  const auto opened = [&] { return write_it(), mapped_file::open(path); };

  auto file = opened();
  REQUIRE(file.ok());
  CHECK(file->check_unchanged().ok());
  const mapped_file moved = std::move(*file);
  CHECK(moved.check_unchanged().ok());
  write_whole(path, "same bytes");
  REQUIRE_FALSE(moved.check_unchanged().ok());
  CHECK(mentions(moved.check_unchanged(), path.string()));

  const auto cut = opened();
  fs::resize_file(path, 3);
  CHECK_FALSE(cut->check_unchanged().ok());

  const auto grown = opened();
  fs::resize_file(path, 300);
  fs::last_write_time(path, long_ago);
  CHECK_FALSE(grown->check_unchanged().ok());

  const auto replaced = opened();
  write_whole(folder / "b", "other bytes");
  fs::rename(folder / "b", path);
  CHECK(replaced->check_unchanged().ok());

  const auto deleted = opened();
  fs::remove(path);
  CHECK(deleted->check_unchanged().ok());

  CHECK(mapped_file().check_unchanged().ok());
}

TEST_CASE("A file appears under its name at commit, not before, and nothing else stays") {
  const temporary_folder folder;
  auto file = output_file::create(folder / "out");
  REQUIRE(file.ok());
  REQUIRE(file->write("hello ").ok());
  REQUIRE(file->write(std::string(3'000'000, 'x')).ok());
  CHECK_FALSE(fs::exists(folder / "out"));
  REQUIRE(file->write(" end").ok());
  REQUIRE(file->commit().ok());
  CHECK(read_whole(folder / "out") == "hello " + std::string(3'000'000, 'x') + " end");
  CHECK(files_in(folder.path()) == 1);
  CHECK(mode_of(folder / "out") == usual_mode());
  CHECK_FALSE(file->write("more").ok());
  CHECK_FALSE(file->commit().ok());
}

TEST_CASE("A long file, which the disk gets while it is written, is whole") {
  const temporary_folder folder;
  auto file = output_file::create(folder / "out");
  REQUIRE(file.ok());
  std::string all;
  for (int i = 0; i < 45; ++i) {
    const std::string piece(900'001, static_cast<char>('A' + i));
    all += piece;
    REQUIRE(file->write(piece).ok());
    if (i == 22) *file = output_file(std::move(*file));
  }
  REQUIRE(file->commit().ok());
  CHECK(read_whole(folder / "out") == all);
}

TEST_CASE("Without commit the old file stands and nothing is left beside it") {
  const temporary_folder folder;
  write_whole(folder / "out", "old");
  {
    auto file = output_file::create(folder / "out");
    REQUIRE(file->write("new").ok());
    auto other = std::move(*file);
    CHECK(other.write("er").ok());
    CHECK(files_in(folder.path()) == 2);
  }
  CHECK(read_whole(folder / "out") == "old");
  CHECK(files_in(folder.path()) == 1);
}

TEST_CASE("A replaced file keeps its permissions, and a link its file") {
  const temporary_folder folder;
  write_whole(folder / "real", "old");
  REQUIRE(::chmod((folder / "real").c_str(), 0600) == 0);
  fs::create_symlink("real", folder / "link");
  auto file = output_file::create(folder / "link");
  REQUIRE(file->write("new").ok());
  REQUIRE(file->commit().ok());
  CHECK(fs::is_symlink(folder / "link"));
  CHECK(read_whole(folder / "real") == "new");
  CHECK(mode_of(folder / "real") == 0600);

  fs::create_symlink("yet to come", folder / "dangling");
  auto target = output_file::create(folder / "dangling");
  REQUIRE(target->commit().ok());
  CHECK(fs::exists(folder / "yet to come"));

  fs::create_symlink("circle", folder / "circle");
  CHECK_FALSE(output_file::create(folder / "circle").ok());
}

TEST_CASE("A missing output folder and a folder's name are refused by name") {
  const temporary_folder folder;
  const auto missing = output_file::create(folder.path() / "none" / "out");
  REQUIRE_FALSE(missing.ok());
  CHECK(mentions(missing.status(), "no folder " + (folder / "none").string()));
  CHECK(mentions(output_file::create(folder.path()).status(), folder.path().string()));
}

TEST_CASE("Devices are written straight") {
  auto null = output_file::create("/dev/null");
  REQUIRE(null.ok());
  CHECK(null->write(std::string(2'000'000, 'x')).ok());
  CHECK(null->commit().ok());
  CHECK(fs::is_character_file("/dev/null"));

  auto full = output_file::create("/dev/full");
  REQUIRE(full.ok());
  REQUIRE(full->write("x").ok());
  const absl::Status status = full->commit();
  CHECK(mentions(status, "/dev/full: No space left"));
  CHECK(full->write("x") == status);
}

TEST_CASE("A pipe is written straight, and one that closes is an error") {
  const auto before = std::signal(SIGPIPE, SIG_IGN);
  const temporary_folder folder;
  const fs::path pipe = folder / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  std::string seen;
  std::thread reader([&] {
    const int descriptor = ::open(pipe.c_str(), O_RDONLY);
    char bytes[5];
    const ssize_t count = ::read(descriptor, bytes, sizeof bytes);
    if (count > 0) seen.assign(bytes, static_cast<std::size_t>(count));
    ::close(descriptor);
  });
  auto file = output_file::create(pipe);
  REQUIRE(file.ok());
  absl::Status status = file->write("hello" + std::string(1'500'000, 'x'));
  reader.join();
  for (int i = 0; i < 3 && status.ok(); ++i) status = file->write(std::string(1'500'000, 'x'));
  CHECK(mentions(status, pipe.string() + ": Broken pipe"));
  CHECK(seen == "hello");
  std::signal(SIGPIPE, before);
}

TEST_CASE("A full disk is an error that names file and reason, and leaves nothing behind") {
  const temporary_folder folder;
  if (::mount("tmpfs", folder.path().c_str(), "tmpfs", 0, "size=1m") != 0) {
    WARN("skipped: mounting a small tmpfs needs root");
    return;
  }
  write_whole(folder / "out", "old");
  {
    auto file = output_file::create(folder / "out");
    REQUIRE(file.ok());
    absl::Status status;
    for (int i = 0; i < 4 && status.ok(); ++i) status = file->write(std::string(600'000, 'x'));
    CHECK(mentions(status, (folder / "out").string() + ": No space left"));
    CHECK(file->commit() == status);
  }
  CHECK(read_whole(folder / "out") == "old");
  CHECK(files_in(folder.path()) == 1);
  ::umount(folder.path().c_str());
}

TEST_CASE("A lock is held by one, and ends with the process that held it") {
  const temporary_folder folder;
  int ready[2];
  REQUIRE(::pipe(ready) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto lock = file_lock::acquire(folder / "lock");
    if (::write(ready[1], "x", 1) != 1) ::_exit(1);
    ::usleep(100'000);
    write_whole(folder / "done", "");
    ::_exit(lock.ok() ? 0 : 1);
  }
  char byte = 0;
  REQUIRE(::read(ready[0], &byte, 1) == 1);
  {
    const auto lock = file_lock::acquire(folder / "lock");
    REQUIRE(lock.ok());
    CHECK(fs::exists(folder / "done"));
  }
  ::waitpid(child, nullptr, 0);
  CHECK(fs::file_size(folder / "lock") == 0);
  CHECK_FALSE(file_lock::acquire(folder.path() / "none" / "lock").ok());
}

TEST_CASE("What a died writer leaves can be told by its name") {
  const temporary_folder folder;
  const auto file = output_file::create(folder / "out");
  REQUIRE(file.ok());
  const std::string left = fs::directory_iterator(folder.path())->path().filename().string();
  CHECK(callsieve::is_temporary_name(left));
  CHECK_FALSE(callsieve::is_temporary_name("out"));
  CHECK_FALSE(callsieve::is_temporary_name("head.tmp"));
}

#include "callsieve/io/file.hpp"

#include <array>
#include <atomic>
#include <csignal>
#include <fcntl.h>
#include <functional>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include "io/temporary_folder.hpp"
#include "io/unfinished.hpp"
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

TEST_CASE("A replaced file keeps its owner and group where this process may set them") {
  const temporary_folder folder;
  write_whole(folder / "out", "old");
  constexpr uid_t owner = 4321;
  constexpr gid_t group = 8765;
  if (::chown((folder / "out").c_str(), owner, group) != 0) {
    WARN("skipped: giving files away needs root");
    return;
  }
  REQUIRE(::chmod((folder / "out").c_str(), 02640) == 0);
  auto file = output_file::create(folder / "out");
  REQUIRE(file->commit().ok());
  struct stat facts {};
  REQUIRE(::stat((folder / "out").c_str(), &facts) == 0);
  CHECK(facts.st_uid == owner);
  CHECK(facts.st_gid == group);
  CHECK(mode_of(folder / "out") == 02640);
}

TEST_CASE("Files committed together appear together; where one cannot, what stood under each name stands") {
  const temporary_folder folder;
  const std::vector<fs::path> names = {folder / "new", folder / "linked", folder / "last"};
  const auto commit_all = [&](const std::function<void()>& before) {
    std::vector<output_file> files;
    std::vector<output_file*> pointers;
    for (const fs::path& name : names) {
      files.push_back(*output_file::create(name));
      REQUIRE(files.back().write("now").ok());
    }
    for (output_file& file : files) pointers.push_back(&file);
    before();
    const absl::Status status = callsieve::commit_together(pointers);
    for (output_file& file : files) CHECK_FALSE(file.write("more").ok());
    return status;
  };
  write_whole(folder / "linked", "old");
  fs::create_hard_link(folder / "linked", folder / "link");

  const absl::Status status = commit_all([&] { fs::create_directory(folder / "last"); });
  CHECK(mentions(status, (folder / "last").string() + ": Is a directory"));
  CHECK_FALSE(fs::exists(folder / "new"));
  CHECK(fs::equivalent(folder / "linked", folder / "link"));
  CHECK(fs::is_directory(folder / "last"));
  CHECK(files_in(folder.path()) == 3);

  fs::remove(folder / "last");
  CHECK(commit_all([] {}).ok());
  for (const fs::path& name : names) CHECK(read_whole(name) == "now");
  CHECK(read_whole(folder / "link") == "old");
  CHECK(files_in(folder.path()) == 4);
}

TEST_CASE("Another user's file, which may have no second name, stands again too") {
  const temporary_folder folder;
  write_whole(folder / "theirs", "old");
  REQUIRE(::chmod((folder / "theirs").c_str(), 0600) == 0);
  REQUIRE(::chmod(folder.path().c_str(), 0777) == 0);
  constexpr uid_t nobody = 65534;
  if (::geteuid() != 0) {
    WARN("skipped: becoming another user needs root");
    return;
  }
  const pid_t child = ::fork();
  if (child == 0) {
    if (::setuid(nobody) != 0) ::_exit(3);
    const auto commit_both = [&] {
      auto theirs = output_file::create(folder / "theirs");
      auto last = output_file::create(folder / "last");
      if (!theirs.ok() || !last.ok() || !theirs->write("now").ok()) ::_exit(2);
      if (!fs::exists(folder / "replaced once")) fs::create_directory(folder / "last");
      const std::array files = {&*theirs, &*last};
      return callsieve::commit_together(files).ok();
    };
    if (commit_both()) ::_exit(1);
    struct stat facts {};
    if (::stat((folder / "theirs").c_str(), &facts) != 0 || facts.st_uid != 0 || files_in(folder.path()) != 2)
      ::_exit(1);
    fs::remove(folder / "last");
    write_whole(folder / "replaced once", "");
    ::_exit(commit_both() && read_whole(folder / "theirs") == "now" && files_in(folder.path()) == 3 ? 0 : 1);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE("Of files committed together none appears where the last bytes of one meet a full device") {
  const temporary_folder folder;
  write_whole(folder / "a", "old");
  auto first = output_file::create(folder / "a");
  auto full = output_file::create("/dev/full");
  REQUIRE(full->write("x").ok());
  const std::array files = {&*first, &*full};
  CHECK(mentions(callsieve::commit_together(files), "/dev/full: No space left"));
  CHECK(read_whole(folder / "a") == "old");
  CHECK(files_in(folder.path()) == 1);
}

TEST_CASE("A file that is prepared has no name before it is committed, and takes no more bytes") {
  const temporary_folder folder;
  auto file = output_file::create(folder / "out");
  REQUIRE(file->write("all").ok());
  REQUIRE(file->prepare().ok());
  REQUIRE(file->prepare().ok());
  CHECK_FALSE(fs::exists(folder / "out"));
  CHECK_FALSE(file->write("more").ok());
  REQUIRE(file->commit().ok());
  CHECK(read_whole(folder / "out") == "all");
}

TEST_CASE("A program about to die removes the files it is writing, and those only") {
  const temporary_folder folder;
  write_whole(folder / "a", "old");
  auto a = output_file::create(folder / "a");
  {
    const auto gone = output_file::create(folder / "b");
    const auto b = output_file::create(folder / "c");
    CHECK(files_in(folder.path()) == 4);
  }
  const auto reused = output_file::create(folder / "b");
  CHECK(files_in(folder.path()) == 3);
  callsieve::remove_temporary_files();
  callsieve::remove_temporary_files();
  CHECK(files_in(folder.path()) == 1);
  CHECK(read_whole(folder / "a") == "old");
  CHECK_FALSE(a->commit().ok());
  auto after = output_file::create(folder / "d");
  REQUIRE(after->commit().ok());
  callsieve::remove_temporary_files();
  CHECK(fs::exists(folder / "d"));
}

TEST_CASE("An unfinished folder goes with the files in it, a finished one stays") {
  using callsieve::detail::unfinished;
  const temporary_folder folder;
  for (const bool by_signal : {false, true}) {
    unfinished made(folder / "list");
    fs::create_directory(folder / "list");
    for (int i = 0; i < 100; ++i) write_whole(folder / "list" / (std::string(50, 'x') + std::to_string(i)), "x");
    if (by_signal) callsieve::remove_temporary_files();
    CHECK(fs::exists(folder / "list") != by_signal);
  }
  CHECK_FALSE(fs::exists(folder / "list"));
  {
    unfinished made(folder / "list");
    fs::create_directory(folder / "list");
    made.forget();
  }
  callsieve::remove_temporary_files();
  CHECK(fs::exists(folder / "list"));
}

TEST_CASE("Temporary files may be removed while threads make and finish others") {
  const temporary_folder folder;
  std::atomic<bool> stop = false;
  std::vector<std::thread> threads;
  for (int t = 0; t < 3; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 300; ++i) {
        auto file = output_file::create(folder / std::to_string(t));
        if (file.ok() && i % 2 == 0) (void)file->prepare();
      }
    });
  }
  std::thread remover([&] {
    while (!stop) callsieve::remove_temporary_files();
  });
  for (std::thread& thread : threads) thread.join();
  stop = true;
  remover.join();
  CHECK(files_in(folder.path()) == 0);
}

TEST_CASE("Two names of one file are one output, also before it is there") {
  using callsieve::is_also_input;
  using callsieve::is_same_output;
  const temporary_folder folder;
  fs::create_directory(folder / "sub");
  fs::create_symlink("sub", folder / "to sub");
  fs::create_symlink("sub/new", folder / "dangling");
  CHECK(is_same_output(folder / "sub" / "new", folder / "sub" / ".." / "sub" / "new"));
  CHECK(is_same_output(folder / "sub" / "new", folder / "to sub" / "new"));
  CHECK(is_same_output(folder / "dangling", folder / "sub" / "new"));
  CHECK_FALSE(is_same_output(folder / "new", folder / "sub" / "new"));
  write_whole(folder / "a", "x");
  write_whole(folder / "b", "x");
  fs::create_hard_link(folder / "a", folder / "hard");
  fs::create_symlink("a", folder / "soft");
  for (const char* name : {"a", "hard", "soft"}) {
    CHECK(is_same_output(folder / "a", folder / name));
    CHECK(is_also_input(folder / name, folder / "a"));
    CHECK_FALSE(is_also_input(folder / "b", folder / name));
    CHECK_FALSE(is_same_output(folder / "new", folder / name));
  }
  REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
  CHECK(is_same_output(folder / "pipe", folder / "sub" / ".." / "pipe"));
  CHECK_FALSE(is_same_output("/dev/null", "/dev/null"));
  CHECK_FALSE(is_also_input("/dev/null", "/dev/null"));
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

// Several processes over one store.
#include <csignal>
#include <fstream>
#include <functional>
#include <sys/wait.h>
#include <unistd.h>

#include "lists/store_kit.hpp"

using namespace callsieve;
using test::on;
using test::san_francisco;
using test::store_world;
using test::washington;

namespace {

pid_t in_another_process(const std::function<bool(store&)>& work, const std::filesystem::path& folder) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  auto own = store::open(folder);
  ::_exit(own.ok() && work(*own) ? 0 : 1);
}

bool succeeded(pid_t child) {
  int status = 0;
  return ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

std::vector<phone_number> block(std::uint64_t first, std::uint64_t count) {
  std::vector<phone_number> numbers;
  for (std::uint64_t i = 0; i < count; ++i) numbers.push_back(phone_number::from_digits(first + i).value());
  return numbers;
}

}  // namespace

TEST_CASE("Two processes importing into one list at once both succeed, one after the other") {
  for (const bool exists : {false, true}) {
    store_world world;
    if (exists) REQUIRE(world.import("registry", {washington(1)}, "world", "2026-10-01").ok());
    const auto import_block = [](std::uint64_t first, const char* covers) {
      return [=](store& own) {
        return own
            .apply_import(
                store_world::import_of("registry", block(first, 50'000), {{test::prefix(covers), on("2026-11-01")}}))
            .ok();
      };
    };
    const pid_t first = in_another_process(import_block(12'025'510'000, "+1202"), world.folder.path());
    const pid_t second = in_another_process(import_block(14'155'510'000, "+1415"), world.folder.path());
    CHECK(succeeded(first));
    CHECK(succeeded(second));
    const auto loaded = world.lists.load("registry");
    REQUIRE(loaded.ok());
    CHECK(loaded->count() == 100'000);
    CHECK(world.holds("registry", washington(1)));
    CHECK(world.lists.verify().value().empty());
    CHECK(test::files_in(world.folder.path() / "lists" / "registry") <= 3);
  }
}

TEST_CASE("No number is lost when processes add to one list at once") {
  store_world world;
  std::vector<pid_t> children;
  for (std::uint64_t child = 0; child < 3; ++child) {
    children.push_back(in_another_process(
        [child](store& own) {
          for (std::uint64_t i = 0; i < 6; ++i) {
            const phone_number number[] = {washington(child * 6 + i)};
            if (!own.add("blacklist", number, true, on("2026-11-01")).ok()) return false;
          }
          return true;
        },
        world.folder.path()));
  }
  for (const pid_t child : children) CHECK(succeeded(child));
  CHECK(world.lists.load("blacklist")->count() == 18);
  for (std::uint64_t i = 0; i < 18; ++i) CHECK(world.holds("blacklist", washington(i)));
}

TEST_CASE("A reader sees a whole list at any moment of imports") {
  store_world world;
  REQUIRE(world.import("registry", block(12'025'500'000, 1'000), "world", "2026-10-01").ok());
  const pid_t writer = in_another_process(
      [](store& own) {
        for (std::uint64_t round = 1; round <= 12; ++round) {
          list_import made = store_world::import_of("registry", block(12'025'500'000, 1'000 * round),
                                                    {{number_prefix{}, on("2026-11-01")}});
          made.allow_shrink = true;
          if (!own.apply_import(std::move(made)).ok()) return false;
        }
        return true;
      },
      world.folder.path());
  std::uint64_t last = 0;
  int status = 0;
  while (::waitpid(writer, &status, WNOHANG) == 0) {
    const auto loaded = world.lists.load("registry");
    INFO(loaded.status());
    REQUIRE(loaded.ok());
    CHECK(loaded->count() % 1'000 == 0);
    CHECK(loaded->count() >= last);
    last = loaded->count();
  }
  CHECK(status == 0);
  CHECK(world.lists.load("registry")->count() == 12'000);
}

/// Kilobytes of the mappings of snapshots in this process: a field of /proc/self/smaps.
std::uint64_t mapped_kilobytes(std::string_view field) {
  std::ifstream maps("/proc/self/smaps");
  std::uint64_t sum = 0;
  bool is_snapshot = false;
  for (std::string line; std::getline(maps, line);) {
    if (line.find('-') < line.find(' ')) is_snapshot = line.ends_with(".snapshot");
    if (is_snapshot && line.starts_with(field)) sum += std::stoull(line.substr(field.size()));
  }
  return sum;
}

TEST_CASE("Two processes that load one list share its memory") {
  store_world world;
  std::vector<phone_number> spread;
  for (std::uint64_t i = 0; i < 300'000; ++i) {
    spread.push_back(phone_number::from_digits(12'020'000'000 + i * 29).value());
  }
  REQUIRE(world.import("registry", spread, "world", "2026-10-01").ok());
  int loaded_there[2], done_here[2];
  REQUIRE(::pipe(loaded_there) == 0);
  REQUIRE(::pipe(done_here) == 0);
  char signal = 1;
  const pid_t other = in_another_process(
      [&](store& own) {
        const auto loaded = own.load("registry");
        return loaded.ok() && ::write(loaded_there[1], &signal, 1) == 1 && ::read(done_here[0], &signal, 1) == 1;
      },
      world.folder.path());
  const auto loaded = world.lists.load("registry");
  REQUIRE(loaded.ok());
  REQUIRE(::read(loaded_there[0], &signal, 1) == 1);
  const std::uint64_t resident = mapped_kilobytes("Rss:"), own_share = mapped_kilobytes("Pss:");
  REQUIRE(::write(done_here[1], &signal, 1) == 1);
  CHECK(succeeded(other));
  CHECK(resident >= loaded->bytes() / 1024);
  CHECK(own_share <= resident * 6 / 10);
  CHECK(mapped_kilobytes("Anonymous:") == 0);  // copies of one process alone; in tmpfs all pages are dirty
}

TEST_CASE("What was added before a kill -9 is on the list, and the list is whole") {
  store_world world;
  int acknowledged[2];
  REQUIRE(::pipe(acknowledged) == 0);
  const pid_t writer = in_another_process(
      [&](store& own) {
        for (std::uint8_t i = 0; i < 100; ++i) {
          const phone_number number[] = {washington(i)};
          if (!own.add("blacklist", number, true, on("2026-11-01")).ok()) return false;
          if (::write(acknowledged[1], &i, 1) != 1) return false;
        }
        ::pause();
        return true;
      },
      world.folder.path());
  ::close(acknowledged[1]);
  std::uint8_t last = 0;
  while (last < 10) REQUIRE(::read(acknowledged[0], &last, 1) == 1);
  ::kill(writer, SIGKILL);
  ::waitpid(writer, nullptr, 0);
  while (::read(acknowledged[0], &last, 1) == 1) continue;
  ::close(acknowledged[0]);
  for (std::uint64_t i = 0; i <= last; ++i) CHECK(world.holds("blacklist", washington(i)));
  CHECK(world.lists.verify().value().empty());
  CHECK(world.lists.add("blacklist", std::vector{san_francisco(1)}, false, on("2026-11-01")).ok());
}

#include "io/memory_allowed.hpp"

#include <limits>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "io/temporary_folder.hpp"
#include "support/catch.hpp"

using namespace callsieve;
using test::write_whole;

TEST_CASE("The least limit of a control group and of those above it holds") {
  const test::temporary_folder folder;
  const auto root = folder / "groups";
  std::filesystem::create_directories(root / "system" / "import");
  const auto limit = [&] { return control_group_limit(folder / "membership", root); };
  constexpr std::uint64_t none = std::numeric_limits<std::uint64_t>::max();
  CHECK(limit() == none);
  write_whole(folder / "membership", "4:memory:/system\n0::/system/import\n");
  CHECK(limit() == none);
  write_whole(root / "system" / "import" / "memory.max", "max\n");
  CHECK(limit() == none);
  write_whole(root / "system" / "memory.max", "500000000\n");
  CHECK(limit() == 500'000'000);
  write_whole(root / "system" / "import" / "memory.max", "400000000\n");
  CHECK(limit() == 400'000'000);
  write_whole(folder / "membership", "0::/\n");
  CHECK(limit() == none);
  write_whole(root / "memory.max", "300000000\n");
  CHECK(limit() == 300'000'000);
}

// A sanitizer's own map of memory takes more address space than any machine has memory: nothing would start.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST_CASE("A limit of address space is less than the machine's memory") {
  constexpr std::uint64_t limit = 3'000'000'000;
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const rlimit space{limit, limit};
    const bool right = ::setrlimit(RLIMIT_AS, &space) == 0 && memory_allowed() <= limit && memory_allowed() > 0;
    ::_exit(right ? 0 : 1);
  }
  int status = -1;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(status == 0);
}
#endif

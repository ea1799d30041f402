#include "io/memory_allowed.hpp"

#include <algorithm>
#include <fstream>
#include <limits>
#include <string>
#include <sys/resource.h>
#include <unistd.h>

namespace callsieve {
namespace {

constexpr std::uint64_t no_limit = std::numeric_limits<std::uint64_t>::max();

}  // namespace

std::uint64_t control_group_limit(const std::filesystem::path& membership, const std::filesystem::path& root) {
  std::uint64_t least = no_limit;
  std::ifstream memberships(membership);
  for (std::string line; std::getline(memberships, line);) {
    if (!line.starts_with("0::/")) continue;  // version 2 has one group for everything
    for (std::filesystem::path group = line.substr(4);; group = group.parent_path()) {
      std::uint64_t limit = 0;
      if (std::ifstream file(root / group / "memory.max"); file >> limit) least = std::min(least, limit);
      if (group.empty()) break;
    }
  }
  return least;
}

std::uint64_t memory_allowed() {
  const auto pages = static_cast<std::uint64_t>(std::max(::sysconf(_SC_PHYS_PAGES), 0L));
  std::uint64_t allowed = pages * static_cast<std::uint64_t>(std::max(::sysconf(_SC_PAGESIZE), 0L));
  rlimit space{};
  if (::getrlimit(RLIMIT_AS, &space) == 0 && space.rlim_cur != RLIM_INFINITY) {
    allowed = std::min<std::uint64_t>(allowed, space.rlim_cur);
  }
  return std::min(allowed, control_group_limit("/proc/self/cgroup", "/sys/fs/cgroup"));
}

}  // namespace callsieve

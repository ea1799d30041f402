// How much memory this process may take.
#pragma once

#include <cstdint>
#include <filesystem>

namespace callsieve {

/// Bytes: the machine's memory, or less where a limit of address space (ulimit -v) or the control groups of this
/// process (memory.max of cgroup v2, as containers and systemd set it) say so. Cost: reads a few small files.
[[nodiscard]] std::uint64_t memory_allowed();

/// The least memory.max of the group that `membership` (a file as /proc/self/cgroup) names below `root`, and of those
/// above it; all ones when there is none.
[[nodiscard]] std::uint64_t control_group_limit(const std::filesystem::path& membership,
                                                const std::filesystem::path& root);

}  // namespace callsieve

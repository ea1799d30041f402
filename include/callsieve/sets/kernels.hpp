// How lists are asked on this machine: for tests and benchmarks.
#pragma once

#include <span>
#include <string_view>

namespace callsieve {

/// The kernels that run on this machine, the slowest (`scalar`, which runs everywhere) first. Others: `avx2`, `avx512`.
/// Their answers are the same.
[[nodiscard]] std::span<const std::string_view> set_kernels() noexcept;

/// All lists of the process are asked by the kernel of that name from now on; false, and nothing changes, when this
/// machine has none. Without a call it is the one that the environment variable CALLSIEVE_KERNEL names, else the
/// fastest. A name there that is none of set_kernels() means `scalar`.
bool use_set_kernel(std::string_view name) noexcept;

}  // namespace callsieve

// How the library works on this machine: for tests and benchmarks.
//
// What is done to many numbers or bytes at once (cells parsed, lists asked, delimited text scanned, duplicates found)
// is written for several instruction sets, with the same results. One choice holds for all of it.
#pragma once

#include <span>
#include <string_view>

namespace callsieve {

/// The kernels that run on this machine, the slowest (`scalar`, which runs everywhere) first. Others: `avx2`, `avx512`,
/// `neon`.
[[nodiscard]] std::span<const std::string_view> kernels() noexcept;

/// Without a call of use_kernel() it is the one that the environment variable CALLSIEVE_KERNEL names, else the fastest.
/// A name there that is none of kernels() means `scalar`: a forced kernel is never another fast one. Threads: any.
[[nodiscard]] std::string_view kernel_in_use() noexcept;

/// All work of the process that begins from now on is done by the kernel of that name or, where that kernel has nothing
/// for it, by the next slower one; false, and nothing changes, when this machine has none of that name. Threads: any.
bool use_kernel(std::string_view name) noexcept;

}  // namespace callsieve

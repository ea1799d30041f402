// The one list of kernels, and the one choice among them.
//
// A family of kernels is a struct of functions with a static constant of itself for each kernel that it has: `scalar`,
// and some of `avx2`, `avx512` and `neon`.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "callsieve/base/kernels.hpp"

namespace callsieve::detail {

template <class Family>
[[nodiscard]] constexpr const Family* avx2_or_slower() noexcept {
  if constexpr (requires { Family::avx2; }) return &Family::avx2;
  return &Family::scalar;
}
template <class Family>
[[nodiscard]] constexpr const Family* avx512_or_slower() noexcept {
  if constexpr (requires { Family::avx512; }) return &Family::avx512;
  return avx2_or_slower<Family>();
}
template <class Family>
[[nodiscard]] constexpr const Family* neon_or_slower() noexcept {
  if constexpr (requires { Family::neon; }) return &Family::neon;
  return &Family::scalar;
}

/// Those that are compiled in, the slowest first; and a family's functions in the same order. Each kernel asks for all
/// that those before it ask for, so that those which run on a machine are the first ones.
#if defined(__x86_64__)
inline constexpr std::array<std::string_view, 3> kernel_names = {"scalar", "avx2", "avx512"};
template <class Family>
inline constexpr std::array all_kernels = {&Family::scalar, avx2_or_slower<Family>(), avx512_or_slower<Family>()};
#elif defined(__aarch64__)
inline constexpr std::array<std::string_view, 2> kernel_names = {"scalar", "neon"};
template <class Family>
inline constexpr std::array all_kernels = {&Family::scalar, neon_or_slower<Family>()};
#else
inline constexpr std::array<std::string_view, 1> kernel_names = {"scalar"};
template <class Family>
inline constexpr std::array all_kernels = {&Family::scalar};
#endif

/// The place in kernel_names of the kernel in use.
[[nodiscard]] std::size_t place_of_kernel_in_use() noexcept;

/// A family's functions in use. Cost: a call and two loads.
template <class Family>
[[nodiscard]] const Family& kernel_in_use() noexcept {
  return *all_kernels<Family>[place_of_kernel_in_use()];
}

}  // namespace callsieve::detail

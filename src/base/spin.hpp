// Waiting for what another thread does within microseconds.
#pragma once

#include <cstddef>
#include <thread>

#if defined(__x86_64__)
#  include <immintrin.h>
#endif

namespace callsieve::detail {

/// How often to look before a sleep, for one of so many threads that work together. A thread that sleeps takes tens of
/// microseconds to wake, on a virtual machine more, and to look takes some 20 ns; but where cores are fewer than
/// threads, who looks takes the core from the one that is waited for.
[[nodiscard]] inline int looks_before_sleep(std::size_t threads) noexcept {
  constexpr int looks = 4'000;
  return threads <= std::thread::hardware_concurrency() ? looks : 0;
}

/// Looks up to so many times, and once more, whether is_so(); returns whether it came to be. Threads: any.
template <class Condition>
[[nodiscard]] bool spin_until(int looks, Condition&& is_so) {
  for (int i = 0; i < looks; ++i) {
    if (is_so()) return true;
#if defined(__x86_64__)
    _mm_pause();
#elif defined(__aarch64__)
    __asm__ __volatile__("isb");
#endif
  }
  return is_so();
}

}  // namespace callsieve::detail

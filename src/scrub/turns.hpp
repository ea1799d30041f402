// Work on pieces that must be done in the pieces' order, whatever thread has them.
#pragma once

#include <atomic>
#include <cstdint>

#include "base/spin.hpp"

namespace callsieve::detail {

/// Turns 0, 1, 2, …, one at a time. Every turn must be taken, or later ones wait for ever.
/// Threads: any. What is done in a turn happens before what is done in the next one. Who waits looks some
/// times, then sleeps.
class turns {
 public:
  /// Waits for turn `n`, does `what`, and lets the next turn come. `looks`: before it sleeps (see base/spin.hpp).
  template <class What>
  void take(std::uint64_t n, int looks, What&& what) {
    const auto wanted = static_cast<std::uint32_t>(n);  // what the system can wait on; fewer threads than 2^32 wait
    const auto has_come = [&] { return next_.load(std::memory_order_acquire) == wanted; };
    while (!spin_until(looks, has_come)) {
      const std::uint32_t seen = next_.load(std::memory_order_acquire);
      if (seen != wanted) next_.wait(seen, std::memory_order_acquire);
    }
    what();
    next_.store(wanted + 1, std::memory_order_release);
    next_.notify_all();
  }

 private:
  std::atomic<std::uint32_t> next_ = 0;
};

}  // namespace callsieve::detail

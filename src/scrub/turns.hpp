// Work on pieces that must be done in the pieces' order, whatever thread has them.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace callsieve::detail {

/// Turns 0, 1, 2, …, one at a time. Every turn must be taken, or later ones wait for ever.
/// Threads: any. What is done in a turn happens before what is done in the next one.
class turns {
 public:
  /// Waits for turn `n`, does `what`, and lets the next turn come.
  template <class What>
  void take(std::uint64_t n, What&& what) {
    std::unique_lock lock(mutex_);
    came_.wait(lock, [&] { return next_ == n; });
    lock.unlock();
    what();
    lock.lock();
    ++next_;
    came_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable came_;
  std::uint64_t next_ = 0;
};

}  // namespace callsieve::detail

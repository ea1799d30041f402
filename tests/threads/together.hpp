// Several threads at one thing at once.
#pragma once

#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace callsieve::test {

/// More than the machine has cores, so that threads are interrupted in the middle of their work.
inline constexpr std::size_t thread_count = 6;

/// What threads found wrong: Catch2 takes no assertions from several threads at once.
class faults {
 public:
  void expect(bool right) noexcept {
    if (!right) count_.fetch_add(1, std::memory_order_relaxed);
  }
  [[nodiscard]] std::size_t count() const noexcept { return count_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::size_t> count_{0};
};

/// Calls each(0), each(1), ... on threads that begin together and share nothing but what `each` shares; throws what
/// one of them threw.
template <class Each>
void together(std::size_t threads, const Each& each) {
  std::atomic<bool> go{false};
  std::mutex mutex;
  std::exception_ptr thrown;
  std::vector<std::thread> running;
  for (std::size_t i = 0; i < threads; ++i) {
    running.emplace_back([&, i] {
      go.wait(false, std::memory_order_relaxed);  // relaxed: what is tested may not lean on an order given here
      try {
        each(i);
      } catch (...) {
        const std::lock_guard lock(mutex);
        thrown = std::current_exception();
      }
    });
  }
  go.store(true, std::memory_order_relaxed);
  go.notify_all();
  for (std::thread& thread : running) thread.join();
  if (thrown) std::rethrow_exception(thrown);
}

}  // namespace callsieve::test

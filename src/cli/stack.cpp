#include "stack.hpp"

#include <cstddef>
#include <exception>
#include <pthread.h>
#include <sys/resource.h>
#include <thread>

namespace callsieve::cli {
namespace {

constexpr std::size_t enough = std::size_t{2} << 20;

bool main_thread_has_enough() {
  rlimit stack{};
  return ::getrlimit(RLIMIT_STACK, &stack) != 0 || stack.rlim_cur >= enough;
}

/// A thread started without a wish of its own has as much stack as the limit said when the program began.
void give_threads_enough() {
  pthread_attr_t attributes;
  if (::pthread_getattr_default_np(&attributes) != 0) return;
  if (::pthread_attr_setstacksize(&attributes, enough) == 0) ::pthread_setattr_default_np(&attributes);
  ::pthread_attr_destroy(&attributes);
}

}  // namespace

int with_enough_stack(const std::function<int()>& run) {
  if (main_thread_has_enough()) return run();
  give_threads_enough();
  int status = 0;
  std::thread thread;
  try {
    thread = std::thread([&] { status = run(); });
  } catch (const std::exception&) {
    return run();
  }
  thread.join();
  return status;
}

}  // namespace callsieve::cli

// Starting threads, where the system may refuse.
#pragma once

#include <csignal>
#include <exception>
#include <thread>
#include <utility>

namespace callsieve::detail {

/// A thread that does `what`, which may throw nothing. It takes no signals from outside: those go to threads that know
/// what to do with them. Not joinable: the system refused one, for want of memory or by a limit, and nothing is done.
template <class What>
[[nodiscard]] std::thread start_without_signals(What what) noexcept {
  sigset_t wanted, before;
  sigfillset(&wanted);
  // A fault of the thread itself is told to it alone, and where it is blocked the process dies unheard.
  for (const int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS, SIGABRT}) sigdelset(&wanted, fault);
  pthread_sigmask(SIG_SETMASK, &wanted, &before);
  std::thread thread;
  try {
    thread = std::thread(std::move(what));
  } catch (const std::exception&) {  // std::system_error, std::bad_alloc
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return thread;
}

}  // namespace callsieve::detail

#include "signals.hpp"

#include <array>
#include <atomic>
#include <csignal>
#include <cstring>
#include <exception>
#include <string_view>
#include <unistd.h>

#include "callsieve/io/file.hpp"

#include "command.hpp"
#include "mapping_at.hpp"

namespace callsieve::cli {
namespace {

void say(std::string_view text) {
  [[maybe_unused]] const ssize_t unused = ::write(STDERR_FILENO, text.data(), text.size());
}

/// Whoever comes second waits for the end that the first one brings.
void be_the_one_that_ends() {
  static std::atomic_flag taken;
  if (!taken.test_and_set()) return;
  for (;;) ::pause();
}

extern "C" {

/// As if nobody had handled it, but for the files.
void die_of(int signal) {
  be_the_one_that_ends();
  remove_temporary_files();
  struct sigaction by_default {};
  by_default.sa_handler = SIG_DFL;
  sigaction(signal, &by_default, nullptr);
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, signal);
  ::kill(::getpid(), signal);
  pthread_sigmask(SIG_UNBLOCK, &only, nullptr);
  ::_exit(failed);
}

void end_at_limit(int) {
  be_the_one_that_ends();
  remove_temporary_files();
  say("callsieve: the limit of processor time (ulimit -t) is reached; nothing is left half-written\n");
  ::_exit(failed);
}

void end_at_fault(int signal, siginfo_t* about, void*) {
  be_the_one_that_ends();
  remove_temporary_files();
  std::array<char, 4096> room;
  const std::string_view file =
      signal == SIGBUS && about->si_code > 0 ? file_mapped_at(about->si_addr, room) : std::string_view();
  if (!file.empty()) {
    say("callsieve: ");
    say(file);
    say(" was cut, or could not be read, while it was in use; replace files by renaming, and run this again\n");
  } else {
    say(signal == SIGBUS ? "callsieve: ended by SIGBUS" : "callsieve: ended by SIGSEGV");
    say(", a fault of the program or of the machine, or a stack that is too small; nothing is left half-written\n");
  }
  ::_exit(failed);
}

}  // extern "C"

[[noreturn]] void end_uncaught() {
  be_the_one_that_ends();
  remove_temporary_files();
  std::string_view what = "an error that was not foreseen";
  if (const std::exception_ptr error = std::current_exception()) {
    try {
      std::rethrow_exception(error);
    } catch (const std::bad_alloc&) {
      what = "the system gave no more memory";
    } catch (...) {
    }
  }
  say("callsieve: ended: ");
  say(what);
  say("; nothing is left half-written\n");
  ::_exit(failed);
}

/// Leaves alone what somebody has decided already: a parent that has it ignored, or a tool that watches the program.
void handle(int signal, struct sigaction by) {
  struct sigaction before {};
  if (sigaction(signal, nullptr, &before) != 0 || (before.sa_flags & SA_SIGINFO) != 0) return;
  if (before.sa_handler != SIG_DFL) return;
  sigfillset(&by.sa_mask);
  sigaction(signal, &by, nullptr);
}

}  // namespace

void leave_no_temporary_files() {
  std::set_terminate(end_uncaught);
  // A reader that goes away is an error to report and clean up after, not a reason to die.
  std::signal(SIGPIPE, SIG_IGN);
  // So is a file that would grow beyond the limit of this process (ulimit -f).
  std::signal(SIGXFSZ, SIG_IGN);

  struct sigaction fault {};
  fault.sa_sigaction = end_at_fault;
  fault.sa_flags = SA_SIGINFO | SA_ONSTACK;
  for (const int signal : {SIGSEGV, SIGBUS}) handle(signal, fault);

  struct sigaction limit {};
  limit.sa_handler = end_at_limit;
  handle(SIGXCPU, limit);

  struct sigaction death {};
  death.sa_handler = die_of;
  death.sa_flags = SA_ONSTACK;
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGABRT, SIGTRAP, SIGSYS, SIGFPE, SIGILL, SIGUSR1, SIGUSR2,
                           SIGALRM, SIGVTALRM, SIGPROF, SIGIO, SIGPWR, SIGSTKFLT}) {
    handle(signal, death);
  }
  for (int signal = SIGRTMIN; signal <= SIGRTMAX; ++signal) handle(signal, death);
}

void take_faults_on_own_stack() {
  static std::array<char, std::size_t{64} * 1024> room;
  stack_t stack{};
  stack.ss_sp = room.data();
  stack.ss_size = room.size();
  sigaltstack(&stack, nullptr);
}

void on_interrupt(void (*handler)(int)) {
  struct sigaction by {};
  by.sa_handler = handler;  // without SA_RESTART
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction before {};
    if (sigaction(signal, nullptr, &before) == 0 && before.sa_handler == die_of) sigaction(signal, &by, nullptr);
  }
}

}  // namespace callsieve::cli

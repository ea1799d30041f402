// What a user without root's rights sees.
#pragma once

#include <functional>
#include <sys/wait.h>
#include <unistd.h>

namespace callsieve::test {

/// Runs it in a child process; root becomes nobody there, so that permissions mean something. Whether it said true.
inline bool holds_without_root(const std::function<bool()>& says) {
  const pid_t child = ::fork();
  if (child == 0) {
    constexpr unsigned nobody = 65534;
    const bool ready = ::geteuid() != 0 || (::setgid(nobody) == 0 && ::setuid(nobody) == 0);
    ::_exit(ready && says() ? 0 : 1);
  }
  int status = 0;
  return child > 0 && ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace callsieve::test

#include "standard_streams.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <iostream>
#include <string>
#include <unistd.h>

#include "command.hpp"

namespace callsieve::cli {

void fill_closed_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(stream, F_GETFD) >= 0) continue;
    // The lowest number that is free is this one. What is open for reading refuses to be written.
    const int flags = stream == STDERR_FILENO ? O_WRONLY : O_RDONLY;
    if (::open("/dev/null", flags) != stream) ::_exit(failed);
  }
}

int finish_output(int status) {
  errno = 0;
  std::cout.flush();
  const bool flushed = std::fflush(stdout) == 0;
  const int error = errno;
  const bool written = flushed && std::ferror(stdout) == 0 && std::cout.good();
  if (status == failed) return status;
  if (!written) {
    return fail(std::string("cannot write standard output") + (error != 0 ? ": " : "") +
                (error != 0 ? std::strerror(error) : ""));
  }
  // Some disks tell only now that there was no room.
  if (::close(STDOUT_FILENO) != 0 && errno != EINTR) {
    return fail(std::string("cannot write standard output: ") + std::strerror(errno));
  }
  return status;
}

}  // namespace callsieve::cli

#include "progress.hpp"

#include <cstdio>
#include <unistd.h>

#include "command.hpp"

namespace callsieve::cli {

progress_line::progress_line(const std::string& mode)
    : shown_(mode == "always" || (mode == "auto" && isatty(STDERR_FILENO) == 1)), always_(mode == "always") {}

progress_line::~progress_line() {
  if (drawn_) std::fputs("\r\x1b[K", stderr);
}

void progress_line::update(std::uint64_t bytes_done, std::uint64_t bytes_total, std::uint64_t rows) {
  if (!shown_) return;
  const clock::time_point now = clock::now();
  const double seconds = std::chrono::duration<double>(now - started_).count();
  if (!always_ && seconds < 2) return;
  if (now - last_ < std::chrono::milliseconds{100}) return;
  last_ = now;
  drawn_ = true;
  std::string line = "\r\x1b[K";
  if (bytes_total > 0) {
    const double share = static_cast<double>(bytes_done) / static_cast<double>(bytes_total);
    char text[64];
    std::snprintf(text, sizeof text, "%3.0f %% of %s, about %.0f s left", 100 * share, size_text(bytes_total).c_str(),
                  share > 0 ? seconds / share - seconds : 0.0);
    line += text;
  } else {
    line += size_text(bytes_done);
  }
  if (rows > 0) {
    line += ", " + grouped(rows) + " rows, " +
            grouped(static_cast<std::uint64_t>(static_cast<double>(rows) / seconds)) + " a second";
  }
  std::fputs(line.c_str(), stderr);
  std::fflush(stderr);
}

}  // namespace callsieve::cli

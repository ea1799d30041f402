// One line on stderr that tells how far long work is.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace callsieve::cli {

/// `auto` shows progress when stderr is a terminal, and only once the work has taken two seconds.
class progress_line {
 public:
  /// `mode` is auto, always or never.
  explicit progress_line(const std::string& mode);
  ~progress_line();
  progress_line(const progress_line&) = delete;
  progress_line& operator=(const progress_line&) = delete;

  /// `bytes_total` 0: not known. `rows` 0: not counted. Redraws at most ten times a second.
  void update(std::uint64_t bytes_done, std::uint64_t bytes_total, std::uint64_t rows = 0);

 private:
  using clock = std::chrono::steady_clock;
  bool shown_, always_;
  bool drawn_ = false;
  clock::time_point started_ = clock::now();
  clock::time_point last_{};
};

}  // namespace callsieve::cli

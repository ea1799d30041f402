// Reading on a thread of its own: for bytes that take time to come by, from a pipe or a decompressor.
#pragma once

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <thread>

#include "callsieve/io/source.hpp"

namespace callsieve::detail {

/// Reads a source ahead of who asks, up to a megabyte. The thread takes no signals, and ends with the object, within a
/// tenth of a second where a pipe is silent. Where the system gives no thread, it reads when it is asked.
/// Threads: one reader.
class read_ahead {
 public:
  /// `give_up` as byte_source::give_up_when; called by the thread.
  read_ahead(byte_source source, std::function<bool()> give_up);
  ~read_ahead();
  read_ahead(const read_ahead&) = delete;
  read_ahead& operator=(const read_ahead&) = delete;

  /// As byte_source::read.
  [[nodiscard]] absl::StatusOr<std::size_t> read(char* into, std::size_t capacity);

 private:
  static constexpr std::size_t buffer_count = 4;
  static constexpr std::size_t buffer_bytes = std::size_t{256} * 1024;
  struct buffer {
    std::unique_ptr<char[]> bytes = std::make_unique_for_overwrite<char[]>(buffer_bytes);
    std::size_t size = 0;
  };
  void run();

  byte_source source_;
  std::array<buffer, buffer_count> ring_;
  std::size_t used_ = 0;  ///< bytes of the buffer that is being emptied
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t filled_ = 0, emptied_ = 0;  ///< buffers so far
  bool ended_ = false;                    ///< nothing comes behind the filled ones
  absl::Status failure_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace callsieve::detail

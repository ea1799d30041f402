// Frames of Zstandard decompressed on threads of their own, ahead of who reads, given in order.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "callsieve/io/source.hpp"

#include "io/packed_bytes.hpp"
#include "io/unpacker.hpp"

namespace callsieve::detail {

/// Finds frames that are whole, and has each thread decompress some at a time. A frame of more than 8 MiB, what is cut
/// and what is no frame is taken by one thread as it comes, while nothing behind it is looked at: so bytes and errors
/// are those of one frame after the other.
/// Cost: one copy more of the bytes; for each thread and two more up to 8 MiB of packed bytes and 16 MiB of unpacked
/// ones, as much as the frames need. Threads: one reader; the others take no signals and end with the object. There are
/// as many as the system gives; without any the frames are unpacked by who reads, one after the other.
class part_decoder final : public byte_producer {
 public:
  part_decoder(byte_source from, unsigned threads);
  ~part_decoder() override;

  absl::StatusOr<std::size_t> read(char* into, std::size_t capacity) override;
  void give_up_when(const std::function<bool()>& give_up) override { packed_.give_up_when(give_up); }
  [[nodiscard]] bool reads_ahead() const noexcept override { return true; }

 private:
  /// What one thread unpacks, into a ring that the reader empties.
  struct turn {
    std::string frames;        ///< whole ones; without any: one frame, or what should be one, as it comes in packed_
    std::uint64_t offset = 0;  ///< of frames in the file
    std::unique_ptr<char[]> ring;
    std::uint64_t made = 0, given = 0;  ///< bytes so far
    bool ended = false;
    absl::Status failure;  ///< what comes behind the bytes made
  };

  void start_thread();
  std::size_t whole_frames();
  void hand_out();
  absl::StatusOr<std::size_t> take(char* into, std::size_t room);
  void work();
  void unpack(turn& from, unpacker& by);

  packed_bytes packed_;  ///< the reader's; a turn's without whole frames until the reader has all of it
  bool lent_ = false;    ///< it is a turn's
  std::vector<turn> turns_;
  std::mutex mutex_;
  std::condition_variable for_reader_, for_threads_;
  std::size_t first_ = 0, claimed_ = 0, next_ = 0;  ///< turns given, begun, and handed out so far
  bool stopping_ = false;
  std::vector<std::thread> threads_;  ///< as many as there were turns, until there are enough
  unsigned thread_count_;
  std::unique_ptr<unpacker> alone_;  ///< the reader's, where no thread could be started
};

}  // namespace callsieve::detail

#include "scrub/input_run.hpp"

#include <array>
#include <atomic>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "base/guarded.hpp"
#include "base/spin.hpp"
#include "base/thread_start.hpp"

namespace callsieve::detail {
namespace {

class input_run {
 public:
  input_run(const run_parts& parts, std::size_t threads) : parts_(parts), looks_(looks_before_sleep(threads)) {}

  /// Until the input has no more pieces, or the run has failed.
  void work(block_worker& worker);
  [[nodiscard]] absl::Status status() {
    const std::lock_guard lock(failure_mutex_);
    return failure_;
  }

 private:
  struct taken_piece {
    std::uint64_t number = 0, bytes_read = 0;
  };
  bool take_piece(block_worker& worker, taken_piece& piece);
  void find_duplicates(block_worker& worker, std::uint64_t piece, absl::Status& status);
  absl::Status write(block_worker& worker, const taken_piece& piece);
  void fail(std::uint64_t piece, absl::Status status);
  [[nodiscard]] bool failed_before(std::uint64_t piece);

  const run_parts& parts_;
  const int looks_;
  std::mutex input_;
  std::uint64_t next_piece_ = 0;
  bool at_end_ = false;
  std::array<turns, seen_numbers::part_count> duplicate_turns_;
  turns write_turns_;
  std::mutex failure_mutex_;
  std::atomic<bool> failed_ = false;
  std::uint64_t failed_piece_ = 0;
  absl::Status failure_;
};

/// Whatever fails, memory included, every turn of a piece is taken.
void input_run::work(block_worker& worker) {
  taken_piece piece;
  while (take_piece(worker, piece)) {
    absl::Status status =
        guarded([&] { return worker.read_numbers(parts_.pieces, piece.number == 0 ? parts_.header_rows : 0); });
    if (parts_.seen != nullptr) find_duplicates(worker, piece.number, status);
    if (status.ok()) status = guarded([&] { return worker.decide_and_gather(), absl::OkStatus(); });
    write_turns_.take(piece.number, looks_, [&] {
      worker.clock().spent(stage::wait);
      if (status.ok() && !failed_before(piece.number)) status = guarded([&] { return write(worker, piece); });
      if (!status.ok()) fail(piece.number, std::move(status));
    });
  }
}

/// Part by part: while one thread is at one, others are at those that it has left or not yet reached.
void input_run::find_duplicates(block_worker& worker, std::uint64_t piece, absl::Status& status) {
  if (status.ok()) status = guarded([&] { return worker.part_numbers(), absl::OkStatus(); });
  for (std::size_t part = 0; part < seen_numbers::part_count; ++part) {
    duplicate_turns_[part].take(piece, looks_, [&] {
      worker.clock().spent(stage::wait);
      // Where this fails, pieces behind are judged without these numbers, and not written.
      if (status.ok()) {
        status = guarded([&] { return worker.find_duplicates(*parts_.seen, part), absl::OkStatus(); });
      }
    });
  }
}

bool input_run::take_piece(block_worker& worker, taken_piece& piece) {
  worker.clock().restart();
  std::unique_lock lock(input_, std::defer_lock);
  if (!spin_until(looks_, [&] { return lock.try_lock(); })) lock.lock();
  worker.clock().spent(stage::wait);
  if (at_end_ || failed_) return false;
  const auto more = guarded([&] { return parts_.pieces.next(worker.piece()); });
  worker.clock().spent(stage::scan);
  at_end_ = !more.ok() || !*more;
  if (!more.ok()) fail(next_piece_, more.status());
  if (at_end_) return false;
  piece = {next_piece_++, parts_.pieces.bytes_read()};
  return true;
}

absl::Status input_run::write(block_worker& worker, const taken_piece& piece) {
  if (absl::Status status = parts_.before_write(piece.bytes_read, worker.rows()); !status.ok()) return status;
  absl::Status status = parts_.writers.write(worker.gathered());
  worker.clock().spent(stage::write);
  return status;
}

void input_run::fail(std::uint64_t piece, absl::Status status) {
  const std::lock_guard lock(failure_mutex_);
  if (failed_ && failed_piece_ <= piece) return;
  failed_piece_ = piece;
  failure_ = std::move(status);
  failed_ = true;
}

bool input_run::failed_before(std::uint64_t piece) {
  const std::lock_guard lock(failure_mutex_);
  return failed_ && failed_piece_ < piece;
}

}  // namespace

absl::Status run_input(const run_parts& parts, std::span<block_worker* const> workers) {
  input_run run(parts, workers.size());
  std::vector<std::thread> threads;
  threads.reserve(workers.size());
  for (std::size_t i = 1; i < workers.size(); ++i) {
    threads.push_back(start_without_signals([&run, &worker = *workers[i]] { run.work(worker); }));
    if (!threads.back().joinable()) break;
  }
  run.work(*workers.front());
  for (std::thread& thread : threads) {
    if (thread.joinable()) thread.join();
  }
  return run.status();
}

}  // namespace callsieve::detail

#include "io/read_ahead.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/guarded.hpp"
#include "base/thread_start.hpp"

namespace callsieve::detail {

read_ahead::read_ahead(byte_source source, std::function<bool()> give_up) : source_(std::move(source)) {
  source_.give_up_when([this, give_up = std::move(give_up)] { return stopping_ || (give_up && give_up()); });
  thread_ = start_without_signals([this] { run(); });
}

read_ahead::~read_ahead() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void read_ahead::run() {
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return stopping_ || filled_ - emptied_ < buffer_count; });
      if (stopping_) return;
    }
    buffer& into = ring_[filled_ % buffer_count];
    const auto got = guarded([&] { return source_.read(into.bytes.get(), buffer_bytes); });
    const std::lock_guard lock(mutex_);
    if (got.ok()) into.size = *got;
    if (!got.ok()) failure_ = got.status();
    ended_ = !got.ok() || *got < buffer_bytes;
    filled_ += got.ok();
    changed_.notify_all();
    if (ended_) return;
  }
}

absl::StatusOr<std::size_t> read_ahead::read(char* into, std::size_t capacity) {
  if (!thread_.joinable()) return source_.read(into, capacity);
  std::size_t done = 0;
  while (done < capacity) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return ended_ || emptied_ < filled_; });
    if (emptied_ == filled_) {
      if (!failure_.ok()) return failure_;
      break;
    }
    lock.unlock();
    const buffer& from = ring_[emptied_ % buffer_count];
    const std::size_t taken = std::min(capacity - done, from.size - used_);
    std::memcpy(into + done, from.bytes.get() + used_, taken);
    done += taken;
    used_ += taken;
    if (used_ < from.size) continue;
    used_ = 0;
    lock.lock();
    ++emptied_;
    changed_.notify_all();
  }
  return done;
}

}  // namespace callsieve::detail

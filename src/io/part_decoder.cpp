#include "io/part_decoder.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/guarded.hpp"
#include "base/thread_start.hpp"

namespace callsieve::detail {
namespace {

constexpr std::size_t longest_frame = std::size_t{8} << 20;
constexpr std::size_t at_hand_usually = std::size_t{1} << 20;
constexpr std::size_t turn_size = std::size_t{256} << 10;  ///< packed bytes that are worth waking a thread
constexpr std::size_t ring_size = std::size_t{16} << 20;
constexpr std::size_t step_size = std::size_t{256} << 10;  ///< unpacked bytes that are worth waking the reader

}  // namespace

part_decoder::part_decoder(byte_source from, unsigned threads)
    : packed_(std::move(from)), turns_(threads + 2), thread_count_(threads) {
  threads_.reserve(threads);
  start_thread();
  if (threads_.empty()) alone_ = zstd_unpacker();
}

part_decoder::~part_decoder() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  for_threads_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void part_decoder::start_thread() {
  if (threads_.size() == thread_count_) return;
  std::thread thread = start_without_signals([this] { work(); });
  if (thread.joinable()) threads_.push_back(std::move(thread));
}

/// Bytes of the whole frames at the front, enough for a turn if there are; 0 when not even one is whole.
std::size_t part_decoder::whole_frames() {
  // What may be wrong with the source is said when nothing is at hand.
  if (packed_.at_hand().size() < turn_size) (void)packed_.fill(at_hand_usually);
  for (std::size_t wanted = at_hand_usually;; wanted *= 2) {
    const std::string_view bytes = packed_.at_hand();
    std::size_t whole = 0;
    while (whole < turn_size) {
      const std::size_t frame = zstd_frame_size(bytes.substr(whole));
      if (frame == 0) break;
      whole += frame;
    }
    if (whole != 0 || packed_.at_end() || wanted > longest_frame) return whole;
    (void)packed_.fill(wanted);
  }
}

/// Gives each free place a turn, while there is anything to unpack.
void part_decoder::hand_out() {
  while (!lent_ && next_ - first_ < turns_.size()) {
    const std::size_t size = whole_frames();
    if (packed_.at_hand().empty()) return;
    turn& to = turns_[next_ % turns_.size()];
    to.frames.assign(packed_.at_hand().substr(0, size));
    to.offset = packed_.offset();
    if (!to.ring) to.ring = std::make_unique_for_overwrite<char[]>(ring_size);
    to.made = to.given = 0;
    to.ended = false;
    packed_.use(size);
    lent_ = size == 0;
    {
      const std::lock_guard lock(mutex_);
      ++next_;
    }
    for_threads_.notify_all();
    if (next_ > 1) start_thread();
  }
}

absl::StatusOr<std::size_t> part_decoder::read(char* into, std::size_t capacity) {
  if (alone_) return packed_.unpack_all(*alone_, into, capacity);
  std::size_t done = 0;
  while (done < capacity) {
    hand_out();
    if (first_ == next_) {
      if (absl::Status status = packed_.fill(1); !status.ok()) return status;
      break;
    }
    const auto got = take(into + done, capacity - done);
    if (!got.ok()) return got.status();
    done += *got;
  }
  return done;
}

/// Bytes of the first turn; none when it has ended.
absl::StatusOr<std::size_t> part_decoder::take(char* into, std::size_t room) {
  turn& from = turns_[first_ % turns_.size()];
  std::unique_lock lock(mutex_);
  for_reader_.wait(lock, [&] { return from.ended || from.made != from.given; });
  const std::size_t at = from.given % ring_size;
  const auto taken = static_cast<std::size_t>(std::min<std::uint64_t>({room, from.made - from.given, ring_size - at}));
  if (taken == 0) {
    if (!from.failure.ok()) return from.failure;
    if (from.frames.empty()) lent_ = false;
    ++first_;
    return taken;
  }
  lock.unlock();
  std::memcpy(into, from.ring.get() + at, taken);
  lock.lock();
  const bool was_full = from.made - from.given == ring_size;
  from.given += taken;
  lock.unlock();
  if (was_full) for_threads_.notify_all();
  return taken;
}

void part_decoder::work() {
  std::unique_ptr<unpacker> by;
  for (;;) {
    turn* from = nullptr;
    {
      std::unique_lock lock(mutex_);
      for_threads_.wait(lock, [&] { return stopping_ || claimed_ < next_; });
      if (stopping_) return;
      from = &turns_[claimed_++ % turns_.size()];
    }
    absl::Status status = guarded([&] {
      if (!by) by = zstd_unpacker();
      by->reset();
      unpack(*from, *by);
      return absl::OkStatus();
    });
    if (status.ok()) continue;
    const std::lock_guard lock(mutex_);
    from->failure = std::move(status);
    from->ended = true;
    for_reader_.notify_one();
  }
}

/// Fills the ring as the reader empties it, until the frames end or fail.
void part_decoder::unpack(turn& from, unpacker& by) {
  std::string_view frames = from.frames;
  const bool as_it_comes = frames.empty();
  std::uint64_t made = 0, given = 0;
  for (bool ended = false; !ended;) {
    const std::size_t at = made % ring_size;
    const std::size_t room = std::min({step_size, ring_size - at, static_cast<std::size_t>(given + ring_size - made)});
    std::size_t filled = 0;
    absl::Status failure;
    while (filled < room && !ended) {
      char* const into = from.ring.get() + at + filled;
      if (as_it_comes) {
        const auto got = packed_.unpack(by, into, room - filled);
        failure = got.status();
        if (got.ok()) filled += *got;
      } else {
        const unpacked step = by.unpack(frames, into, room - filled);
        if (step.failure != unpack_failure::none) {
          failure = packed_.failed_at(from.offset + (from.frames.size() - frames.size()), step);
        }
        frames.remove_prefix(step.used);
        filled += step.made;
      }
      ended = !failure.ok() || (frames.empty() && by.between_parts());
    }
    made += filled;
    std::unique_lock lock(mutex_);
    from.made = made;
    from.failure = std::move(failure);
    from.ended = ended;
    for_reader_.notify_one();
    for_threads_.wait(lock, [&] { return stopping_ || ended || from.made - from.given < ring_size; });
    if (stopping_) return;
    given = from.given;
  }
}

}  // namespace callsieve::detail

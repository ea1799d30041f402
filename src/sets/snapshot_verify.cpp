// Every byte against its checksum, and what the counts say against what is there.
#include <algorithm>
#include <atomic>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "callsieve/sets/snapshot_view.hpp"

#include "base/thread_start.hpp"
#include "lines.hpp"
#include "record_check.hpp"
#include "snapshot_opened.hpp"

#include <xxhash.h>

namespace callsieve {
namespace {

namespace format = snapshot_format;
using sets_detail::column_reader;
using sets_detail::opened_snapshot;

/// Gathers what several threads find: the first damage in the file is kept.
class first_damage {
 public:
  void found(std::uint64_t offset, std::string what) {
    const std::lock_guard lock(mutex_);
    if (!first_ || offset < first_->offset) first_ = byte_damage{offset, std::move(what), false};
  }
  [[nodiscard]] std::optional<byte_damage> take() { return std::move(first_); }

 private:
  std::mutex mutex_;
  std::optional<byte_damage> first_;
};

/// What is wrong with bytes goes before what is wrong with what they say.
struct damages {
  first_damage bytes, meaning;
  [[nodiscard]] std::optional<byte_damage> take() {
    auto first = bytes.take();
    return first ? first : meaning.take();
  }
};

/// Calls each(i) for all i below count, spread over as many threads as the system gives. What each(i) throws is thrown
/// when all threads have ended.
void spread(std::uint64_t count, unsigned threads, const std::function<void(std::uint64_t)>& each) {
  std::atomic<std::uint64_t> next{0};
  std::mutex mutex;
  std::exception_ptr thrown;
  const auto work = [&]() noexcept {
    try {
      for (std::uint64_t i = next++; i < count; i = next++) each(i);
    } catch (...) {
      next = count;
      const std::lock_guard lock(mutex);
      thrown = std::current_exception();
    }
  };
  std::vector<std::thread> others;
  others.reserve(threads);
  for (unsigned i = 1; i < threads && i < count; ++i) {
    std::thread other = detail::start_without_signals(work);
    if (!other.joinable()) break;
    others.push_back(std::move(other));
  }
  work();
  for (std::thread& other : others) other.join();
  if (thrown) std::rethrow_exception(thrown);
}

class verifier {
 public:
  verifier(const opened_snapshot& of, damages& found) : of_(of), bytes_(found.bytes), damage_(found.meaning) {
    block_begins_.reserve(of.blocks.size());
    for (const std::uint32_t slot : of.blocks) {
      block_begins_.push_back(of.descriptor_at(slot).place * format::line_bytes);
    }
  }

  static constexpr std::uint64_t stretch_bytes = 2 * format::checked_bytes;
  static constexpr std::uint64_t stretch_lines = std::uint64_t{1} << 15;
  [[nodiscard]] std::uint64_t stretches() const noexcept { return (of_.tail + stretch_bytes - 1) / stretch_bytes; }
  [[nodiscard]] std::uint64_t single_stretches() const noexcept {
    return (of_.tables.single_lines + stretch_lines - 1) / stretch_lines;
  }

  /// Some bytes, and the blocks that begin there while they are in the cache.
  void check_stretch(std::uint64_t index) const {
    const std::uint64_t begin = index * stretch_bytes;
    for (std::uint64_t at = begin; at < std::min(of_.tail, begin + stretch_bytes); at += format::checked_bytes) {
      check_bytes(at / format::checked_bytes);
    }
    auto block = std::lower_bound(block_begins_.begin(), block_begins_.end(), begin);
    for (; block != block_begins_.end() && *block < begin + stretch_bytes; ++block) {
      check_block(of_.descriptor_at(of_.blocks[static_cast<std::size_t>(block - block_begins_.begin())]));
    }
  }

  /// Some of the lines of singles: every number is found where it stands.
  void check_singles(std::uint64_t stretch) {
    const sets_detail::probe_tables& tables = of_.tables;
    const std::uint64_t begin = stretch * stretch_lines, end = std::min(tables.single_lines, begin + stretch_lines);
    std::uint64_t full_from = begin;  // the lines from here on to the one looked at are full
    std::uint64_t last = begin == 0 ? 0 : mixed_at(begin * format::slots_per_line - 1);
    std::uint64_t count = 0, thin = 0;
    for (std::uint64_t line = begin; line < end; ++line) {
      for (std::uint64_t slot = line * format::slots_per_line; slot < (line + 1) * format::slots_per_line; ++slot) {
        const std::uint64_t number = number_at(slot);
        if (number == 0) continue;
        const std::uint64_t mixed = mix(number), home = format::home_line(mixed, tables.home_lines);
        while (home < full_from && full_from != 0 && is_full(full_from - 1)) --full_from;
        if (number > phone_number::max_value || home > line || home < full_from || mixed <= last) {
          return damage_.found(of_.singles_at + slot * sizeof(std::uint64_t), "a number stands where it is not found");
        }
        last = mixed;
        ++count;
        thin += has_chunk(number / block_numbers) ? 0 : 1;
      }
      if (!is_full(line)) full_from = line + 1;
    }
    singles_ += count;
    thin_ += thin;
  }

  /// Requires check_singles of all.
  void check_single_counts() const {
    if (singles_ != of_.single_count || thin_ != of_.thin_count) {
      return damage_.found(of_.singles_at, std::to_string(singles_) + " singles, " + std::to_string(thin_) +
                                               " of thin blocks, where the end page says " +
                                               std::to_string(of_.single_count) + " and " +
                                               std::to_string(of_.thin_count));
    }
    if (of_.plan.any()) {
      check_columns(of_.columns_of_singles(), of_.singles_at + of_.tables.single_lines * format::line_bytes,
                    of_.slots(), of_.single_evidence, [&](std::uint64_t slot) { return number_at(slot) != 0; });
    }
  }

  void check_intervals() const {
    std::uint64_t end = 0;
    for (std::uint64_t i = 0; i < of_.info.intervals; ++i) {
      const std::uint64_t place = of_.intervals_at + i * format::interval_bytes;
      const auto first = load_le<std::uint64_t>(of_.at(place)), last = load_le<std::uint64_t>(of_.at(place + 8));
      if (first <= end || last < first || last > phone_number::max_value ||
          !is_storable_day(load_le<std::int32_t>(of_.at(place + 16)))) {
        return damage_.found(place, "an interval that is none, or out of order");
      }
      end = last;
    }
  }

 private:
  void check_bytes(std::uint64_t part) const {
    const std::uint64_t begin = part * format::checked_bytes;
    const std::uint64_t size = std::min<std::uint64_t>(format::checked_bytes, of_.tail - begin);
    if (XXH3_64bits(of_.at(begin), size) != load_le<std::uint64_t>(of_.at(of_.parts.table + part * 8))) {
      bytes_.found(begin, "these " + std::to_string(size) + " bytes do not match their checksum");
    }
  }

  void check_block(const format::descriptor& block) const {
    const std::uint64_t begin = block.place * format::line_bytes;
    std::uint64_t held = 0;
    if (!of_.plan.any()) held = held_in(of_.at(begin), block.lines, block);
    for (std::uint64_t i = 0; of_.plan.any() && i < block.lines; ++i) {
      const std::byte* const line = of_.at(begin + i * format::line_bytes);
      if (((format::tail_of_line(line) >> format::first_entry_shift) & format::low_24) != held) {
        return damage_.found(begin + i * format::line_bytes, "a line that says where its entries begin, but not there");
      }
      held += held_in(line, 1, block);
    }
    if (held != block.count) {
      return damage_.found(begin,
                           "a block of " + std::to_string(held) + " numbers that says " + std::to_string(block.count));
    }
    const column_reader columns = of_.columns_of_block(block);
    if (of_.plan.any() && !has_narrow_records(begin + block.lines * format::line_bytes, block.count)) {
      check_columns(columns, begin + block.lines * format::line_bytes, block.count, block.evidence,
                    [](std::uint64_t) { return true; });
    }
  }

  /// Whether these are days of 2 bytes, with states or without, and nothing else to look at, and each is good.
  [[nodiscard]] bool has_narrow_records(std::uint64_t begin, std::uint64_t entries) const noexcept {
    const format::column_plan& plan = of_.plan;
    if (plan.day_bytes != 2 || plan.attempts || plan.references || !is_storable_day(plan.first_day) ||
        !is_storable_day(std::int64_t{plan.first_day} + format::narrow_days - 1)) {
      return false;
    }
    const bool has_states = plan.state == record_state::absent;
    const std::byte* const days = of_.at(begin);
    const std::byte* const states = of_.at(begin + columns_of(plan, entries, 0).states);
    const bool may_be_open = has_states || plan.state == record_state::contract_end;
    unsigned bad = 0;
    for (std::uint64_t i = 0; i < entries; ++i) {
      const auto narrow = load_le<std::uint16_t>(days + 2 * i);
      bad |=
          unsigned{narrow == format::narrow_no_attempt} | (may_be_open ? 0U : unsigned{narrow == format::narrow_open});
    }
    for (std::uint64_t i = 0; has_states && i < entries; ++i) {
      const auto state = static_cast<record_state>(states[i]);
      bad |= unsigned{!is_state_of(of_.info.kind, state)};
      bad |= unsigned{load_le<std::uint16_t>(days + 2 * i) == format::narrow_open} &
             unsigned{state != record_state::contract_end};
    }
    return bad == 0;
  }

  [[nodiscard]] std::uint64_t number_at(std::uint64_t slot) const noexcept {
    return load_le<std::uint64_t>(of_.tables.singles + slot * sizeof(std::uint64_t));
  }
  [[nodiscard]] std::uint64_t mixed_at(std::uint64_t slot) const noexcept { return mix(number_at(slot)); }
  [[nodiscard]] bool is_full(std::uint64_t line) const noexcept {
    return number_at((line + 1) * format::slots_per_line - 1) != 0;
  }
  [[nodiscard]] bool has_chunk(std::uint64_t block) const noexcept {
    const sets_detail::probe_tables& tables = of_.tables;
    const std::uint64_t h = block * tables.multiplier;
    const auto seat = load_le<std::uint32_t>(tables.seats + (h >> tables.seat_shift) * sizeof(std::uint32_t));
    const std::uint64_t slot = ((h >> format::slot_shift) ^ seat) & tables.slot_mask;
    return load_le<std::uint32_t>(tables.descriptors + slot * format::descriptor_bytes) == block;
  }

  /// As many as the lines claim.
  static std::uint64_t held_in(const std::byte* lines, std::uint64_t count, const format::descriptor& block) noexcept {
    if (block.coded != format::plain) {
      const std::size_t end = block.coded == format::bitmap ? format::line_bits : block.lows_at - 1U;
      return detail::kernel_in_use<sets_detail::set_kernel>().count_bits(lines, count, end);
    }
    std::uint64_t held = 0;
    for (const std::byte* line = lines; line != lines + count * format::line_bytes; line += format::line_bytes) {
      std::uint16_t in_line = 0;
      for (std::size_t i = 0; i < format::plain_slots; ++i) {
        in_line = static_cast<std::uint16_t>(in_line + (load_le<std::uint16_t>(line + i * 2) != format::empty_plain));
      }
      held += in_line;
    }
    return held;
  }

  template <class IsEntry>
  void check_columns(const column_reader& columns, std::uint64_t begin, std::uint64_t entries, std::uint64_t evidence,
                     IsEntry is_entry) const {
    const format::columns at = columns_of(of_.plan, entries, evidence);
    std::uint64_t text_end = 0;
    for (std::uint64_t entry = 0; entry < entries; ++entry) {
      if (is_entry(entry)) {
        const bool can = of_.plan.day_bytes == 0 ? is_state_of(of_.info.kind, columns.state(entry))
                                                 : can_hold(of_.info.kind, columns.record(entry));
        if (!can || (of_.plan.attempts && !can_hold(columns.attempts(entry)))) {
          return damage_.found(begin + entry * of_.plan.day_stride(),
                               "a day or state that the kind of list does not have");
        }
      }
      if (!of_.plan.references) continue;
      const std::uint64_t end = columns.end_of(entry);
      if (end < text_end || end > evidence) {
        return damage_.found(begin + at.ends + entry * format::reference_end_bytes, "evidence that is not there");
      }
      text_end = end;
    }
    if (of_.plan.references && text_end != evidence) {
      damage_.found(begin + at.evidence + text_end, "evidence that belongs to no number");
    }
  }

  const opened_snapshot& of_;
  first_damage& bytes_;
  first_damage& damage_;
  std::vector<std::uint64_t> block_begins_;
  std::atomic<std::uint64_t> singles_{0}, thin_{0};
};

}  // namespace

std::optional<byte_damage> verify_snapshot(const snapshot_view& view, unsigned threads) {
  const opened_snapshot& of = *view.opened_;
  if (of.bytes.empty()) return std::nullopt;               // the view of nothing
  constexpr std::uint64_t small = std::uint64_t{1} << 22;  // sooner read than a thread is started
  if (threads == 0) threads = of.bytes.size() < small ? 1 : std::max(1U, std::thread::hardware_concurrency());
  damages found;
  verifier check(of, found);
  const std::uint64_t stretches = check.stretches(), all = stretches + check.single_stretches();
  spread(all, threads,
         [&](std::uint64_t i) { i < stretches ? check.check_stretch(i) : check.check_singles(i - stretches); });
  if (auto first = found.take()) return first;
  check.check_single_counts();
  check.check_intervals();
  return found.take();
}

}  // namespace callsieve

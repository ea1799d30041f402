// Every byte against its checksum, and what the counts say against what is there.
#include <algorithm>
#include <atomic>
#include <functional>
#include <mutex>
#include <thread>

#include "callsieve/sets/snapshot_view.hpp"

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

/// Calls each(i) for all i below count, spread over threads.
void spread(std::uint64_t count, unsigned threads, const std::function<void(std::uint64_t)>& each) {
  std::atomic<std::uint64_t> next{0};
  const auto work = [&] {
    for (std::uint64_t i = next++; i < count; i = next++) each(i);
  };
  std::vector<std::thread> others;
  for (unsigned i = 1; i < threads && i < count; ++i) others.emplace_back(work);
  work();
  for (std::thread& other : others) other.join();
}

class verifier {
 public:
  verifier(const opened_snapshot& of, first_damage& damage) : of_(of), damage_(damage) {}

  void check_bytes(std::uint64_t part) const {
    const std::uint64_t begin = part * format::checked_bytes;
    const std::uint64_t size = std::min<std::uint64_t>(format::checked_bytes, of_.tail - begin);
    if (XXH3_64bits(of_.at(begin), size) != load_le<std::uint64_t>(of_.at(of_.parts.table + part * 8))) {
      damage_.found(begin, "these " + std::to_string(size) + " bytes do not match their checksum");
    }
  }

  void check_block(std::uint64_t index) const {
    const format::descriptor block = of_.descriptor_at(of_.blocks[index]);
    const std::uint64_t begin = block.place * format::line_bytes;
    std::uint64_t held = 0;
    for (std::uint64_t i = 0; i < block.lines; ++i) {
      const std::byte* const line = of_.at(begin + i * format::line_bytes);
      const std::uint32_t first = (format::tail_of_line(line) >> format::first_entry_shift) & format::low_24;
      if (of_.plan.any() && first != held) {
        return damage_.found(begin + i * format::line_bytes, "a line that says where its entries begin, but not there");
      }
      held += held_in(line, block);
    }
    if (held != block.count) {
      return damage_.found(begin,
                           "a block of " + std::to_string(held) + " numbers that says " + std::to_string(block.count));
    }
    if (of_.plan.any()) {
      check_columns(of_.columns_of_block(block), begin + block.lines * format::line_bytes, block.count, block.evidence,
                    [](std::uint64_t) { return true; });
    }
  }

  /// Every single is found where it stands.
  void check_singles() const {
    const sets_detail::probe_tables& tables = of_.tables;
    std::uint64_t count = 0, thin = 0;
    const auto number_at = [&](std::uint64_t slot) { return load_le<std::uint64_t>(tables.singles + slot * 8); };
    for (std::uint64_t slot = 0; slot < of_.slots(); ++slot) {
      const std::uint64_t number = number_at(slot);
      if (number == 0) continue;
      const std::uint64_t place = of_.singles_at + slot * 8;
      if (number > phone_number::max_value ||
          sets_detail::set_kernel_in_use().one(tables, number) != (sets_detail::single_row | slot)) {
        return damage_.found(place, "a number stands where it is not found");
      }
      ++count;
      thin += has_chunk(number / block_numbers) ? 0 : 1;
    }
    if (count != of_.single_count || thin != of_.thin_count) {
      return damage_.found(of_.singles_at, std::to_string(count) + " singles, " + std::to_string(thin) +
                                               " of thin blocks, where the end page says " +
                                               std::to_string(of_.single_count) + " and " +
                                               std::to_string(of_.thin_count));
    }
    if (of_.plan.any()) {
      check_columns(of_.columns_of_singles(), of_.singles_at + tables.single_lines * format::line_bytes, of_.slots(),
                    of_.single_evidence, [&](std::uint64_t slot) { return number_at(slot) != 0; });
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
  [[nodiscard]] bool has_chunk(std::uint64_t block) const noexcept {
    const auto found = std::partition_point(of_.blocks.begin(), of_.blocks.end(),
                                            [&](std::uint32_t slot) { return of_.descriptor_at(slot).block < block; });
    return found != of_.blocks.end() && of_.descriptor_at(*found).block == block;
  }

  /// As many as the line claims.
  static std::uint64_t held_in(const std::byte* line, const format::descriptor& block) noexcept {
    std::uint64_t held = 0;
    if (block.coded == format::plain) {
      for (std::size_t i = 0; i < format::plain_slots; ++i) {
        held += load_le<std::uint16_t>(line + i * 2) != format::empty_plain ? 1U : 0U;
      }
      return held;
    }
    const std::size_t end = block.coded == format::bitmap ? format::line_bits : block.lows_at - 1U;
    return sets_detail::set_kernel_in_use().count_bits(line, end);
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
  first_damage& damage_;
};

}  // namespace

std::optional<byte_damage> verify_snapshot(const snapshot_view& view, unsigned threads) {
  const opened_snapshot& of = *view.opened_;
  if (of.bytes.empty()) return std::nullopt;               // the view of nothing
  constexpr std::uint64_t small = std::uint64_t{1} << 22;  // sooner read than a thread is started
  if (threads == 0) threads = of.bytes.size() < small ? 1 : std::max(1U, std::thread::hardware_concurrency());
  first_damage damage;
  const verifier check(of, damage);
  spread(of.parts.table_bytes / sizeof(std::uint64_t), threads, [&](std::uint64_t part) { check.check_bytes(part); });
  if (auto found = damage.take()) return found;
  spread(of.blocks.size() + 2, threads, [&](std::uint64_t i) {
    if (i == of.blocks.size()) return check.check_singles();
    if (i == of.blocks.size() + 1) return check.check_intervals();
    check.check_block(i);
  });
  return damage.take();
}

}  // namespace callsieve

// A snapshot's bytes as a list: opened at once, verified when asked, then asked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "callsieve/number/phone_number.hpp"
#include "callsieve/sets/block.hpp"
#include "callsieve/sets/record.hpp"
#include "callsieve/sets/snapshot_info.hpp"

namespace callsieve {

namespace sets_detail {
struct opened_snapshot;
}

/// Why bytes are not what they should be.
struct byte_damage {
  std::uint64_t offset = 0;  ///< of the first damage: where its page, tail or checked 1 MiB starts, or nearer
  std::string what;
  bool newer_version = false;  ///< not damaged: written by a newer callsieve
};

/// A list over borrowed bytes of any alignment. Satisfies number_list. Cheap to copy.
/// Lifetime: the bytes must outlive it and all copies. Threads: const access from any thread.
/// Trust: made by open_snapshot, after which no question leaves the bytes, whatever they are; the answers are the
/// list's once verify_snapshot has found nothing. The bytes must not change.
class snapshot_view {
 public:
  snapshot_view();  ///< an empty list that speaks for nobody

  [[nodiscard]] const snapshot_info& info() const noexcept;
  [[nodiscard]] const coverage& speaks_for() const noexcept { return info().covers; }
  [[nodiscard]] std::span<const std::byte> bytes() const noexcept;
  /// Whether it holds numbers alone: no day, state, flag, reference or attempt beside them.
  [[nodiscard]] bool numbers_only() const noexcept;
  /// Names these bytes: it covers the checksums of all the rest.
  [[nodiscard]] std::uint64_t header_checksum() const noexcept;
  /// Names the content, coverage and counts included: the same for two lists that differ in nothing but their ids.
  [[nodiscard]] std::uint64_t content_checksum() const noexcept;

  /// The same for copies of one view, and only for them.
  [[nodiscard]] const void* identity() const noexcept { return opened_.get(); }

  /// Bit i % 64 of bits[i / 64] becomes whether numbers[i] is on the list; the last word is filled with zeros. The main
  /// way to ask sets. Requires bits.size() >= (numbers.size() + 63) / 64.
  /// Cost: one cache line a number, asked for well before it is needed, so best with 32 numbers or more at once; no
  /// allocation, no lock.
  void contains(std::span<const phone_number> numbers, std::span<std::uint64_t> bits) const noexcept;
  /// As above of the numbers whose bit is set in `wanted`, which is laid out as `bits`, with zeros behind the last
  /// number; the bits of others become 0. Requires wanted.size() >= (numbers.size() + 63) / 64; `wanted` may be `bits`.
  /// Cost: as above for each wanted number, and less than a nanosecond for putting each in its place.
  void contains(std::span<const phone_number> numbers, std::span<const std::uint64_t> wanted,
                std::span<std::uint64_t> bits) const noexcept;
  /// One number. Cost: one miss of the cache, where contains() of many overlaps them.
  [[nodiscard]] bool contains(phone_number number) const noexcept;
  /// Whether the number has an entry of its own, and is not only within an interval. Cost: as contains of one.
  [[nodiscard]] bool holds_singly(phone_number number) const noexcept;
  /// One record a number (absent when it holds none, and for the number none). Requires equal sizes.
  /// Cost: as contains; one more cache line a number for lists with days or states.
  void find(std::span<const phone_number> numbers, std::span<list_record> records) const noexcept;
  /// The category flags kept beside each number; 0 when the list holds it not, or without any. Requires equal sizes.
  void find_flags(std::span<const phone_number> numbers, std::span<std::uint32_t> flags) const noexcept;
  /// The days of the last calls to each number; all no_attempt when the list knows of none. Requires equal sizes.
  void find_attempts(std::span<const phone_number> numbers, std::span<attempt_days> attempts) const noexcept;
  /// The reference kept beside a number; empty when none. Lifetime: as the bytes.
  [[nodiscard]] std::string_view reference(phone_number number) const noexcept;

  /// The intervals that the list holds beside its numbers. Requires index < info().intervals.
  [[nodiscard]] number_interval interval(std::uint64_t index) const noexcept;

  /// Calls visit(phone_number, const list_record&, std::string_view reference) for each number that stands singly, in
  /// ascending order. Cost: as block_reader.
  template <class Visit>
  void for_each(Visit&& visit) const;

 private:
  friend class snapshot_opener;
  friend class block_reader;
  friend std::optional<byte_damage> verify_snapshot(const snapshot_view&, unsigned);
  explicit snapshot_view(std::shared_ptr<const sets_detail::opened_snapshot> what) : opened_(std::move(what)) {}

  std::shared_ptr<const sets_detail::opened_snapshot> opened_;
};

/// Reads a list's numbers in ascending order, block by block: for set algebra and exports.
/// Cost: about 10 ns a number; memory for one block and for the numbers that stand as singles (16 bytes each).
/// Lifetime: of the view's bytes. Threads: one. Trust: never leaves the bytes; of a snapshot that was not verified the
/// entries may be fewer, but are ascending, each once.
class block_reader {
 public:
  explicit block_reader(const snapshot_view& view);
  block_reader(block_reader&&) noexcept;
  block_reader& operator=(block_reader&&) noexcept;
  ~block_reader();

  /// Goes to the next block; false when there is none.
  bool next();
  /// The block's entries. Requires that next() was true; they hold until it is called again.
  [[nodiscard]] const block_entries& entries() const noexcept;

 private:
  class reading;
  std::unique_ptr<reading> reading_;
};

/// Checks what decides where everything stands, which keeps every later question within `bytes`, whatever they are.
/// Cost: reads the start page and the tail, not the payload: under 1 ms for 250 million numbers. Allocates for the
/// coverage and 16 bytes for each block.
[[nodiscard]] std::variant<snapshot_view, byte_damage> open_snapshot(std::span<const std::byte> bytes);

/// Checks every byte against its checksum, the number of entries in every block, every record, and that every single is
/// found where it stands; the first damage, or nothing. Whoever can write right checksums can still write the same
/// number twice into a block, or one beyond its span: then it counts and is not found, and nothing worse. Cost: reads
/// all of it once, on `threads` threads (0: one for each core).
[[nodiscard]] std::optional<byte_damage> verify_snapshot(const snapshot_view& view, unsigned threads = 0);

/// Both of the above.
[[nodiscard]] std::variant<snapshot_view, byte_damage> open_verified_snapshot(std::span<const std::byte> bytes);

template <class Visit>
void snapshot_view::for_each(Visit&& visit) const {
  block_reader reader(*this);
  while (reader.next()) {
    const block_entries& entries = reader.entries();
    for (std::size_t i = 0; i < entries.size(); ++i) {
      visit(number_in_block(entries.block, entries.offsets[i]), entries.record(i),
            entries.references.empty() ? std::string_view() : entries.references[i]);
    }
  }
}

}  // namespace callsieve

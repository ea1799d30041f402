// Entries of a list as they stream: block by block, ascending, never all in memory.
#pragma once

#include <span>

#include "callsieve/base/status.hpp"
#include "callsieve/sets/block.hpp"
#include "callsieve/sets/snapshot_writer.hpp"

namespace callsieve {

/// A block in one of two ways; in none after the last.
struct held_block {
  const block_entries* entries = nullptr;
  const block_bits* bits = nullptr;
};

/// Where entries come from: gathered ones, a snapshot's, what set_algebra.hpp makes of two. Threads: one.
class block_source {
 public:
  block_source() = default;
  block_source(const block_source&) = delete;
  block_source& operator=(const block_source&) = delete;
  virtual ~block_source() = default;

  /// The next block that has entries; null after the last. Lifetime: until the next call of next() or rewind().
  [[nodiscard]] virtual absl::StatusOr<const block_entries*> next() = 0;
  /// As next(), but a source that has a block of numbers alone as bits gives it so.
  [[nodiscard]] virtual absl::StatusOr<held_block> next_held() {
    const auto block = next();
    if (!block.ok()) return block.status();
    return held_block{*block, nullptr};
  }
  /// Begins again with the first block.
  virtual absl::Status rewind() = 0;
  /// All of them, ascending and disjoint. Lifetime: the source's.
  [[nodiscard]] virtual std::span<const number_interval> intervals() const noexcept { return {}; }
  /// Whether there are numbers only: no day, state, flag, reference or attempt.
  [[nodiscard]] virtual bool is_plain() const noexcept = 0;
};

/// Writes all that the source has, from its first block on; `info` and errors as snapshot_writer has them.
/// Cost: one pass over the entries of plain sources, two over others (what their columns need is known only after one).
absl::StatusOr<snapshot_writer::written> write_snapshot(block_source& entries, list_kind kind,
                                                        const snapshot_info& info, const snapshot_writer::sink& to);

}  // namespace callsieve

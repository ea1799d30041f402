// Writes a list as a snapshot in one pass, block by block; snapshot_format.hpp gives the bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "callsieve/base/status.hpp"
#include "callsieve/sets/block.hpp"
#include "callsieve/sets/record.hpp"
#include "callsieve/sets/snapshot_info.hpp"

namespace callsieve {

/// What stands beside the numbers of one list. Known before the first block is written.
struct snapshot_columns {
  /// The state of every entry; nothing when they differ (a byte a number).
  std::optional<record_state> state = record_state::listed;
  bool days = false;  ///< list_record::day_number; kind `attempts` has its days in the attempts
  /// The earliest and latest day of all entries, attempts included, open_contract left out. When they lie within 65,533
  /// days a day takes 2 bytes, else 4.
  std::int32_t first_day = 0, last_day = 0;
  bool flags = false;       ///< 4 bytes a number
  bool references = false;  ///< 5 bytes and the text a number; kind `consent`
};

/// Which form blocks take: by what they cost, or, for tests and benchmarks, always one. Columns rule bitmaps out, and
/// blocks that a form does not suit take `coded`.
enum class block_choice : std::uint8_t { by_cost, singles, bitmap, plain, coded };

/// One list, from its smallest number to its greatest.
/// Cost: one pass; memory for one block (at most ten million entries: 8 bytes each, their texts and the block's bytes)
/// and for the numbers that are kept singly until finish(): those of blocks too thin for a form of their own, and those
/// few (about 1 in 400) that spill from full lines; 16 bytes each and their columns.
/// Errors: each call returns the first error: entries out of order, or that the kind or the columns cannot hold
/// (bad_input), and what the sink returns. Threads: one.
class snapshot_writer {
 public:
  /// Gets the snapshot piece by piece, from its first byte to its last.
  using sink = std::function<absl::Status(std::string_view)>;

  snapshot_writer(list_kind kind, const snapshot_columns& columns, list_tuning tuning, sink to,
                  block_choice choice = block_choice::by_cost);
  snapshot_writer(snapshot_writer&&) noexcept;
  snapshot_writer& operator=(snapshot_writer&&) noexcept;
  ~snapshot_writer();

  static constexpr std::size_t longest_reference = 65'535;  ///< bytes

  /// All entries of one block. Blocks come in ascending order, each once; empty ones may be left out.
  absl::Status add_block(const block_entries& entries);
  /// A block of numbers alone. Requires a right count. Cost: a copy where the block becomes a bitmap.
  absl::Status add_block(const block_bits& bits);
  /// Intervals come in ascending order and disjoint; any time between blocks. A number may also
  /// have an entry of its own: then both combine as entries of one number do (record.hpp). Kind `set` only.
  absl::Status add_interval(const number_interval& interval);

  struct written {
    std::uint64_t bytes = 0;
    std::uint64_t header_checksum = 0;  ///< names the content: it covers the checksums of all the rest
    std::uint64_t count = 0;            ///< numbers, those in intervals left out
  };
  /// Of `info` the kind, tuning, count and number of intervals are the writer's own.
  absl::StatusOr<written> finish(const snapshot_info& info);

 private:
  class writing;
  std::unique_ptr<writing> writing_;
};

}  // namespace callsieve

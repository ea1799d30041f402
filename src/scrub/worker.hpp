// One thread's part of the job: a piece of input through all stages, from bytes to bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "io/csv_pieces.hpp"
#include "scrub/cells.hpp"
#include "scrub/flag_watch.hpp"
#include "scrub/gather.hpp"
#include "scrub/hidden_numbers.hpp"
#include "scrub/judge.hpp"
#include "scrub/seen_numbers.hpp"
#include "scrub/stages.hpp"
#include "scrub/tallies.hpp"
#include "scrub/watch.hpp"

namespace callsieve::detail {

/// The stages, in order: pieces of whole rows (filled by whoever reads) -> rows -> cells -> numbers -> watch ->
/// duplicates (in the order of the pieces) -> rules -> gathered rows (to be written in the order of the pieces). Keeps
/// its memory from piece to piece: about five times a piece.
class block_worker {
 public:
  block_worker(const bound_policy& policy, const scrub_options& options, const job_columns& columns, region_id region,
               std::size_t width, std::size_t least_fields);

  /// For each input, before its first piece. `number` says which one it is.
  void begin_input(std::size_t number, const csv_dialect& dialect, bool keeps, bool rejects);

  csv_piece& piece() noexcept { return piece_; }
  stage_clock& clock() noexcept { return clock_; }
  [[nodiscard]] const stage_clock& clock() const noexcept { return clock_; }
  /// The piece becomes numbers. The first `header_rows` rows are none of the list. Errors: as csv_block::take.
  absl::Status read_numbers(const csv_pieces& from, std::size_t header_rows);
  /// Only where the policy asks for duplicates: before find_duplicates().
  void part_numbers();
  /// For every part of the numbers seen, in the order of the pieces.
  void find_duplicates(seen_numbers& seen, std::size_t part);
  void decide_and_gather();
  [[nodiscard]] const gathered_rows& gathered() const noexcept { return gathered_; }
  /// Of the piece, without header.
  [[nodiscard]] std::uint64_t rows() const noexcept { return block_.size() - first_; }
  [[nodiscard]] const flag_watch& flags() const noexcept { return flags_; }
  [[nodiscard]] const tallies& books() const noexcept { return books_; }
  [[nodiscard]] const column_watch& watch() const noexcept { return watch_; }

 private:
  void count_lines();

  const scrub_options& options_;
  const job_columns& columns_;
  region_id region_;
  const pipeline& rules_;
  std::size_t input_ = 0, least_fields_;
  std::optional<hidden_numbers> hidden_;  ///< made for each input
  stage_clock clock_;
  csv_piece piece_;
  csv_block block_;
  block_cells cells_;
  column_watch watch_;
  flag_watch flags_;
  block_judge judge_;
  seen_numbers::parted_batch by_part_;
  std::vector<std::uint8_t> duplicates_;
  std::optional<row_gatherer> gatherer_;  ///< made for each input that is written
  gathered_rows gathered_;
  tallies books_;
  std::size_t first_ = 0;  ///< row of the block that is not header
};

}  // namespace callsieve::detail

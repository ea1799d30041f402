// One input through all workers: read in order, worked on by whoever is free, written in order.
#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "callsieve/base/status.hpp"

#include "io/csv_pieces.hpp"
#include "scrub/seen_numbers.hpp"
#include "scrub/turns.hpp"
#include "scrub/worker.hpp"
#include "scrub/writers.hpp"

namespace callsieve::detail {

/// What a run shares with the job.
struct run_parts {
  csv_pieces& pieces;
  job_writers& writers;
  seen_numbers* seen;  ///< a null pointer: nobody asks for duplicates
  std::size_t header_rows;
  /// Called for every piece in order, one at a time, before its rows are written: with the bytes read of the input up
  /// to and with that piece, and how many rows it has. Its error stops the run.
  std::function<absl::Status(std::uint64_t bytes_read, std::uint64_t rows)> before_write;
};

/// Takes every piece of the input through the workers, one of them on the calling thread and each of the others on a
/// thread of its own, which takes no signals; without those that the system does not start. Returns the error of the
/// earliest piece that has one; pieces before it are written.
absl::Status run_input(const run_parts& parts, std::span<block_worker* const> workers);

}  // namespace callsieve::detail

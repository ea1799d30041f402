// Sends bytes on, two MiB at a time, and gathers the checksums of each 1 MiB.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>

#include "callsieve/base/bytes.hpp"
#include "callsieve/sets/snapshot_format.hpp"
#include "callsieve/sets/snapshot_writer.hpp"

#include <xxhash.h>

namespace callsieve {

class checked_writer {
 public:
  /// A file that is written in whole huge pages stands in the page cache in huge pages, and is mapped so (seen with
  /// ext4 on Linux 6.18; pieces of 1 MiB gave pages of 4 KiB).
  static constexpr std::size_t piece_bytes = 2 * snapshot_format::checked_bytes;

  explicit checked_writer(snapshot_writer::sink to) : to_(std::move(to)) { part_.reserve(piece_bytes); }

  void put(const void* bytes, std::size_t size) {
    const char* from = static_cast<const char*>(bytes);
    while (size != 0) {
      const std::size_t part = std::min(size, piece_bytes - part_.size());
      part_.append(from, part);
      from += part;
      size -= part;
      written_ += part;
      if (part_.size() == piece_bytes) flush();
    }
  }
  void put(const std::string& bytes) { put(bytes.data(), bytes.size()); }
  template <class T>
  void put_value(T value) {
    char bytes[sizeof(T)];
    store_le(bytes, value);
    put(bytes, sizeof bytes);
  }
  /// Zeros up to a multiple of `unit`, at most a page.
  void fill(std::size_t unit) {
    static constexpr char zeros[snapshot_format::page_bytes] = {};
    put(zeros, snapshot_format::round_up(written_, unit) - written_);
  }
  [[nodiscard]] std::uint64_t written() const noexcept { return written_; }
  [[nodiscard]] const absl::Status& failure() const noexcept { return failure_; }

  /// The checksums of what was put, when nothing more comes.
  std::string take_table() {
    if (!part_.empty()) flush();
    return std::move(table_);
  }

 private:
  void flush() {
    for (std::size_t at = 0; at < part_.size(); at += snapshot_format::checked_bytes) {
      const std::size_t size = std::min(snapshot_format::checked_bytes, part_.size() - at);
      char checksum[sizeof(std::uint64_t)];
      store_le(checksum, std::uint64_t{XXH3_64bits(part_.data() + at, size)});
      table_.append(checksum, sizeof checksum);
    }
    if (failure_.ok()) failure_ = to_(part_);
    part_.clear();
  }

  snapshot_writer::sink to_;
  std::string part_;
  std::string table_;
  std::uint64_t written_ = 0;
  absl::Status failure_;
};

}  // namespace callsieve

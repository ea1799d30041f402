// Settled rows in a scratch file: runs of blocks, each ascending, read back side by side.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "callsieve/base/status.hpp"

#include "io/scratch_file.hpp"
#include "sets/block_rows.hpp"

namespace callsieve {

/// Stands before each block's rows and texts in the file.
struct spilled_block {
  std::uint32_t block = 0;
  std::uint32_t words = 0;
  std::uint64_t text_bytes = 0;
};

/// Part of a scratch file: from one spill to the next.
struct spilled_run {
  std::uint64_t from = 0, to = 0;
  row_layout layout{};
};

absl::Status append_block(scratch_file& file, std::uint32_t block, const block_rows& rows);

/// Reads one run from its beginning. Lifetime: the file's.
class run_reader {
 public:
  run_reader(const scratch_file& file, const spilled_run& run, const row_layout& wanted)
      : file_(&file), at_(run.from), to_(run.to), layout_(run.layout), wanted_(wanted) {}

  /// The block that read_block gives; nothing at the end. Requires advance() once before.
  [[nodiscard]] const std::optional<spilled_block>& block() const noexcept { return block_; }
  absl::Status advance();
  /// Appends the block's rows, in the layout wanted. Requires block(); advance() leads to the next.
  absl::Status read_block(block_rows& rows);

 private:
  absl::Status read(void* bytes, std::size_t count);

  const scratch_file* file_;
  std::uint64_t at_, to_;
  row_layout layout_, wanted_;
  std::optional<spilled_block> block_;
  std::vector<char> buffer_;
  std::size_t buffer_at_ = 0;
};

}  // namespace callsieve

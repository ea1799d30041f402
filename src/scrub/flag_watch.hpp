// Columns by which a list says that people should not be called, and that no rule of the policy reads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "callsieve/io/csv.hpp"

#include "scrub/columns.hpp"

namespace callsieve::detail {

/// Counts the rows in which each of job_columns::flags objects. Cost: some 10 ns a row and column; none without such
/// columns. Threads: one at a time.
class flag_watch {
 public:
  explicit flag_watch(const job_columns& columns) : flags_(columns.flags), objections_(columns.flags.size()) {}

  /// Looks through the well-formed rows from `first` on.
  void look(const csv_block& block, std::size_t first);
  /// By flag, of all blocks.
  [[nodiscard]] std::span<const std::uint64_t> objections() const noexcept { return objections_; }

 private:
  std::span<const std::pair<std::size_t, bool>> flags_;
  std::vector<std::uint64_t> objections_;
  std::vector<std::string_view> cells_;
  std::string scratch_;
};

}  // namespace callsieve::detail

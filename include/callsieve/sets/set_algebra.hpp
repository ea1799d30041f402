// Lists made of lists: union, difference, parts by coverage, and what changed between two versions. Entries stream
// through block by block; neither list is ever in memory.
//
//   changes applied       united(without(list, removed), added)
//   one coverage replaced united(outside(list, covers), brought); of kinds whose days never go back, brought is first
//                         updated(inside(list, covers), brought)
#pragma once

#include <cstdint>
#include <memory>

#include "callsieve/base/status.hpp"
#include "callsieve/sets/block_source.hpp"
#include "callsieve/sets/coverage.hpp"
#include "callsieve/sets/snapshot_view.hpp"

namespace callsieve {

using block_stream = std::unique_ptr<block_source>;

/// A snapshot's entries and intervals. Lifetime: of the view's bytes. Cost: as block_reader.
[[nodiscard]] block_stream entries_of(const snapshot_view& view);

/// How two entries of one number become one, beside what record.hpp says of their days.
struct combination {
  day_meaning days = day_meaning::none;  ///< of a set
  bool same_calls = false;               ///< attempts: both may tell of the same calls; else each tells of its own
};

/// The entries of both. A number's two entries become one as combined() has it, with the categories of both (of equal
/// consents the greater reference); of attempts the latest eight. Cost: about 10 ns an entry of blocks that both have;
/// other blocks pass through.
[[nodiscard]] block_stream united(block_stream a, block_stream b, combination how);
/// The entries of `b`; those whose numbers `a` has too become one with it, as above. Kinds without intervals. Cost: as
/// united.
[[nodiscard]] block_stream updated(block_stream a, block_stream b, combination how);
/// The entries of `a` whose numbers `b` does not hold, singly or in an interval; a number that only `b` holds singly
/// leaves the intervals of `a`, too. Cost: as united; blocks that only `a` has pass through.
[[nodiscard]] block_stream without(block_stream a, block_stream b);
/// The entries that the coverage speaks for, and those that it does not. Cost: blocks that are inside or outside as a
/// whole pass through, or are dropped after reading; others cost a look-up an entry.
[[nodiscard]] block_stream inside(block_stream of, coverage covers);
[[nodiscard]] block_stream outside(block_stream of, coverage covers);

/// How one version of a list differs from another, in numbers that stand singly.
struct list_difference {
  std::uint64_t added = 0, removed = 0;
  std::uint64_t unchanged = 0;  ///< in both, with the same record
  std::uint64_t changed = 0;    ///< in both, with another record, reference, flags or attempts
  friend bool operator==(const list_difference&, const list_difference&) = default;
};
/// Reads both from where they stand. Cost: one pass over each.
[[nodiscard]] absl::StatusOr<list_difference> compare(block_source& before, block_source& after);

}  // namespace callsieve

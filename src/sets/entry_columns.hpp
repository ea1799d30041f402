// Columns that grow entry by entry: what set algebra makes of the blocks it reads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "callsieve/sets/block.hpp"
#include "callsieve/sets/set_algebra.hpp"

namespace callsieve {

/// One entry of a block, by reference to its columns.
struct entry_place {
  const block_entries* of = nullptr;
  std::size_t index = 0;

  [[nodiscard]] list_record record() const noexcept { return of->record(index); }
  [[nodiscard]] std::uint32_t flags() const noexcept { return of->flags.empty() ? 0 : of->flags[index]; }
  [[nodiscard]] std::string_view reference() const noexcept {
    return of->references.empty() ? std::string_view() : of->references[index];
  }
  [[nodiscard]] const attempt_days& attempts() const noexcept { return of->attempts[index]; }
};

class entry_columns {
 public:
  /// Empties it for entries like those of `a` and `b`: a column is kept when one of them has it.
  void begin(const block_entries& a, const block_entries& b);
  void begin(const block_entries& a) { begin(a, a); }
  void append(std::uint32_t offset, const entry_place& from);
  /// An entry that two sources have.
  void append_combined(std::uint32_t offset, const entry_place& a, const entry_place& b, const combination& how);
  /// Lifetime: until the next call of anything, and of the texts appended.
  [[nodiscard]] const block_entries& entries();

 private:
  block_entries made_;
  bool days_kept_ = false, states_kept_ = false, flags_kept_ = false, references_kept_ = false, attempts_kept_ = false;
  std::vector<std::uint32_t> offsets_, flags_;
  std::vector<std::int32_t> days_;
  std::vector<record_state> states_;
  std::vector<std::string_view> references_;
  std::vector<attempt_days> attempts_;
};

/// The latest eight of both together.
[[nodiscard]] attempt_days latest_of(const attempt_days& a, const attempt_days& b) noexcept;
/// The latest eight where both tell of the same calls: of each day as many as the one that has more.
[[nodiscard]] attempt_days latest_of_same(const attempt_days& a, const attempt_days& b) noexcept;

}  // namespace callsieve

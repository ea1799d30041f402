// Entries of one block while they are gathered: rows of 32-bit words in any order, and the texts of their references.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "callsieve/sets/block.hpp"

#include "sets/block_bitmap.hpp"

namespace callsieve {

/// What the words of a row are: place (offset in the block; unless there is nothing
/// else, the state above its 24 bits), then as far as there are any day,
/// flags, and the reference's place in the texts in two words (its length in the lower 16 bits).
struct row_layout {
  std::uint32_t words = 1;               ///< 1: place; 2: and day; 3: and flags; 5: and reference
  bool attempts = false;                 ///< a row is one attempt; else one entry, of which one stays
  bool plain_state = true;               ///< every state is `listed`
  day_meaning days = day_meaning::none;  ///< of a set: how entries of one number combine

  [[nodiscard]] constexpr bool has_days() const noexcept { return words > 1; }
  [[nodiscard]] constexpr bool has_flags() const noexcept { return words > 2; }
  [[nodiscard]] constexpr bool has_references() const noexcept { return words > 3; }
};

inline constexpr std::uint32_t offset_bits = 24;
inline constexpr std::uint32_t offset_mask = (1U << offset_bits) - 1;
inline constexpr unsigned reference_length_bits = 16;
static_assert(block_numbers <= offset_mask + 1);

struct block_rows {
  std::vector<std::uint32_t> words;
  std::string texts;
  void clear() noexcept {
    words.clear();
    texts.clear();
  }
};

/// Makes rows of one word, from word `from` on, rows of the wider layout, without days and flags.
void widen(std::vector<std::uint32_t>& words, std::size_t from, const row_layout& to);

/// Sorts rows, keeps of each number the one that counts, and gives them in columns. Holds scratch memory: keep one.
/// Cost: rows of numbers only go through a bitmap of the block, others through a radix sort; up to 12 ns a row.
class row_sorter {
 public:
  explicit row_sorter(row_layout layout) : layout_(layout) {}

  /// Sorts rows in place by offset, each number once (attempts: its latest eight, the latest first).
  void settle(block_rows& rows);
  /// The rows in columns. Requires settle(). Lifetime: that of the rows, and until the next call.
  const block_entries& columns(std::uint32_t block, const block_rows& rows);

 private:
  template <std::uint32_t Words>
  void sort_rows(block_rows& rows);
  template <std::uint32_t Words>
  void combine(block_rows& rows) const;
  void keep_latest_attempts(block_rows& rows) const;
  void settle_plain(std::vector<std::uint32_t>& offsets);

  row_layout layout_;
  block_bitmap bitmap_;
  std::vector<std::uint32_t> scratch_, offsets_, flags_;
  std::vector<std::int32_t> days_;
  std::vector<record_state> states_;
  std::vector<std::string_view> references_;
  std::vector<attempt_days> attempts_;
  block_entries entries_;
};

}  // namespace callsieve

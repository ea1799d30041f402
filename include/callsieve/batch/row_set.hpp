// A set of rows of a batch, a bit each: the rows still undecided, and what lists answer.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

#include "callsieve/base/bytes.hpp"
#include "callsieve/batch/batch.hpp"

namespace callsieve {

namespace detail {

/// std::popcount, which without an instruction for it is a call.
[[nodiscard]] constexpr std::size_t count_ones(std::uint64_t word) noexcept {
  word -= (word >> 1) & 0x5555'5555'5555'5555;
  word = (word & 0x3333'3333'3333'3333) + ((word >> 2) & 0x3333'3333'3333'3333);
  return (((word + (word >> 4)) & 0x0f0f'0f0f'0f0f'0f0f) * 0x0101'0101'0101'0101) >> 56;
}

/// The places of a byte's ones, ascending, and how many there are.
struct byte_places {
  std::array<std::uint8_t, 8> places{};
  std::uint8_t count = 0;
};
inline constexpr std::array<byte_places, 256> places_in_byte = [] {
  std::array<byte_places, 256> table{};
  for (unsigned byte = 0; byte < table.size(); ++byte) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      if (((byte >> bit) & 1) != 0) table[byte].places[table[byte].count++] = static_cast<std::uint8_t>(bit);
    }
  }
  return table;
}();

}  // namespace detail

/// Rows below rows() of a batch. 264 bytes; lives on the stack. Cost: every operation is a pass over a bit a row.
class row_set {
 public:
  static constexpr std::size_t word_rows = 64;  ///< rows in a word of bits

  row_set() noexcept : rows_(0) {}
  /// Every row 0 .. rows-1. Requires rows <= batch_capacity.
  explicit row_set(std::size_t rows) noexcept : rows_(rows) {
    for (std::uint64_t& word : words()) word = ~std::uint64_t{0};
    if (rows % word_rows != 0) words_[rows / word_rows] = (std::uint64_t{1} << (rows % word_rows)) - 1;
  }
  /// The rows of which test(row) is true.
  template <class Test>
  [[nodiscard]] static row_set where(std::size_t rows, Test test) {
    row_set made;
    made.rows_ = rows;
    std::size_t row = 0;
    for (std::uint64_t& word : made.words()) {
      word = 0;
      const std::size_t end = row + word_rows < rows ? row + word_rows : rows;
      for (std::size_t bit = 0; row < end; ++bit, ++row) word |= std::uint64_t{test(row)} << bit;
    }
    return made;
  }
  /// The rows whose byte is not 0.
  [[nodiscard]] static row_set where_set(std::span<const std::uint8_t> bytes) noexcept {
    row_set made = none(bytes.size());
    std::size_t row = 0;
    for (; row + 8 <= bytes.size(); row += 8) {
      constexpr std::uint64_t low = 0x7f7f'7f7f'7f7f'7f7f;
      const auto eight = load_le<std::uint64_t>(bytes.data() + row);
      const std::uint64_t ones = ((((eight & low) + low) | eight) & ~low) >> 7;  // a byte of 1 for each
      made.words_[row / word_rows] |= (ones * 0x0102'0408'1020'4080 >> 56) << (row % word_rows);
    }
    for (; row < bytes.size(); ++row) {
      if (bytes[row] != 0) made.insert(row);
    }
    return made;
  }
  /// No row of so many.
  [[nodiscard]] static row_set none(std::size_t rows) noexcept {
    row_set made;
    made.rows_ = rows;
    for (std::uint64_t& word : made.words()) word = 0;
    return made;
  }

  [[nodiscard]] std::size_t rows() const noexcept { return rows_; }
  /// Row i is bit i % 64 of word i / 64; bits past the last row are 0, and writers keep them so.
  [[nodiscard]] std::span<std::uint64_t> words() noexcept { return {words_.data(), (rows_ + 63) / word_rows}; }
  [[nodiscard]] std::span<const std::uint64_t> words() const noexcept {
    return {words_.data(), (rows_ + 63) / word_rows};
  }
  [[nodiscard]] bool empty() const noexcept {
    std::uint64_t any = 0;
    for (const std::uint64_t word : words()) any |= word;
    return any == 0;
  }
  /// How many rows are in the set.
  [[nodiscard]] std::size_t count() const noexcept {
    std::size_t sum = 0;
    for (const std::uint64_t word : words()) sum += detail::count_ones(word);
    return sum;
  }
  /// Require row < rows().
  [[nodiscard]] bool contains(std::size_t row) const noexcept {
    return ((words_[row / word_rows] >> (row % word_rows)) & 1) != 0;
  }
  void insert(std::size_t row) noexcept { words_[row / word_rows] |= std::uint64_t{1} << (row % word_rows); }
  void insert_if(bool is_in, std::size_t row) noexcept {
    words_[row / word_rows] |= std::uint64_t{is_in} << (row % word_rows);
  }
  void remove(std::size_t row) noexcept { words_[row / word_rows] &= ~(std::uint64_t{1} << (row % word_rows)); }

  /// Require equal rows().
  row_set& operator&=(const row_set& other) noexcept {
    for (std::size_t i = 0; i < words().size(); ++i) words_[i] &= other.words_[i];
    return *this;
  }
  row_set& operator|=(const row_set& other) noexcept {
    for (std::size_t i = 0; i < words().size(); ++i) words_[i] |= other.words_[i];
    return *this;
  }
  row_set& operator-=(const row_set& other) noexcept {
    for (std::size_t i = 0; i < words().size(); ++i) words_[i] &= ~other.words_[i];
    return *this;
  }

  friend row_set operator&(row_set a, const row_set& b) noexcept { return a &= b; }
  friend row_set operator|(row_set a, const row_set& b) noexcept { return a |= b; }
  friend row_set operator-(row_set a, const row_set& b) noexcept { return a -= b; }

  /// Calls visit(row) for each row of the set, ascending.
  template <class Visit>
  void for_each(Visit visit) const {
    for (std::size_t i = 0; i < words().size(); ++i) {
      for (std::uint64_t word = words_[i]; word != 0; word &= word - 1) {
        visit(i * word_rows + static_cast<std::size_t>(std::countr_zero(word)));
      }
    }
  }
  /// Room that ids() needs: it writes eight ids at a time.
  static constexpr std::size_t id_room = batch_capacity + 8;
  /// The ids of the rows of the set, ascending, at the front of `room`. Requires room.size() >= id_room.
  [[nodiscard]] std::span<const row_id> ids(std::span<row_id> room) const noexcept {
    std::size_t count = 0;
    for (std::size_t i = 0; i < words().size(); ++i) {
      const std::size_t first = i * word_rows;
      const std::size_t ones = detail::count_ones(words_[i]);
      if (ones <= few) {  // as many are written, whatever they are: how many there are would be guessed wrongly
        constexpr std::uint64_t last_row = std::uint64_t{1} << (word_rows - 1);  // never no row: that were a branch
        std::uint64_t left = words_[i];
        for (std::size_t k = 0; k < few; ++k, left &= left - 1) {
          room[count + k] = static_cast<row_id>(first + static_cast<std::size_t>(std::countr_zero(left | last_row)));
        }
        count += ones;
        continue;
      }
      for (std::size_t row = 0; row < word_rows; row += 8) {
        const detail::byte_places& of = detail::places_in_byte[(words_[i] >> row) & 0xff];
        row_id* const at = room.data() + count;
        for (std::size_t k = 0; k < of.places.size(); ++k) at[k] = static_cast<row_id>(first + row + of.places[k]);
        count += of.count;
      }
    }
    return room.first(count);
  }

 private:
  static constexpr std::size_t few = 8;  ///< of a word's rows: finding each is faster than a pass over the bytes

  std::array<std::uint64_t, batch_capacity / word_rows> words_;  // written as far as rows_ reaches
  std::size_t rows_;
};

}  // namespace callsieve

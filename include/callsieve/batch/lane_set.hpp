// A set of lanes of a batch, a bit each: those still undecided, and what lists answer. A lane is a place in a batch.
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

/// Lanes below size() of a batch of at most Capacity. A bit a lane and 8 bytes; lives on the stack. Cost: every
/// operation is a pass over a bit a lane.
template <std::size_t Capacity = batch_capacity>
class lane_set {
 public:
  static constexpr std::size_t word_lanes = 64;  ///< lanes in a word of bits

  lane_set() noexcept : size_(0) {}
  /// Every lane 0 .. lanes-1. Requires lanes <= Capacity.
  explicit lane_set(std::size_t lanes) noexcept : size_(lanes) {
    for (std::uint64_t& word : words()) word = ~std::uint64_t{0};
    if (lanes % word_lanes != 0) words_[lanes / word_lanes] = (std::uint64_t{1} << (lanes % word_lanes)) - 1;
  }
  /// The lanes of which test(lane) is true.
  template <class Test>
  [[nodiscard]] static lane_set where(std::size_t lanes, Test test) {
    lane_set made;
    made.size_ = lanes;
    std::size_t lane = 0;
    for (std::uint64_t& word : made.words()) {
      word = 0;
      const std::size_t end = lane + word_lanes < lanes ? lane + word_lanes : lanes;
      for (std::size_t bit = 0; lane < end; ++bit, ++lane) word |= std::uint64_t{test(lane)} << bit;
    }
    return made;
  }
  /// The lanes whose byte is not 0.
  [[nodiscard]] static lane_set where_set(std::span<const std::uint8_t> bytes) noexcept {
    lane_set made = none(bytes.size());
    std::size_t lane = 0;
    for (; lane + 8 <= bytes.size(); lane += 8) {
      constexpr std::uint64_t low = 0x7f7f'7f7f'7f7f'7f7f;
      const auto eight = load_le<std::uint64_t>(bytes.data() + lane);
      const std::uint64_t ones = ((((eight & low) + low) | eight) & ~low) >> 7;  // a byte of 1 for each
      made.words_[lane / word_lanes] |= (ones * 0x0102'0408'1020'4080 >> 56) << (lane % word_lanes);
    }
    for (; lane < bytes.size(); ++lane) {
      if (bytes[lane] != 0) made.insert(lane);
    }
    return made;
  }
  /// No lane of so many.
  [[nodiscard]] static lane_set none(std::size_t lanes) noexcept {
    lane_set made;
    made.size_ = lanes;
    for (std::uint64_t& word : made.words()) word = 0;
    return made;
  }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  /// Lane i is bit i % 64 of word i / 64; bits past the last lane are 0, and writers keep them so.
  [[nodiscard]] std::span<std::uint64_t> words() noexcept { return {words_.data(), (size_ + 63) / word_lanes}; }
  [[nodiscard]] std::span<const std::uint64_t> words() const noexcept {
    return {words_.data(), (size_ + 63) / word_lanes};
  }
  [[nodiscard]] bool empty() const noexcept {
    std::uint64_t any = 0;
    for (const std::uint64_t word : words()) any |= word;
    return any == 0;
  }
  /// How many lanes are in the set.
  [[nodiscard]] std::size_t count() const noexcept {
    std::size_t sum = 0;
    for (const std::uint64_t word : words()) sum += detail::count_ones(word);
    return sum;
  }
  /// Require lane < size().
  [[nodiscard]] bool contains(std::size_t lane) const noexcept {
    return ((words_[lane / word_lanes] >> (lane % word_lanes)) & 1) != 0;
  }
  void insert(std::size_t lane) noexcept { words_[lane / word_lanes] |= std::uint64_t{1} << (lane % word_lanes); }
  void insert_if(bool is_in, std::size_t lane) noexcept {
    words_[lane / word_lanes] |= std::uint64_t{is_in} << (lane % word_lanes);
  }
  void remove(std::size_t lane) noexcept { words_[lane / word_lanes] &= ~(std::uint64_t{1} << (lane % word_lanes)); }

  /// Require equal size().
  lane_set& operator&=(const lane_set& other) noexcept {
    for (std::size_t i = 0; i < words().size(); ++i) words_[i] &= other.words_[i];
    return *this;
  }
  lane_set& operator|=(const lane_set& other) noexcept {
    for (std::size_t i = 0; i < words().size(); ++i) words_[i] |= other.words_[i];
    return *this;
  }
  lane_set& operator-=(const lane_set& other) noexcept {
    for (std::size_t i = 0; i < words().size(); ++i) words_[i] &= ~other.words_[i];
    return *this;
  }

  friend lane_set operator&(lane_set a, const lane_set& b) noexcept { return a &= b; }
  friend lane_set operator|(lane_set a, const lane_set& b) noexcept { return a |= b; }
  friend lane_set operator-(lane_set a, const lane_set& b) noexcept { return a -= b; }

  /// Calls visit(lane) for each lane of the set, ascending.
  template <class Visit>
  void for_each(Visit visit) const {
    for (std::size_t i = 0; i < words().size(); ++i) {
      for (std::uint64_t word = words_[i]; word != 0; word &= word - 1) {
        visit(i * word_lanes + static_cast<std::size_t>(std::countr_zero(word)));
      }
    }
  }
  /// Room that ids() needs: it writes eight ids at a time.
  static constexpr std::size_t id_room = Capacity + 8;
  /// The ids of the lanes of the set, ascending, at the front of `room`. Requires room.size() >= id_room.
  [[nodiscard]] std::span<const lane_id> ids(std::span<lane_id> room) const noexcept {
    std::size_t count = 0;
    for (std::size_t i = 0; i < words().size(); ++i) {
      const std::size_t first = i * word_lanes;
      const std::size_t ones = detail::count_ones(words_[i]);
      if (ones <= few) {  // as many are written, whatever they are: how many there are would be guessed wrongly
        constexpr std::uint64_t last_lane = std::uint64_t{1} << (word_lanes - 1);  // never no lane: that were a branch
        std::uint64_t left = words_[i];
        for (std::size_t k = 0; k < few; ++k, left &= left - 1) {
          room[count + k] = static_cast<lane_id>(first + static_cast<std::size_t>(std::countr_zero(left | last_lane)));
        }
        count += ones;
        continue;
      }
      for (std::size_t lane = 0; lane < word_lanes; lane += 8) {
        const detail::byte_places& of = detail::places_in_byte[(words_[i] >> lane) & 0xff];
        lane_id* const at = room.data() + count;
        for (std::size_t k = 0; k < of.places.size(); ++k) at[k] = static_cast<lane_id>(first + lane + of.places[k]);
        count += of.count;
      }
    }
    return room.first(count);
  }

 private:
  static constexpr std::size_t few = 8;  ///< of a word's lanes: finding each is faster than a pass over the bytes

  std::array<std::uint64_t, Capacity / word_lanes> words_;  // written as far as size_ reaches
  std::size_t size_;
};

}  // namespace callsieve

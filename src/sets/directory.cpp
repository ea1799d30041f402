#include "directory.hpp"

#include <algorithm>
#include <bit>
#include <numeric>

namespace callsieve {
namespace {

namespace format = snapshot_format;

/// Finds for every group of blocks that share a seat the seat that takes each of them to a descriptor of its own.
class seating {
 public:
  seating(std::span<const format::descriptor> blocks, std::uint64_t multiplier)
      : blocks_(blocks), multiplier_(multiplier) {
    // Two blocks a seat, at most seven of eight descriptors used: found within a few tries.
    seats_.assign(std::max<std::size_t>(2, std::bit_ceil(blocks.size() / 2 + 1)), 0);
    taken_.assign(std::bit_ceil(blocks.size() + blocks.size() / 7 + 1), false);
    shift_ = 64 - static_cast<unsigned>(std::countr_zero(seats_.size()));
  }

  bool succeed() {
    std::vector<std::uint32_t> begins(seats_.size() + 1, 0), members(blocks_.size()), order(seats_.size());
    for (const format::descriptor& block : blocks_) ++begins[seat_of(block) + 1];
    std::partial_sum(begins.begin(), begins.end(), begins.begin());
    std::vector<std::uint32_t> next(begins.begin(), begins.end() - 1);
    for (std::uint32_t i = 0; i < blocks_.size(); ++i) members[next[seat_of(blocks_[i])]++] = i;
    const auto size_of = [&](std::uint32_t seat) { return begins[seat + 1] - begins[seat]; };
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return size_of(a) > size_of(b); });
    for (const std::uint32_t seat : order) {
      const auto group = std::span(members).subspan(begins[seat], size_of(seat));
      if (!group.empty() && !find_seat(seat, group)) return false;
    }
    return true;
  }

  [[nodiscard]] std::size_t slot_of(const format::descriptor& block) const noexcept {
    return hash(block, seats_[seat_of(block)]);
  }
  [[nodiscard]] std::size_t slots() const noexcept { return taken_.size(); }
  [[nodiscard]] std::vector<std::uint32_t> take_seats() { return std::move(seats_); }

 private:
  [[nodiscard]] std::size_t seat_of(const format::descriptor& block) const noexcept {
    return (block.block * multiplier_) >> shift_;
  }
  [[nodiscard]] std::size_t hash(const format::descriptor& block, std::uint32_t seat) const noexcept {
    return (((block.block * multiplier_) >> format::slot_shift) ^ seat) & (taken_.size() - 1);
  }
  bool find_seat(std::uint32_t seat, std::span<const std::uint32_t> group) {
    for (std::uint32_t tried = 0; tried < taken_.size(); ++tried) {
      std::size_t placed = 0;
      while (placed < group.size() && !taken_[hash(blocks_[group[placed]], tried)]) {
        taken_[hash(blocks_[group[placed++]], tried)] = true;
      }
      if (placed == group.size()) {
        seats_[seat] = tried;
        return true;
      }
      while (placed != 0) taken_[hash(blocks_[group[--placed]], tried)] = false;
    }
    return false;
  }

  std::span<const format::descriptor> blocks_;
  std::uint64_t multiplier_;
  unsigned shift_ = 63;
  std::vector<std::uint32_t> seats_;
  std::vector<bool> taken_;
};

}  // namespace

directory make_directory(std::span<const format::descriptor> blocks) {
  directory made;
  for (std::uint64_t turn = 1;; ++turn) {
    made.multiplier = mix(turn) | 1;
    seating tried(blocks, made.multiplier);
    if (!tried.succeed()) continue;
    made.descriptors.resize(tried.slots() * format::descriptor_bytes);
    for (std::size_t slot = 0; slot < tried.slots(); ++slot) {
      format::store_descriptor(&made.descriptors[slot * format::descriptor_bytes], {});
    }
    for (const format::descriptor& block : blocks) {
      format::store_descriptor(&made.descriptors[tried.slot_of(block) * format::descriptor_bytes], block);
    }
    made.seats = tried.take_seats();
    return made;
  }
}

}  // namespace callsieve

#include "scrub/seen_numbers.hpp"

#include <numeric>

namespace callsieve::detail {

void seen_numbers::parted_batch::take(std::span<const phone_number> numbers) {
  if (mixed_.size() < numbers.size()) {
    in_order_.resize(numbers.size());
    mixed_.resize(numbers.size());
    places_.resize(numbers.size());
  }
  kernel_in_use<seen_kernel>().mix(numbers.data(), numbers.size(), in_order_.data());
  std::array<std::uint32_t, part_count + 1> ends{};
  for (std::size_t i = 0; i < numbers.size(); ++i) ++ends[(in_order_[i] >> seen_part::bits) + 1];
  std::partial_sum(ends.begin(), ends.end(), ends.begin());
  begins_ = ends;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const std::uint32_t to = ends[in_order_[i] >> seen_part::bits]++;
    mixed_[to] = in_order_[i];
    places_[to] = static_cast<std::uint32_t>(i);
  }
}

void seen_numbers::meet(const parted_batch& batch, std::size_t part, std::span<std::uint8_t> repeated) {
  const std::size_t begin = batch.begins_[part], count = batch.begins_[part + 1] - begin;
  parts_[part].meet(std::span(batch.mixed_).subspan(begin, count), std::span(batch.places_).subspan(begin, count),
                    repeated);
}

std::size_t seen_numbers::size() const noexcept {
  return std::accumulate(parts_.begin(), parts_.end(), std::size_t{0},
                         [](std::size_t sum, const seen_part& part) { return sum + part.size(); });
}

std::size_t seen_numbers::bytes() const noexcept {
  return std::accumulate(parts_.begin(), parts_.end(), std::size_t{0},
                         [](std::size_t sum, const seen_part& part) { return sum + part.bytes(); });
}

}  // namespace callsieve::detail

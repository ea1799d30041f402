// The lists of the table in README.md: which numbers they hold, in random order, and which numbers near them they do
// not. Nothing is stored: a number is computed from its index, so that lists of any size cost no memory.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "callsieve/base/mix.hpp"

namespace bench {

/// A permutation of 0 .. size - 1 that looks random: four Feistel rounds over the next even power of two, again until
/// the result is in range.
class shuffle {
 public:
  explicit shuffle(std::uint64_t size, std::uint64_t seed = 1) : size_(size), seed_(seed) {
    while ((std::uint64_t{1} << (2 * half_)) < size) ++half_;
  }
  [[nodiscard]] std::uint64_t operator()(std::uint64_t index) const noexcept {
    do {
      for (std::uint64_t round = 0; round < 4; ++round) {
        index = (low(index) << half_) | ((index >> half_) ^ key(low(index), round));
      }
    } while (index >= size_);
    return index;
  }
  /// The index that the permutation takes to `place`.
  [[nodiscard]] std::uint64_t index_of(std::uint64_t place) const noexcept {
    do {
      for (std::uint64_t round = 4; round-- > 0;) {
        const std::uint64_t before = place >> half_;
        place = ((low(place) ^ key(before, round)) << half_) | before;
      }
    } while (place >= size_);
    return place;
  }

 private:
  [[nodiscard]] std::uint64_t low(std::uint64_t x) const noexcept { return x & ((std::uint64_t{1} << half_) - 1); }
  [[nodiscard]] std::uint64_t key(std::uint64_t x, std::uint64_t round) const noexcept {
    return low(callsieve::mix(x + (seed_ * 4 + round) * 0x9e3779b97f4a7c15ULL) >> 20);
  }
  std::uint64_t size_;
  std::uint64_t seed_;
  unsigned half_ = 1;
};

/// log2 of the number of sets of n numbers among u.
[[nodiscard]] inline double set_bits(double u, double n) {
  return (std::lgamma(u + 1) - std::lgamma(n + 1) - std::lgamma(u - n + 1)) / std::log(2.0);
}

/// Numbers of one density: `held` of them at random among ranges of `range` numbers each.
struct stratum {
  std::vector<std::uint64_t> starts;
  std::uint64_t range = 0;
  std::uint64_t held = 0;
  [[nodiscard]] std::uint64_t size() const noexcept { return starts.size() * range; }
  [[nodiscard]] std::uint64_t number(std::uint64_t place) const noexcept {
    return starts[place / range] + place % range;
  }
};

struct number_list {
  std::string name;
  std::uint64_t size = 0;
  double bound_bits = 0;  ///< log2 of the number of lists like this one; structured: of uniform ones of its size
  std::function<std::uint64_t(std::uint64_t index)> number;    ///< index < size; each number once, in random order
  std::function<std::uint64_t(std::uint64_t random)> missing;  ///< a number of the same ranges that is not held
  /// Numbers of three ranges only, half of them held; null where the list is too small for it to matter.
  std::function<std::uint64_t(std::uint64_t random, bool held)> regional;
};

inline number_list of_strata(std::string name, std::vector<stratum> strata, bool uniform_bound = false) {
  number_list made;
  made.name = std::move(name);
  struct part {
    stratum of;
    shuffle order;
    std::uint64_t first = 0;          ///< index of its first number
    std::uint64_t first_missing = 0;  ///< the same among those that are missing
  };
  auto parts = std::make_shared<std::vector<part>>();
  std::uint64_t missing = 0;
  double universe = 0;
  for (stratum& s : strata) {
    const auto size = static_cast<double>(s.size());
    made.bound_bits += set_bits(size, static_cast<double>(s.held));
    universe += size;
    const std::uint64_t all = s.size(), held = s.held;
    parts->push_back({std::move(s), shuffle(all, parts->size() + 2), made.size, missing});
    made.size += held;
    missing += all - held;
  }
  if (uniform_bound) made.bound_bits = set_bits(universe, static_cast<double>(made.size));
  const shuffle order(made.size);
  made.number = [parts, order](std::uint64_t index) {
    const std::uint64_t place = order(index);
    std::size_t p = parts->size() - 1;
    while ((*parts)[p].first > place) --p;
    const part& from = (*parts)[p];
    return from.of.number(from.order(place - from.first));
  };
  made.missing = [parts, missing](std::uint64_t random) {
    const std::uint64_t place = random % missing;
    std::size_t p = parts->size() - 1;
    while ((*parts)[p].first_missing > place) --p;
    const part& from = (*parts)[p];
    return from.of.number(from.order(from.of.held + place - from.first_missing));
  };
  if (parts->front().of.starts.size() < 3) return made;
  made.regional = [parts](std::uint64_t random, bool held) {
    const part& from = parts->front();
    for (;; random = callsieve::mix(random + 1)) {
      const std::uint64_t place = random % (3 * from.of.range);
      if ((from.order.index_of(place) < from.of.held) == held) return from.of.number(place);
    }
  };
  return made;
}

/// `count` area codes of +1, spread over 201 to 989 as they are in the United States.
inline std::vector<std::uint64_t> american(std::uint64_t count, std::uint64_t from = 0) {
  std::vector<std::uint64_t> starts;
  for (std::uint64_t i = from; i < from + count; ++i) {
    starts.push_back(10'000'000'000 + (201 + i * 788 / 300) * 10'000'000 + 2'000'000);
  }
  return starts;
}
inline constexpr std::uint64_t in_area_code = 8'000'000;  ///< 200-0000 to 999-9999

inline std::vector<std::uint64_t> every(std::uint64_t first, std::uint64_t step, std::uint64_t count) {
  std::vector<std::uint64_t> starts;
  for (std::uint64_t i = 0; i < count; ++i) starts.push_back(first + i * step);
  return starts;
}

/// Units of `stride` numbers in 300 area codes: of `units` of them, the numbers that `inside` gives. `inside(unit, k)`
/// is the k-th of `width` numbers held there, and of those missing for k >= width.
inline number_list of_units(std::string name, std::uint64_t stride, std::uint64_t width, double share,
                            std::function<std::uint64_t(std::uint64_t unit, std::uint64_t k)> inside) {
  const auto starts = std::make_shared<std::vector<std::uint64_t>>(american(300));
  const std::uint64_t all = 300 * in_area_code / stride;
  const auto units = static_cast<std::uint64_t>(share * static_cast<double>(all));
  number_list made;
  made.name = std::move(name);
  made.size = units * width;
  made.bound_bits = set_bits(300.0 * static_cast<double>(in_area_code), static_cast<double>(made.size));
  const shuffle order(made.size), unit_order(all, 2);
  const auto number = [starts, stride, inside, unit_order](std::uint64_t unit, std::uint64_t k) {
    const std::uint64_t place = unit_order(unit);
    const std::uint64_t at = place * stride + inside(place, k);
    return (*starts)[at / in_area_code] + at % in_area_code;
  };
  made.number = [=](std::uint64_t index) {
    const std::uint64_t place = order(index);
    return number(place / width, place % width);
  };
  made.missing = [=](std::uint64_t random) {
    const std::uint64_t in_used = units * (stride - width), in_unused = (all - units) * stride;
    const std::uint64_t place = random % (in_used + in_unused);
    if (place < in_used) return number(place / (stride - width), width + place % (stride - width));
    return number(units + (place - in_used) / stride, (place - in_used) % stride);
  };
  return made;
}

inline constexpr std::array<std::string_view, 14> list_names = {
    "us250",  "us100",     "nl8",     "sparse10", "sparse2",   "world",        "us50",
    "runs10", "endings24", "first24", "halves44", "densities", "exchanges144", "us1"};

/// Requires a name of list_names. The number in a name is about how many million numbers it holds.
inline number_list list_of(std::string_view name) {
  constexpr std::uint64_t million = 1'000'000;
  const auto identity = [](std::uint64_t, std::uint64_t k) { return k; };
  std::string text(name);
  if (name == "us250") return of_strata(text, {{american(300), in_area_code, 250 * million}});
  if (name == "us100") return of_strata(text, {{american(300), in_area_code, 100 * million}});
  if (name == "us50") return of_strata(text, {{american(300), in_area_code, 50 * million}});
  if (name == "us1") return of_strata(text, {{american(300), in_area_code, million}});
  if (name == "nl8") {  // mobile: one number in ten; geographic: one in a hundred
    return of_strata(text, {{every(31'610'000'000, 10 * million, 6), 10 * million, 6 * million},
                            {every(31'100'000'000, 15 * million, 19), 10 * million, 2 * million}});
  }
  if (name == "sparse10") return of_strata(text, {{{10'000'000'000}, 10'000 * million, 10 * million}});
  if (name == "sparse2") return of_strata(text, {{{10'000'000'000}, 10'000 * million, 2 * million}});
  if (name == "world") {  // forty country codes, nine national digits
    return of_strata(text, {{every(20 * 1'000 * million, 2'000 * million, 40), 1'000 * million, 10'000}});
  }
  if (name == "runs10") return of_units(text, 10'000, 10'000, 1'000.0 / (300 * 800), identity);
  if (name == "endings24") return of_units(text, 100, 1, 1, identity);
  if (name == "first24") return of_units(text, 10'000, 100, 1, identity);
  if (name == "halves44") {  // half of the numbers in 5 area codes, every second one; the others thin
    return of_strata(text, {{american(5), in_area_code, 20 * million}, {american(295, 5), in_area_code, 24 * million}},
                     true);
  }
  if (name == "densities") {  // 26 area codes each of density 1/2 to 1/1024
    std::vector<stratum> strata;
    for (std::uint64_t k = 1; k <= 10; ++k) {
      const std::uint64_t size = 26 * in_area_code;
      strata.push_back({american(26, (k - 1) * 26), in_area_code, size >> k});
    }
    return of_strata(text, std::move(strata), true);
  }
  // exchanges144: three exchanges of ten in use, one number in five there
  return of_units(text, 10'000, 2'000, 0.3,
                  [](std::uint64_t unit, std::uint64_t k) { return shuffle(10'000, unit + 10)(k); });
}

}  // namespace bench

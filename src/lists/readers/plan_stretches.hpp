// What the plan says of a number, remembered for its neighbours.
#pragma once

#include <array>
#include <cstddef>

#include "callsieve/number/numbering_plan.hpp"
#include "callsieve/sets/block.hpp"

namespace callsieve {

/// Registries come in area codes: the last stretch of the plan met in each block of numbers answers for most of them.
/// Cost: 32 KiB; a comparison a number, or classify_around() where the stretch ends. Threads: one.
class plan_stretches {
 public:
  /// The stretch in which the number lies. Lifetime: until the next call.
  [[nodiscard]] const plan_stretch& around(phone_number number) noexcept {
    plan_stretch& stretch = met_[block_of(number) % met_.size()];
    if (number < stretch.first || stretch.last < number) stretch = classify_around(number);
    return stretch;
  }

 private:
  std::array<plan_stretch, 1024> met_{};
};

}  // namespace callsieve

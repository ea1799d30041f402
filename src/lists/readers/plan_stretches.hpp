// Whether the plan has a number, remembered for its neighbours.
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
  [[nodiscard]] bool has(phone_number number) noexcept {
    plan_stretch& stretch = met_[block_of(number) % met_.size()];
    if (number < stretch.first || stretch.last < number) stretch = classify_around(number);
    return stretch.entry.valid;
  }

 private:
  std::array<plan_stretch, 1024> met_{};
};

}  // namespace callsieve

// Where the time goes: stage by stage.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace callsieve::detail {

enum class stage : std::uint8_t { wait, read, scan, rows, cells, numbers, watch, duplicates, rules, gather, write };
inline constexpr std::array<std::string_view, 11> stage_names = {
    "wait", "read", "scan", "rows", "cells", "numbers", "watch", "duplicates", "rules", "gather", "write"};

/// A stopwatch of one thread. Cost: some 25 ns a call, a few calls a piece.
class stage_clock {
 public:
  /// What passed since the last call, or since restart(), was this stage.
  void spent(stage on) noexcept {
    const auto now = std::chrono::steady_clock::now();
    seconds_[static_cast<std::size_t>(on)] += std::chrono::duration<double>(now - last_).count();
    last_ = now;
  }
  void restart() noexcept { last_ = std::chrono::steady_clock::now(); }
  [[nodiscard]] double seconds(stage on) const noexcept { return seconds_[static_cast<std::size_t>(on)]; }
  void add(const stage_clock& other) noexcept {
    for (std::size_t i = 0; i < seconds_.size(); ++i) seconds_[i] += other.seconds_[i];
  }

 private:
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
  std::array<double, stage_names.size()> seconds_{};
};

}  // namespace callsieve::detail

// The seed of a random test.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <random>
#include <string>

namespace callsieve::test {

/// $CALLSIEVE_SEED: the seed of a run to play again. Throws where it is no number.
[[nodiscard]] inline std::optional<std::uint64_t> seed_to_play_again() {
  const char* const given = std::getenv("CALLSIEVE_SEED");
  if (given == nullptr) return std::nullopt;
  return std::stoull(given);
}

/// The seed of the calling test, printed at once, so that it is known even if the program dies: $CALLSIEVE_SEED, else
/// `usual`, else a new one in every run.
[[nodiscard]] inline std::uint64_t random_seed(std::optional<std::uint64_t> usual = {},
                                               const char* file = __builtin_FILE(), int line = __builtin_LINE()) {
  const std::uint64_t seed = seed_to_play_again().value_or(usual ? *usual : std::random_device{}());
  std::fprintf(stderr, "%s:%d: CALLSIEVE_SEED=%llu\n", file, line, static_cast<unsigned long long>(seed));
  return seed;
}

}  // namespace callsieve::test

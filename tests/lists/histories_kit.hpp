// What tests of list histories share: a fast folder, the seed, how many to play.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <stdexcept>
#include <string>
#include <system_error>

#include "support/seed.hpp"

namespace callsieve::test::histories {

/// Thrown where a list and its account differ.
struct differs {
  std::string how;
};
inline void expect(bool same, const std::string& how) {
  if (!same) throw differs{how};
}

/// What a player finds, nothing when list and account agree.
template <class Player, class History>
std::string difference(Player& with, const History& one) {
  try {
    with.play(one);
    return {};
  } catch (const differs& found) {
    return found.how;
  }
}

/// A folder that is gone at its end; in memory where the system has such a place: syncing is what histories wait for.
class fast_folder {
 public:
  fast_folder() {
    std::error_code none;
    const std::filesystem::path memory = "/dev/shm";
    const bool has_memory = std::filesystem::is_directory(memory, none);
    std::string pattern =
        ((has_memory ? memory : std::filesystem::temp_directory_path()) / "callsieve-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = pattern;
  }
  ~fast_folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  fast_folder(const fast_folder&) = delete;
  fast_folder& operator=(const fast_folder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// The seeds of the histories to play: CALLSIEVE_SEED names the one to play again; CALLSIEVE_HISTORIES says how many.
struct seeds {
  std::uint64_t first = 0, count = 0;
  explicit seeds(std::uint64_t usual) {
    const char* const many = std::getenv("CALLSIEVE_HISTORIES");
    first = random_seed(std::random_device{}() * std::uint64_t{1'000'000'000});
    count = seed_to_play_again() ? 1 : many != nullptr ? std::stoull(many) : usual;
  }
};

/// The history with all left out that it fails without. `fails` plays one; `lists_of` gives a step's lists.
template <class History, class Fails, class ListsOf>
History cut_short(History one, Fails fails, ListsOf lists_of) {
  const auto try_without = [&](auto list_of) {
    bool cut = false;
    for (std::size_t i = 0; i < list_of(one).size();) {
      History shorter = one;
      auto& list = list_of(shorter);
      list.erase(list.begin() + static_cast<std::ptrdiff_t>(i));
      if (fails(shorter)) {
        one = std::move(shorter);
        cut = true;
      } else {
        ++i;
      }
    }
    return cut;
  };
  for (bool again = true; again;) {
    again = try_without([](History & h) -> auto& { return h.steps; });
    for (std::size_t s = 0; s < one.steps.size(); ++s) {
      again |= lists_of(
          [&](auto of_step) { return try_without([=](History & h) -> auto& { return of_step(h.steps[s]); }); });
    }
  }
  return one;
}

}  // namespace callsieve::test::histories

// The wide table against the automaton it was made from: every digit string of every length, not a sample.
#include <array>
#include <cstdint>
#include <unordered_set>
#include <vector>

#include "number/plan_tables_wide.hpp"
#include "number_automaton.hpp"
#include "support/catch.hpp"

namespace callsieve {
namespace {

constexpr int most_digits = 15;

/// Walks both tables side by side.
class comparison {
 public:
  void compare() { first(number_automaton::root, 0, 0); }
  [[nodiscard]] int different() const noexcept { return different_; }
  [[nodiscard]] std::size_t settled() const noexcept { return settled_.size(); }

 private:
  static int child(int node, int digit) { return number_automaton::children[node * 10 + digit]; }

  void first(int node, int count, int value) {
    shorter_[static_cast<std::size_t>(count)] = number_automaton::labels[node];
    if (count == plan::first_digits) return wide(node, count, plan::steps[value]);
    for (int digit = 0; digit < 10; ++digit) first(child(node, digit), count + 1, value * 10 + digit);
  }

  void wide(int node, int count, int at) {
    shorter_[static_cast<std::size_t>(count)] = number_automaton::labels[node];
    if (at >= plan::leaf_count) {
      REQUIRE(count < most_digits);
      const int row = plan::first_steps + (at - plan::leaf_count) * 10;
      for (int digit = 0; digit < 10; ++digit) wide(child(node, digit), count + 1, plan::steps[row + digit]);
      return;
    }
    // The leaf answers for the numbers that ended on the way here, and for all that begin like this.
    for (int length = 1; length < count; ++length) check(at, length, shorter_[static_cast<std::size_t>(length)]);
    below(node, count, at);
  }

  void below(int node, int count, int leaf) {
    if (!settled_
             .insert((static_cast<std::uint64_t>(node) * 16 + static_cast<unsigned>(count)) << 16 |
                     static_cast<unsigned>(leaf))
             .second) {
      return;
    }
    check(leaf, count, number_automaton::labels[node]);
    if (count == most_digits) return;
    for (int digit = 0; digit < 10; ++digit) below(child(node, digit), count + 1, leaf);
  }

  void check(int leaf, int count, std::uint16_t expected) {
    if ((plan::leaf_labels[leaf * plan::counts_a_row + count] & plan::label_bits) != expected) ++different_;
  }

  std::array<std::uint16_t, 16> shorter_{};
  std::unordered_set<std::uint64_t> settled_;
  int different_ = 0;
};

}  // namespace

TEST_CASE("The wide table labels every number as the plan's automaton does, whatever its digits and length") {
  comparison all;
  all.compare();
  CHECK(all.different() == 0);
  CHECK(all.settled() > 10'000);
}

}  // namespace callsieve

#include "callsieve/sets/set_algebra.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "sets/entry_columns.hpp"
#include "sets/intervals.hpp"

namespace callsieve {
namespace {

std::vector<number_interval> copy_of(std::span<const number_interval> intervals) {
  return {intervals.begin(), intervals.end()};
}

class snapshot_entries final : public block_source {
 public:
  explicit snapshot_entries(snapshot_view view) : view_(std::move(view)), reader_(view_) {
    const std::uint64_t count = view_.info().intervals;
    for (std::uint64_t i = 0; i < count; ++i) intervals_.push_back(view_.interval(i));
  }
  absl::StatusOr<const block_entries*> next() override { return reader_.next() ? &reader_.entries() : nullptr; }
  absl::Status rewind() override {
    reader_ = block_reader(view_);
    return absl::OkStatus();
  }
  [[nodiscard]] std::span<const number_interval> intervals() const noexcept override { return intervals_; }
  [[nodiscard]] bool is_plain() const noexcept override { return view_.numbers_only(); }

 private:
  snapshot_view view_;
  block_reader reader_;
  std::vector<number_interval> intervals_;
};

/// Two sources, side by side: `a` and `b` stand at their blocks, and the lesser block is next.
class paired_source : public block_source {
 public:
  paired_source(block_stream a, block_stream b) : a_(std::move(a)), b_(std::move(b)) {}
  absl::Status rewind() override {
    started_ = false;
    if (absl::Status status = a_->rewind(); !status.ok()) return status;
    return b_->rewind();
  }
  [[nodiscard]] std::span<const number_interval> intervals() const noexcept override { return intervals_; }

 protected:
  /// Leads the sources past the block that was given last.
  absl::Status advance() {
    if (!started_ || (current_a_ != nullptr && block_ == current_a_->block)) {
      const auto next = a_->next();
      if (!next.ok()) return next.status();
      at_a_ = *next;
    }
    if (!started_ || (current_b_ != nullptr && block_ == current_b_->block)) {
      const auto next = b_->next();
      if (!next.ok()) return next.status();
      at_b_ = *next;
    }
    started_ = true;
    current_a_ = at_a_;
    current_b_ = at_b_;
    if (current_a_ != nullptr && current_b_ != nullptr && current_a_->block != current_b_->block) {
      (current_a_->block < current_b_->block ? current_b_ : current_a_) = nullptr;
    }
    if (const block_entries* const any = current_a_ != nullptr ? current_a_ : current_b_; any != nullptr) {
      block_ = any->block;
    }
    return absl::OkStatus();
  }
  [[nodiscard]] const block_entries* current_a() const noexcept { return current_a_; }
  [[nodiscard]] const block_entries* current_b() const noexcept { return current_b_; }
  [[nodiscard]] block_source& a() const noexcept { return *a_; }
  [[nodiscard]] block_source& b() const noexcept { return *b_; }

  std::vector<number_interval> intervals_;
  entry_columns columns_;

 private:
  block_stream a_, b_;
  bool started_ = false;
  std::uint32_t block_ = 0;
  const block_entries* at_a_ = nullptr;  ///< where each source stands
  const block_entries* at_b_ = nullptr;
  const block_entries* current_a_ = nullptr;  ///< the same, when it is of the block at hand
  const block_entries* current_b_ = nullptr;
};

/// All entries of both, or those of `b`; numbers of both have one entry.
class union_source final : public paired_source {
 public:
  union_source(block_stream first, block_stream second, combination how, bool only_second)
      : paired_source(std::move(first), std::move(second)), how_(how), only_second_(only_second) {
    if (!only_second) intervals_ = copy_of(a().intervals());
    intervals_.insert(intervals_.end(), b().intervals().begin(), b().intervals().end());
    intervals_ = settled(std::move(intervals_), how.days);
  }
  [[nodiscard]] bool is_plain() const noexcept override { return a().is_plain() && b().is_plain(); }
  absl::StatusOr<const block_entries*> next() override {
    do {
      if (absl::Status status = advance(); !status.ok()) return status;
    } while (only_second_ && current_a() != nullptr && current_b() == nullptr);
    if (current_a() == nullptr || current_b() == nullptr) return current_a() != nullptr ? current_a() : current_b();
    const block_entries &x = *current_a(), &y = *current_b();
    columns_.begin(x, y);
    std::size_t i = 0, j = 0;
    while (i < x.size() && j < y.size()) {
      const std::uint32_t p = x.offsets[i], q = y.offsets[j];
      if (p == q) {
        columns_.append_combined(p, {&x, i++}, {&y, j++}, how_);
      } else if (p < q) {
        if (!only_second_) columns_.append(p, {&x, i});
        ++i;
      } else {
        columns_.append(q, {&y, j++});
      }
    }
    for (; !only_second_ && i < x.size(); ++i) columns_.append(x.offsets[i], {&x, i});
    for (; j < y.size(); ++j) columns_.append(y.offsets[j], {&y, j});
    return &columns_.entries();
  }

 private:
  combination how_;
  bool only_second_;
};

class difference_source final : public paired_source {
 public:
  difference_source(block_stream first, block_stream second)
      : paired_source(std::move(first), std::move(second)), begun_(begin()) {}
  [[nodiscard]] bool is_plain() const noexcept override { return a().is_plain(); }

  absl::StatusOr<const block_entries*> next() override {
    if (!begun_.ok()) return begun_;
    for (;;) {
      if (absl::Status status = advance(); !status.ok()) return status;
      if (current_a() == nullptr && current_b() == nullptr) return nullptr;
      if (current_a() == nullptr) continue;
      const block_entries& x = *current_a();
      const bool in_intervals = touches(b().intervals(), x.block);
      if (current_b() == nullptr && !in_intervals) return &x;
      const std::span<const std::uint32_t> gone =
          current_b() == nullptr ? std::span<const std::uint32_t>() : current_b()->offsets;
      columns_.begin(x);
      std::size_t j = 0;
      for (std::size_t i = 0; i < x.size(); ++i) {
        const std::uint32_t offset = x.offsets[i];
        while (j < gone.size() && gone[j] < offset) ++j;
        if (j < gone.size() && gone[j] == offset) continue;
        if (in_intervals && interval_with(b().intervals(), number_in_block(x.block, offset)) != nullptr) continue;
        columns_.append(offset, {&x, i});
      }
      if (columns_.entries().size() != 0) return &columns_.entries();
    }
  }

 private:
  /// Reads `b` once when `a` has intervals: numbers that stand singly there make holes in them. What fails is told by
  /// the first next().
  absl::Status begin() {
    if (a().intervals().empty()) return absl::OkStatus();
    std::vector<number_interval> holes = copy_of(b().intervals());
    for (;;) {
      const auto block = b().next();
      if (!block.ok()) return block.status();
      if (*block == nullptr) break;
      for (const std::uint32_t offset : (*block)->offsets) {
        const phone_number number = number_in_block((*block)->block, offset);
        if (interval_with(a().intervals(), number) != nullptr) holes.push_back({number, number});
      }
    }
    intervals_ = minus(a().intervals(), settled(std::move(holes), day_meaning::none));
    return b().rewind();
  }

  static bool touches(std::span<const number_interval> intervals, std::uint32_t block) {
    return std::any_of(intervals.begin(), intervals.end(), [&](const number_interval& of) {
      return block_of(of.first) <= block && block_of(of.last) >= block;
    });
  }

  absl::Status begun_;
};

/// Those entries of a source that a coverage speaks for, or the others.
class covered_source final : public block_source {
 public:
  covered_source(block_stream of, coverage covers, bool inside)
      : of_(std::move(of)), covers_(std::move(covers)), inside_(inside) {
    const std::vector<number_interval> spoken_for = intervals_of(covers_);
    intervals_ = minus(of_->intervals(), spoken_for);
    if (inside_) intervals_ = minus(of_->intervals(), intervals_);
  }
  absl::Status rewind() override { return of_->rewind(); }
  [[nodiscard]] std::span<const number_interval> intervals() const noexcept override { return intervals_; }
  [[nodiscard]] bool is_plain() const noexcept override { return of_->is_plain(); }

  absl::StatusOr<const block_entries*> next() override {
    for (;;) {
      auto block = of_->next();
      if (!block.ok() || *block == nullptr) return block;
      const block_entries& from = **block;
      if (const auto all = covers_.covers_block(from.block)) {
        if (*all == inside_) return &from;
        continue;
      }
      columns_.begin(from);
      for (std::size_t i = 0; i < from.size(); ++i) {
        const phone_number number = number_in_block(from.block, from.offsets[i]);
        if (covers_.obtained_for(number).has_value() == inside_) columns_.append(from.offsets[i], {&from, i});
      }
      if (columns_.entries().size() != 0) return &columns_.entries();
    }
  }

 private:
  block_stream of_;
  coverage covers_;
  bool inside_;
  std::vector<number_interval> intervals_;
  entry_columns columns_;
};

bool is_same(const entry_place& a, const entry_place& b) {
  if (a.of->attempts.empty() != b.of->attempts.empty()) return false;
  if (!a.of->attempts.empty() && a.attempts() != b.attempts()) return false;
  return a.record() == b.record() && a.flags() == b.flags() && a.reference() == b.reference();
}

void compare_block(const block_entries& x, const block_entries& y, list_difference& difference) {
  std::size_t i = 0, j = 0;
  while (i < x.size() && j < y.size()) {
    const std::uint32_t p = x.offsets[i], q = y.offsets[j];
    if (p == q) {
      ++(is_same({&x, i}, {&y, j}) ? difference.unchanged : difference.changed);
    } else {
      ++(p < q ? difference.removed : difference.added);
    }
    i += p <= q;
    j += q <= p;
  }
  difference.removed += x.size() - i;
  difference.added += y.size() - j;
}

}  // namespace

block_stream entries_of(const snapshot_view& view) { return std::make_unique<snapshot_entries>(view); }

block_stream united(block_stream a, block_stream b, combination how) {
  return std::make_unique<union_source>(std::move(a), std::move(b), how, false);
}
block_stream updated(block_stream a, block_stream b, combination how) {
  return std::make_unique<union_source>(std::move(a), std::move(b), how, true);
}
block_stream without(block_stream a, block_stream b) {
  return std::make_unique<difference_source>(std::move(a), std::move(b));
}
block_stream inside(block_stream of, coverage covers) {
  return std::make_unique<covered_source>(std::move(of), std::move(covers), true);
}
block_stream outside(block_stream of, coverage covers) {
  return std::make_unique<covered_source>(std::move(of), std::move(covers), false);
}

absl::StatusOr<list_difference> compare(block_source& before, block_source& after) {
  list_difference difference;
  auto x = before.next();
  auto y = after.next();
  for (;;) {
    if (!x.ok()) return x.status();
    if (!y.ok()) return y.status();
    if (*x == nullptr && *y == nullptr) return difference;
    const bool x_goes = *x != nullptr && (*y == nullptr || (*x)->block <= (*y)->block);
    const bool y_goes = *y != nullptr && (*x == nullptr || (*y)->block <= (*x)->block);
    if (x_goes && y_goes) {
      compare_block(**x, **y, difference);
    } else if (x_goes) {
      difference.removed += (*x)->size();
    } else {
      difference.added += (*y)->size();
    }
    if (x_goes) x = before.next();
    if (y_goes) y = after.next();
  }
}

}  // namespace callsieve

#include "losses.hpp"

#include <algorithm>
#include <tuple>

#include "callsieve/base/date.hpp"

#include "sets/entry_columns.hpp"
#include "sets/intervals.hpp"

namespace callsieve {
namespace {

constexpr std::uint64_t many_numbers = 1000;

bool is_over_a_fifth(const prefix_losses& of) noexcept { return of.lost > of.held / 5; }

/// The digits that the numbers of a block have in common.
number_prefix prefix_of(std::uint32_t block) {
  return {block, static_cast<std::uint8_t>(std::to_string(block).size())};
}

bool holds(const std::vector<phone_number>& ascending, phone_number number) {
  return std::binary_search(ascending.begin(), ascending.end(), number);
}

/// One block of the list before and after; either may be null.
class block_comparison {
 public:
  block_comparison(const list_head& head, list_kind kind, day_meaning days, const coverage& now,
                   std::span<const number_interval> ranges_after, losses& lost, comparison& counts)
      : head_(head), kind_(kind), days_(days), now_(now), ranges_(ranges_after), lost_(lost), counts_(counts) {}

  void take(const block_entries* before, const block_entries* after) {
    counts_.brought += after == nullptr ? 0 : after->size();
    if (before == nullptr) return;
    in_block_ = {};
    is_uniform_ = lost_.is_uniform(before->block);
    has_live_ = has_live_changes(before->block);
    if (is_uniform_ && !has_live_ && ranges_.empty() && is_plain(*before) && (after == nullptr || is_plain(*after))) {
      take_numbers(*before, after);
    } else {
      take_entries(*before, after);
    }
    if (is_uniform_) lost_.count(before->block, in_block_);
  }

 private:
  [[nodiscard]] bool is_plain(const block_entries& block) const noexcept {
    return kind_ == list_kind::set && block.days.empty() && block.flags.empty();
  }
  void take_numbers(const block_entries& before, const block_entries* after) {
    std::uint64_t in_both = 0;
    std::size_t i = 0, j = 0;
    while (after != nullptr && i < before.size() && j < after->size()) {
      const std::uint32_t p = before.offsets[i], q = after->offsets[j];
      in_both += p == q ? 1 : 0;
      i += p <= q ? 1 : 0;
      j += q <= p ? 1 : 0;
    }
    in_block_ = {before.size(), before.size() - in_both};
    counts_.gone += in_block_.lost;
  }
  void take_entries(const block_entries& before, const block_entries* after) {
    std::size_t j = 0;
    for (std::size_t i = 0; i < before.size(); ++i) {
      const std::uint32_t offset = before.offsets[i];
      while (after != nullptr && j < after->size() && after->offsets[j] < offset) ++j;
      const bool in_both = after != nullptr && j < after->size() && after->offsets[j] == offset;
      take_entry({&before, i}, in_both ? entry_place{after, j} : entry_place{});
    }
  }

  void take_entry(const entry_place& was, const entry_place& now) {
    const phone_number number = number_in_block(was.of->block, was.of->offsets[was.index]);
    if (has_live_ && holds(head_.removed, number)) return;
    list_record record;
    std::uint32_t flags = 0;
    if (now.of != nullptr) {
      record = now.record();
      flags = now.flags();
    } else if (const number_interval* const range = interval_with(ranges_, number); range != nullptr) {
      record = {range->day_number, record_state::listed};
      flags = range->flags;
    }
    const bool gone = record.state == record_state::absent;
    const bool is_ours = has_live_ && holds(head_.added, number);
    counts_.gone += now.of == nullptr && !(is_ours && gone) ? 1 : 0;
    if (is_ours) return count(number, false);
    const bool is_set = kind_ == list_kind::set;
    const bool weaker = !gone && is_set && !blocks_as_much(record, flags, was.record(), was.flags(), days_);
    counts_.weakened += weaker ? 1 : 0;
    if (!gone && !is_set && kind_ != list_kind::attempts) counts_.later += supersedes(was.record(), record) ? 1 : 0;
    if (!ended(was.record(), number)) count(number, gone || weaker);
  }
  void count(phone_number number, bool is_lost) {
    if (is_uniform_) {
      in_block_ += {1, is_lost ? std::uint64_t{1} : 0};
    } else {
      lost_.count(number, is_lost);
    }
  }

  /// Whether an entry's last day lies before the new copy.
  [[nodiscard]] bool ended(const list_record& record, phone_number number) const {
    if (days_ != day_meaning::last_valid || record.day_number == 0) return false;
    const std::optional<day> obtained = now_.obtained_for(number);
    return obtained && record.day_number < day_number(*obtained);
  }

  [[nodiscard]] bool has_live_changes(std::uint32_t block) const {
    const auto any_in = [block](const std::vector<phone_number>& numbers) {
      const auto at = std::lower_bound(numbers.begin(), numbers.end(), number_in_block(block, 0));
      return at != numbers.end() && block_of(*at) == block;
    };
    return any_in(head_.added) || any_in(head_.removed);
  }

  const list_head& head_;
  list_kind kind_;
  day_meaning days_;
  const coverage& now_;
  std::span<const number_interval> ranges_;
  losses& lost_;
  comparison& counts_;
  // Of the block at hand:
  bool is_uniform_ = false, has_live_ = false;
  prefix_losses in_block_;
};

}  // namespace

void losses::count(phone_number number, bool is_lost) {
  const prefix_losses one{1, is_lost ? std::uint64_t{1} : 0};
  all_ += one;
  by_block_[block_of(number)] += one;
  count_covered(number, one);
}

void losses::count(std::uint32_t block, const prefix_losses& numbers) {
  all_ += numbers;
  by_block_[block] += numbers;
  count_covered(number_in_block(block, 0), numbers);
}

void losses::count_covered(phone_number of, const prefix_losses& numbers) {
  const coverage_entry* const was = before_.entry_of(of);
  const coverage_entry* const is = now_.entry_of(of);
  // Lists that speak for single numbers, as the answers of authorities do, hold or lose each as a whole.
  const auto is_area = [&](const coverage_entry* entry) {
    return entry != nullptr && entry->prefix.digits != of.value();
  };
  if (is_area(was)) by_covered_prefix_[was->prefix] += numbers;
  if (is_area(is) && (was == nullptr || is->prefix != was->prefix)) by_covered_prefix_[is->prefix] += numbers;
}

std::string losses::objection() const {
  const auto words = [](const prefix_losses& of) {
    return std::to_string(of.lost) + " of " + std::to_string(of.held) + " numbers";
  };
  const auto too_many = [&](const prefix_losses& of, number_prefix prefix) {
    if (of.held < many_numbers || !is_over_a_fifth(of)) return std::string();
    return words(of) + " of " + to_string(prefix) + ", more than a fifth";
  };
  if (is_over_a_fifth(all_)) return words(all_) + ", more than a fifth";
  for (const auto& [prefix, of] : by_covered_prefix_) {
    if (of.held != 0 && of.lost == of.held)
      return "all " + std::to_string(of.held) + " numbers of " + to_string(prefix);
    if (std::string text = too_many(of, prefix); !text.empty()) return text;
  }
  for (const auto& [block, of] : by_block_) {
    if (std::string text = too_many(of, prefix_of(block)); !text.empty()) return text;
  }
  return {};
}

absl::StatusOr<comparison> compare_with(block_source& before, block_source& after, const list_head& head,
                                        list_kind kind, day_meaning days, const coverage& now, losses& lost) {
  comparison counts;
  block_comparison blocks(head, kind, days, now, after.intervals(), lost, counts);
  auto x = before.next();
  auto y = after.next();
  for (;;) {
    if (!x.ok()) return x.status();
    if (!y.ok()) return y.status();
    if (*x == nullptr && *y == nullptr) return counts;
    const bool x_goes = *x != nullptr && (*y == nullptr || (*x)->block <= (*y)->block);
    const bool y_goes = *y != nullptr && (*x == nullptr || (*y)->block <= (*x)->block);
    blocks.take(x_goes ? *x : nullptr, y_goes ? *y : nullptr);
    if (x_goes) x = before.next();
    if (y_goes) y = after.next();
  }
}

}  // namespace callsieve

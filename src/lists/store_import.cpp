// How an import changes a list.
#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "callsieve/io/file.hpp"
#include "callsieve/lists/store.hpp"
#include "callsieve/number/numbering_plan.hpp"
#include "callsieve/sets/set_algebra.hpp"

#include "io/memory_allowed.hpp"
#include "list_folder.hpp"
#include "list_version.hpp"
#include "losses.hpp"
#include "sets/block_bitmap.hpp"
#include "sets/intervals.hpp"

namespace callsieve {
namespace {

/// How many of the ranges are not whole among others that block as much; those are ascending and disjoint, but may
/// meet.
std::uint64_t number_of_cut(std::span<const number_interval> ranges, std::span<const number_interval> others,
                            day_meaning days) {
  return static_cast<std::uint64_t>(std::count_if(ranges.begin(), ranges.end(), [&](const number_interval& range) {
    const list_record was{range.day_number, record_state::listed};
    auto at = std::partition_point(others.begin(), others.end(),
                                   [&](const number_interval& other) { return other.last < range.first; });
    std::uint64_t next = range.first.value();  // the first number that is still to be found
    for (; at != others.end() && at->first.value() <= next && next <= range.last.value(); ++at) {
      if (!blocks_as_much({at->day_number, record_state::listed}, at->flags, was, range.flags, days)) break;
      next = at->last.value() + 1;
    }
    return next <= range.last.value();
  }));
}

absl::Status refuse_loss(const std::string& list_name, const std::string& loss) {
  return bad_input("list " + list_name + " would lose " + loss +
                   ", of what the import speaks for, or let them block less; it is as it was. If its source did shrink "
                   "so, say so with --allow-shrink; if these are further entries, add them with --changes");
}

/// Some numbers, and what the blocks that were read hold of them.
struct sightings {
  explicit sightings(std::vector<phone_number> of) : wanted(std::move(of)), seen(wanted.size()), whole(wanted.size()) {}
  /// Whether an entry was read for the number.
  [[nodiscard]] bool saw(phone_number number) const { return of(seen, number); }
  /// Whether it blocks for good and for every category.
  [[nodiscard]] bool saw_whole(phone_number number) const { return of(whole, number); }

  std::vector<phone_number> wanted;  ///< ascending
  std::vector<bool> seen, whole;     ///< of each
  std::uint64_t entries = 0;         ///< all that were read

 private:
  [[nodiscard]] bool of(const std::vector<bool>& what, phone_number number) const {
    const auto at = std::lower_bound(wanted.begin(), wanted.end(), number);
    return at != wanted.end() && *at == number && what[static_cast<std::size_t>(at - wanted.begin())];
  }
};

/// Passes blocks on and notes what is sighted. Lifetime: of the sightings.
class watched_blocks final : public block_source {
 public:
  watched_blocks(block_stream of, sightings& into) : of_(std::move(of)), into_(&into) {}

  absl::StatusOr<const block_entries*> next() override {
    auto block = of_->next();
    if (!block.ok() || *block == nullptr) return block;
    const block_entries& entries = **block;
    into_->entries += entries.size();
    const auto& wanted = into_->wanted;
    auto at = std::lower_bound(wanted.begin(), wanted.end(), number_in_block(entries.block, 0));
    for (; at != wanted.end() && block_of(*at) == entries.block; ++at) {
      const auto found = std::lower_bound(entries.offsets.begin(), entries.offsets.end(), offset_of(*at));
      if (found == entries.offsets.end() || *found != offset_of(*at)) continue;
      const auto entry = static_cast<std::size_t>(found - entries.offsets.begin());
      const auto place = static_cast<std::size_t>(at - wanted.begin());
      into_->seen[place] = true;
      into_->whole[place] =
          (entries.days.empty() || entries.days[entry] == 0) && (entries.flags.empty() || entries.flags[entry] == 0);
    }
    return block;
  }
  absl::Status rewind() override {
    into_->entries = 0;
    return of_->rewind();
  }
  [[nodiscard]] std::span<const number_interval> intervals() const noexcept override { return of_->intervals(); }
  [[nodiscard]] bool is_plain() const noexcept override { return of_->is_plain(); }

 private:
  block_stream of_;
  sightings* into_;
};

/// Passes blocks on and counts their entries. Lifetime: of the coverage.
class counted_blocks final : public block_source {
 public:
  counted_blocks(block_stream of, const coverage& covers) : of_(std::move(of)), covers_(&covers) {}

  absl::StatusOr<const block_entries*> next() override {
    auto block = of_->next();
    if (block.ok() && *block != nullptr) count(**block);
    return block;
  }
  absl::StatusOr<held_block> next_held() override {
    auto block = of_->next_held();
    if (!block.ok()) return block;
    if (block->entries != nullptr) count(*block->entries);
    if (block->bits != nullptr) count(*block->bits);
    return block;
  }
  absl::Status rewind() override {
    all_ = covered_ = 0;
    return of_->rewind();
  }
  [[nodiscard]] std::span<const number_interval> intervals() const noexcept override { return of_->intervals(); }
  [[nodiscard]] bool is_plain() const noexcept override { return of_->is_plain(); }

  [[nodiscard]] std::uint64_t all() const noexcept { return all_; }
  /// Those that the coverage speaks for.
  [[nodiscard]] std::uint64_t covered() const noexcept { return covered_; }

 private:
  void count(const block_entries& entries) {
    all_ += entries.size();
    const std::optional<bool> whole = covers_->covers_block(entries.block);
    if (whole) {
      covered_ += *whole ? entries.size() : 0;
      return;
    }
    for (const std::uint32_t offset : entries.offsets) {
      covered_ += covers_->obtained_for(number_in_block(entries.block, offset)).has_value() ? 1 : 0;
    }
  }
  void count(const block_bits& bits) {
    if (const std::optional<bool> whole = covers_->covers_block(bits.block); whole) {
      all_ += bits.count;
      covered_ += *whole ? bits.count : 0;
      return;
    }
    std::vector<std::uint32_t> offsets;
    append_offsets(bits, offsets);
    count({.block = bits.block, .offsets = offsets});
  }

  block_stream of_;
  const coverage* covers_;
  std::uint64_t all_ = 0, covered_ = 0;
};

std::vector<phone_number> live_numbers(const list_head& head) {
  std::vector<phone_number> all;
  std::merge(head.added.begin(), head.added.end(), head.removed.begin(), head.removed.end(), std::back_inserter(all));
  return all;
}

/// New entries meet the list as it is.
class merge {
 public:
  /// `takes_nothing`: what the import does not hold stays.
  merge(list_import& import, const list_head& head, const snapshot_view& old, bool takes_nothing)
      : import_(import),
        head_(head),
        old_(old),
        brought_(import.brought),
        live_(live_numbers(head)),
        lost_(old.info().covers, brought_),
        days_(import.days != day_meaning::none ? import.days : old.info().days),
        takes_nothing_(takes_nothing) {}

  /// Counts, and says whether the list may change so. Cost: one pass over the old and the new entries.
  absl::Status compare() {
    auto entries = import_.entries.blocks();
    if (!entries.ok()) return entries.status();
    ranges_.assign((*entries)->intervals().begin(), (*entries)->intervals().end());
    const auto before = inside(entries_of(old_), brought_);
    const auto after = inside(std::make_unique<watched_blocks>(*std::move(entries), live_), brought_);
    const auto compared = compare_with(*before, *after, head_, kind(), days_, brought_, lost_);
    if (!compared.ok()) return compared.status();
    compared_ = *compared;
    if (import_.allow_shrink || takes_nothing_) return absl::OkStatus();
    const auto was = before->intervals(), now = after->intervals();
    if (const std::uint64_t cut = number_of_cut(was, now, days_); cut > was.size() / 5) {
      return refuse_loss(import_.list_name, std::to_string(cut) + " of its " + std::to_string(was.size()) +
                                                " ranges, in whole or in part, more than a fifth");
    }
    const std::string objection = lost_.objection();
    return objection.empty() ? absl::OkStatus() : refuse_loss(import_.list_name, objection);
  }

  /// Ends the live changes that the import answers: additions by entries that block as much, removals by any word.
  /// Requires compare().
  void end_live_changes(list_head& head) const {
    std::erase_if(head.added, [&](phone_number number) { return live_.saw_whole(number); });
    std::erase_if(head.removed, [&](phone_number number) {
      return is_inside(number) || live_.saw(number) || interval_with(ranges_, number) != nullptr;
    });
  }

  /// What the list holds from now on: the new entries, and what stays of the old ones.
  absl::StatusOr<block_stream> entries(snapshot_info& info) {
    info.covers = old_.info().covers;
    if (info.days == day_meaning::none) info.days = old_.info().days;
    auto brought = import_.entries.blocks();
    if (!brought.ok() || old_.bytes().empty()) return brought;
    const bool keeps_others = takes_nothing_ || !brought_.is_world_only();
    if (keeps_others) info.bad_lines += old_.info().bad_lines;
    if (keeps_others && old_.info().not_in_plan != 0) {
      if (absl::Status status = count_outside_plan(*std::move(brought), info); !status.ok()) return status;
      brought = import_.entries.blocks();
      if (!brought.ok()) return brought;
    }
    const combination how{.days = info.days, .same_calls = true};
    if (takes_nothing_) return united(entries_of(old_), *std::move(brought), how);
    block_stream now = *std::move(brought);
    if (kind() != list_kind::set) now = updated(inside(entries_of(old_), brought_), std::move(now), how);
    if (!keeps_others) return now;
    return united(outside(entries_of(old_), brought_), std::move(now), how);
  }

  /// Requires all of the above, the head as it becomes and the new snapshot.
  [[nodiscard]] import_counts counts(const list_head& head, const snapshot_view& now) const {
    import_counts counts;
    counts.entries = live_.entries;
    counts.outside_coverage = live_.entries - compared_.brought;
    counts.count = count_of(now, head);
    counts.removed = takes_nothing_ ? 0 : compared_.gone;
    for (const phone_number number : head_.added) {
      // What a range holds is counted with it.
      counts.removed += !old_.contains(number) && now.contains(number) && !now.holds_singly(number) ? 1 : 0;
    }
    counts.unchanged = count_of(old_, head_) - counts.removed;
    counts.added = counts.count - counts.unchanged;
    counts.weakened = compared_.weakened;
    counts.later = compared_.later;
    for (const phone_number number : head.added) counts.live += live_.saw(number) ? 1 : 0;
    return counts;
  }

 private:
  [[nodiscard]] list_kind kind() const noexcept { return import_.entries.kind(); }
  [[nodiscard]] bool is_inside(phone_number number) const noexcept { return brought_.obtained_for(number).has_value(); }

  /// Adds to `info` the old entries that stay and are outside the plan. A new one was counted with the import.
  absl::Status count_outside_plan(block_stream brought, snapshot_info& info) const {
    auto staying = takes_nothing_ ? entries_of(old_) : outside(entries_of(old_), brought_);
    const auto only_old = without(std::move(staying), std::move(brought));
    for (;;) {
      const auto block = only_old->next();
      if (!block.ok()) return block.status();
      if (*block == nullptr) return absl::OkStatus();
      for (const std::uint32_t offset : (*block)->offsets) {
        if (!classify(number_in_block((*block)->block, offset)).valid) ++info.not_in_plan;
      }
    }
  }

  list_import& import_;
  const list_head& head_;
  const snapshot_view& old_;
  const coverage brought_;
  sightings live_;                       ///< numbers with live changes, and what the import holds of them
  std::vector<number_interval> ranges_;  ///< of the import, also outside what it speaks for
  losses lost_;
  comparison compared_;
  day_meaning days_;
  bool takes_nothing_;
};

/// Fast where the list takes under a twentieth of the memory there is, at 4 bytes a number.
list_tuning tuning_for(std::optional<list_tuning> asked, std::uint64_t numbers) {
  return asked.value_or(numbers * 4 < memory_allowed() / 20 ? list_tuning::speed : list_tuning::memory);
}

/// Whether a snapshot holds something that the coverage speaks for. Cost: up to the first such entry.
absl::StatusOr<bool> holds_inside(const snapshot_view& view, const coverage& covers) {
  const auto entries = inside(entries_of(view), covers);
  if (!entries->intervals().empty()) return true;
  const auto first = entries->next();
  if (!first.ok()) return first.status();
  return *first != nullptr;
}

/// The newest day among the old copies that the import replaces by an older one.
std::optional<day> newest_replaced(const coverage& old, std::span<const coverage_entry> brought) {
  const coverage now(std::vector<coverage_entry>(brought.begin(), brought.end()));
  std::optional<day> newest;
  const auto replace = [&](const coverage_entry* was, const coverage_entry* by) {
    if (was == nullptr || by == nullptr || by->obtained >= was->obtained) return;
    if (!newest || *newest < was->obtained) newest = was->obtained;
  };
  for (const coverage_entry& was : old.entries()) replace(&was, now.entry_for(was.prefix));
  for (const coverage_entry& by : brought) replace(old.entry_for(by.prefix), &by);
  return newest;
}

/// The prefixes of an import that takes nothing away: the copies that the list has newer stay as old as they are.
std::vector<coverage_entry> not_older(const coverage& old, std::vector<coverage_entry> brought) {
  const coverage now(brought);
  for (coverage_entry& entry : brought) {
    const coverage_entry* const was = old.entry_for(entry.prefix);
    if (was != nullptr) entry.obtained = std::max(entry.obtained, was->obtained);
  }
  for (const coverage_entry& was : old.entries()) {
    const coverage_entry* const by = now.entry_for(was.prefix);
    if (by != nullptr && by->prefix != was.prefix)
      brought.push_back({was.prefix, std::max(was.obtained, by->obtained)});
  }
  return brought;
}

absl::Status refuse_older(const list_import& import, day newer) {
  return bad_input("list " + import.list_name + " holds a newer copy, obtained " + to_string(newer) +
                   ", of what this import speaks for; it is as it was. " +
                   (import.entries.kind() == list_kind::set
                        ? "If the older copy is to replace it, say so with --allow-older"
                        : "To add what only the older one holds, say so with --allow-older: nothing goes back to an "
                          "earlier day"));
}

/// What days of a set mean is said by the list, not by the entry: it must be the same wherever they come from.
absl::Status check_days(const list_import& import, const snapshot_info& old) {
  const bool same = import.days == day_meaning::none || old.days == day_meaning::none || import.days == old.days;
  if (old.kind != list_kind::set || same || coverage(import.brought).is_world_only()) return absl::OkStatus();
  const auto words = [](day_meaning days) {
    return days == day_meaning::last_valid ? "last valid days" : "days of registration";
  };
  return bad_input("list " + import.list_name + " keeps " + words(old.days) + ", and this import brings " +
                   words(import.days) + "; import into a list of its own, or the whole list anew (--covers world)");
}

absl::Status of_another_kind(const list_import& import, list_kind kind) {
  return bad_input("list " + import.list_name + " is of kind " + std::string(to_string(kind)) + ", not " +
                   std::string(to_string(import.entries.kind())));
}

snapshot_info info_of(const list_import& import, std::uint64_t kept) {
  snapshot_info info;
  info.kind = import.entries.kind();
  info.tuning = tuning_for(import.tuning, import.entries.added() + kept);
  info.not_in_plan = import.not_in_plan;
  info.bad_lines = import.bad_lines;
  info.version = import.version;
  switch (info.kind) {
    case list_kind::set: info.days = import.days; break;
    case list_kind::dated: info.days = day_meaning::relation; break;
    case list_kind::consent: info.days = day_meaning::consent; break;
    case list_kind::attempts: info.days = day_meaning::attempt; break;
  }
  return info;
}

}  // namespace

absl::StatusOr<import_counts> store::make_from(list_import& import) {
  snapshot_info info = info_of(import, 0);
  info.covers = coverage(import.brought);
  auto entries = import.entries.blocks();
  if (!entries.ok()) return entries.status();
  counted_blocks counted(*std::move(entries), info.covers);
  absl::Status status = make_list(import.list_name, counted, info, {}, list_operation::import);
  if (!status.ok()) return status;
  import_counts counts;
  counts.entries = counts.added = counts.count = counted.all();
  counts.outside_coverage = counted.all() - counted.covered();
  return counts;
}

absl::StatusOr<import_counts> store::apply_import(list_import import) {
  if (import.brought.empty()) return bad_input("an import must say which numbers it speaks for (--covers)");
  const auto there = has(import.list_name);
  if (!there.ok()) return there.status();
  if (!*there) {
    auto made = make_from(import);
    if (!absl::IsAlreadyExists(made.status())) return made;  // else another writer was faster
  }
  const list_folder folder = folder_of(import.list_name);
  const auto lock = file_lock::acquire(folder.lock_path());
  if (!lock.ok()) return lock.status();
  auto head = folder.read_head();
  if (!head.ok()) return head.status();
  if (head->kind != import.entries.kind()) return of_another_kind(import, head->kind);
  auto old = folder.read(checking::all);
  snapshot_view old_view;
  if (old.ok()) {
    old_view = old->view;
  } else if (!absl::IsDataLoss(old.status()) || !coverage(import.brought).is_world_only()) {
    // Nothing of a damaged snapshot is needed when all of it is replaced; the live changes stand in the head.
    return old.status();
  }

  if (absl::Status status = check_days(import, old_view.info()); !status.ok()) return status;
  const auto holds_anything = holds_inside(old_view, coverage(import.brought));
  if (!holds_anything.ok()) return holds_anything.status();
  const auto newer = *holds_anything ? newest_replaced(old_view.info().covers, import.brought) : std::nullopt;
  if (newer && !import.allow_older) return refuse_older(import, *newer);
  const bool takes_nothing = newer && head->kind != list_kind::set;
  if (takes_nothing) import.brought = not_older(old_view.info().covers, std::move(import.brought));
  merge merged(import, *head, old_view, takes_nothing);
  if (absl::Status status = merged.compare(); !status.ok()) return status;
  list_head next = *head;
  merged.end_live_changes(next);
  snapshot_info info = info_of(import, old_view.info().count);
  const auto entries = merged.entries(info);
  if (!entries.ok()) return entries.status();
  info.version = version_after(old_view.info().version, info.covers, import.version, import.brought);
  info.covers.replace(import.brought);
  const auto now = folder.write_snapshot(**entries, info, next);
  if (!now.ok()) return now.status();
  import_counts counts = merged.counts(next, now->view);
  counts.newer_replaced = newer;
  if (old.ok()) {
    if (absl::Status status = old->mapping.check_unchanged(); !status.ok()) return status;
  }
  if (absl::Status status = folder.commit(next, now->view, list_operation::import, counts.added + counts.removed);
      !status.ok()) {
    return status;
  }
  folder.tidy(next);
  return counts;
}

}  // namespace callsieve

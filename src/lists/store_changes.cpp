// How a list of changes changes a list.
#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "callsieve/io/file.hpp"
#include "callsieve/lists/store.hpp"
#include "callsieve/number/numbering_plan.hpp"
#include "callsieve/sets/set_algebra.hpp"

#include "absl/strings/numbers.h"
#include "list_folder.hpp"
#include "list_version.hpp"
#include "losses.hpp"

namespace callsieve {
namespace {

bool holds(const std::vector<phone_number>& ascending, phone_number number) {
  return std::binary_search(ascending.begin(), ascending.end(), number);
}

/// Null when there is none.
const list_entry* entry_of(const std::vector<list_entry>& ascending, phone_number number) {
  const auto at = std::lower_bound(ascending.begin(), ascending.end(), number,
                                   [](const list_entry& entry, phone_number n) { return entry.number < n; });
  return at != ascending.end() && at->number == number ? &*at : nullptr;
}

/// A version that is a plain count, as sources number their deliveries.
std::optional<std::uint64_t> serial_number(const std::string& version) {
  std::uint64_t number = 0;
  const bool is_number =
      !version.empty() && version.size() < 19 && !parse_day(version) && absl::SimpleAtoi(version, &number);
  return is_number ? std::optional(number) : std::nullopt;
}

/// Where changes may be missing between the list's copy and these, in words; empty when nothing says so.
std::string gap_before(const snapshot_info& was, const std::vector<coverage_entry>& brought, const std::string& version,
                       const std::optional<day>& earliest) {
  const auto held = serial_number(was.version), now = serial_number(version);
  if (held && now && *now > *held + 1) {
    return "the list is of version " + was.version + " and these changes are of " + version +
           ": those between are missing";
  }
  for (const coverage_entry& entry : brought) {
    const coverage_entry* const copy = was.covers.entry_for(entry.prefix);
    if (!earliest || copy == nullptr || *earliest <= copy->obtained + std::chrono::days{1}) continue;
    return "these changes begin on " + to_string(*earliest) + " and the copy for " + to_string(copy->prefix) +
           " is of " + to_string(copy->obtained) + ": those between seem to be missing";
  }
  return {};
}

/// What the list speaks for once changes are in, and which version it is; nothing may become covered by changes alone.
/// `are_own`: the prefixes are some of the list's own, and say nothing of narrower ones.
absl::Status cover(snapshot_info& info, const std::string& list_name, const std::vector<coverage_entry>& brought,
                   bool are_own, const std::string& version, const std::optional<day>& earliest,
                   import_counts& counts) {
  const coverage before = info.covers;
  for (const coverage_entry& now : brought) {
    const coverage_entry* was = before.entry_for(now.prefix);
    if (was == nullptr) {
      return bad_input("list " + list_name + " does not speak for " + to_string(now.prefix) +
                       " yet, and changes alone are no list: import its full list first");
    }
    if (now.obtained < was->obtained) {
      return bad_input("list " + list_name + " has a copy for " + to_string(now.prefix) + " of " +
                       to_string(was->obtained) + ", newer than these changes of " + to_string(now.obtained));
    }
  }
  const auto held = serial_number(info.version), now = serial_number(version);
  if (held && now && *now < *held) {
    return bad_input("list " + list_name + " is of version " + info.version + ", newer than these changes of " +
                     version);
  }
  const std::string gap = gap_before(info, brought, version, earliest);
  if (!gap.empty()) {
    counts.not_refreshed = gap +
                           "; they are applied, and the age of the copy still counts from before them; import what is "
                           "missing, or the full list";
    return absl::OkStatus();
  }
  info.version = version_after(info.version, before, version, brought);
  if (are_own) {
    info.covers.refresh(brought);
  } else {
    info.covers.replace(brought);
  }
  counts.refreshed = brought;
  return absl::OkStatus();
}

/// The prefixes of the list that hold one of the numbers, as of a day.
class touched_prefixes {
 public:
  touched_prefixes(const coverage& covers, day obtained) : covers_(covers), obtained_(obtained) {}
  void touch(phone_number number) {
    if (const coverage_entry* const entry = covers_.entry_of(number)) touched_.insert(entry->prefix);
  }
  absl::Status touch_all(block_source& numbers) {
    for (;;) {
      const auto block = numbers.next();
      if (!block.ok()) return block.status();
      if (*block == nullptr) return absl::OkStatus();
      for (const std::uint32_t offset : (*block)->offsets) touch(number_in_block((*block)->block, offset));
    }
  }
  [[nodiscard]] std::vector<coverage_entry> entries() const {
    std::vector<coverage_entry> all;
    for (const number_prefix prefix : touched_) all.push_back({prefix, obtained_});
    return all;
  }

 private:
  const coverage& covers_;
  day obtained_;
  std::set<number_prefix> touched_;
};

/// Whether an entry blocks on no day from this one on.
bool has_ended(const list_record& record, const snapshot_info& info, day on) {
  return info.days == day_meaning::last_valid && record.day_number != 0 && record.day_number < day_number(on);
}

list_record record_of(const snapshot_view& view, phone_number number) {
  list_record record;
  view.find(std::span(&number, 1), std::span(&record, 1));
  return record;
}

/// Numbers that stood singly, live changes included, and are deleted; what is lost of each prefix.
std::uint64_t count_deleted(const list_changes& changes, const snapshot_view& old, const list_head& was,
                            const list_head& next, losses& lost) {
  std::uint64_t count = 0;
  for (const phone_number number : changes.deleted) {
    const bool was_there =
        old.holds_singly(number) ? !holds(was.removed, number) : holds(was.added, number) && !old.contains(number);
    const bool is_lost = was_there && !holds(next.added, number);
    count += is_lost ? 1 : 0;
    if (is_lost && !has_ended(record_of(old, number), old.info(), changes.obtained)) lost.count(number, true);
  }
  return count;
}

/// Counts what stands singly, has not ended, and is not deleted, also not live.
absl::Status count_staying(const list_changes& changes, const snapshot_view& old, const list_head& was, losses& lost) {
  const auto numbers = entries_of(old);
  for (;;) {
    const auto block = numbers->next();
    if (!block.ok()) return block.status();
    if (*block == nullptr) return absl::OkStatus();
    const std::uint32_t key = (*block)->block;
    const auto first = std::lower_bound(changes.deleted.begin(), changes.deleted.end(), number_in_block(key, 0));
    const bool any_deleted = first != changes.deleted.end() && block_of(*first) == key;
    if (!any_deleted && was.removed.empty() && (*block)->days.empty() && lost.is_uniform(key)) {
      lost.count(key, {(*block)->size(), 0});
      continue;
    }
    for (std::size_t i = 0; i < (*block)->size(); ++i) {
      const phone_number number = number_in_block(key, (*block)->offsets[i]);
      const bool is_held = !holds(was.removed, number) && !has_ended((*block)->record(i), old.info(), changes.obtained);
      if (is_held && !holds(changes.deleted, number)) lost.count(number, false);
    }
  }
}

void count_bad(const list_changes& changes, const snapshot_view& old, snapshot_info& info) {
  info.bad_lines += changes.bad_lines;
  for (const list_entry& entry : changes.added) {
    info.not_in_plan += !old.contains(entry.number) && !classify(entry.number).valid ? 1 : 0;
  }
  for (const phone_number number : changes.deleted) {
    info.not_in_plan -=
        old.contains(number) && !classify(number).valid ? std::min<std::uint64_t>(info.not_in_plan, 1) : 0;
  }
}

/// Locked, read and checked: the list that is to change.
struct list_before {
  file_lock lock;
  list_contents contents;
};
absl::StatusOr<list_before> open_for_change(const list_folder& folder, const std::string& list_name) {
  const auto there = folder.exists();
  if (!there.ok()) return there.status();
  if (!*there) {
    return bad_input("list " + list_name + " does not exist yet: import its full list before changes to it");
  }
  auto lock = file_lock::acquire(folder.lock_path());
  if (!lock.ok()) return lock.status();
  auto contents = folder.read(checking::all);
  if (!contents.ok()) return contents.status();
  return list_before{*std::move(lock), *std::move(contents)};
}

/// The day that an addition has in the list: one of registration, where the list keeps those. The day of a change is
/// no last valid day: such an addition stands for good.
std::int32_t day_in_list(const list_entry& added, day_meaning days) {
  return days == day_meaning::registered ? added.record.day_number : 0;
}

/// Numbers of a source that today's plan does not call valid.
absl::StatusOr<std::uint64_t> outside_plan(block_source& numbers) {
  std::uint64_t count = 0;
  for (;;) {
    const auto block = numbers.next();
    if (!block.ok()) return block.status();
    if (*block == nullptr) return count;
    for (const std::uint32_t offset : (*block)->offsets) {
      count += classify(number_in_block((*block)->block, offset)).valid ? 0 : 1;
    }
  }
}

absl::Status finish_change(const list_folder& folder, const list_contents& old, list_head& next,
                           const snapshot_view& now, const import_counts& counts) {
  if (absl::Status status = old.mapping.check_unchanged(); !status.ok()) return status;
  absl::Status status = folder.commit(next, now, list_operation::changes, counts.added + counts.removed);
  if (status.ok()) folder.tidy(next);
  return status;
}

}  // namespace

absl::StatusOr<import_counts> store::apply_changes(const list_changes& changes) {
  const list_folder folder = folder_of(changes.list_name);
  const auto before_it = open_for_change(folder, changes.list_name);
  if (!before_it.ok()) return before_it.status();
  const list_contents* const old = &before_it->contents;
  if (old->head.kind != list_kind::set) {
    return bad_input("list " + changes.list_name + " is of kind " + std::string(to_string(old->head.kind)) +
                     "; additions and deletions are applied to sets");
  }
  snapshot_info info = old->view.info();
  std::vector<coverage_entry> brought = changes.brought;
  if (brought.empty()) {
    touched_prefixes touched(info.covers, changes.obtained);
    for (const list_entry& entry : changes.added) touched.touch(entry.number);
    for (const phone_number number : changes.deleted) touched.touch(number);
    brought = touched.entries();
  }
  import_counts counts;
  if (absl::Status status =
          cover(info, changes.list_name, brought, changes.brought.empty(), changes.version, changes.earliest, counts);
      !status.ok()) {
    return status;
  }
  count_bad(changes, old->view, info);
  snapshot_builder added(list_kind::set, {.days = info.days});
  for (const list_entry& entry : changes.added) {
    added.add(entry.number, {day_in_list(entry, info.days), record_state::listed});
  }
  snapshot_builder deleted(list_kind::set);
  for (const phone_number number : changes.deleted) deleted.add(number);
  auto added_blocks = added.blocks();
  if (!added_blocks.ok()) return added_blocks.status();
  auto deleted_blocks = deleted.blocks();
  if (!deleted_blocks.ok()) return deleted_blocks.status();

  list_head next = old->head;
  // Live additions stay: what the source adds today it may delete tomorrow.
  std::erase_if(next.removed, [&](phone_number number) {
    return entry_of(changes.added, number) != nullptr || holds(changes.deleted, number);
  });
  losses lost(old->view.info().covers, info.covers);
  const std::uint64_t before = count_of(old->view, old->head);
  counts.entries = changes.added.size();
  counts.removed = count_deleted(changes, old->view, old->head, next, lost);
  counts.unchanged = before - counts.removed;
  if (!changes.allow_shrink && counts.removed > 0) {
    if (absl::Status status = count_staying(changes, old->view, old->head, lost); !status.ok()) return status;
    if (const std::string objection = lost.objection(); !objection.empty()) {
      return bad_input("list " + changes.list_name + " would lose " + objection +
                       "; it is as it was. If its source did shrink so, say so with --allow-shrink");
    }
  }
  const auto entries =
      united(without(entries_of(old->view), *std::move(deleted_blocks)), *std::move(added_blocks), {.days = info.days});
  const auto now = folder.write_snapshot(*entries, info, next);
  if (!now.ok()) return now.status();
  counts.count = count_of(now->view, next);
  counts.added = counts.count - counts.unchanged;
  for (const phone_number number : next.added) counts.live += entry_of(changes.added, number) != nullptr ? 1 : 0;
  if (absl::Status status = finish_change(folder, *old, next, now->view, counts); !status.ok()) return status;
  return counts;
}

absl::StatusOr<import_counts> store::add_records(list_import records, day obtained) {
  const list_folder folder = folder_of(records.list_name);
  const auto before = open_for_change(folder, records.list_name);
  if (!before.ok()) return before.status();
  const list_contents& old = before->contents;
  if (old.head.kind != records.entries.kind() || old.head.kind == list_kind::set) {
    return bad_input("list " + records.list_name + " is of kind " + std::string(to_string(old.head.kind)) +
                     ", and records of kind " + std::string(to_string(records.entries.kind())) +
                     " cannot be added to it");
  }
  snapshot_info info = old.view.info();
  std::vector<coverage_entry> brought_prefixes = records.brought;
  if (brought_prefixes.empty()) {
    touched_prefixes touched(info.covers, obtained);
    auto numbers = records.entries.blocks();
    if (!numbers.ok()) return numbers.status();
    if (absl::Status status = touched.touch_all(**numbers); !status.ok()) return status;
    brought_prefixes = touched.entries();
  }
  import_counts counts;
  if (absl::Status status = cover(info, records.list_name, brought_prefixes, records.brought.empty(), records.version,
                                  std::nullopt, counts);
      !status.ok()) {
    return status;
  }
  info.bad_lines += records.bad_lines;
  {
    auto brought = records.entries.blocks();
    if (!brought.ok()) return brought.status();
    const auto invalid = outside_plan(*without(*std::move(brought), entries_of(old.view)));
    if (!invalid.ok()) return invalid.status();
    info.not_in_plan += *invalid;
  }
  auto brought = records.entries.blocks();
  if (!brought.ok()) return brought.status();
  const auto all = united(entries_of(old.view), *std::move(brought), {.days = info.days});
  const auto was = entries_of(old.view);
  const auto difference = compare(*was, *all);
  if (!difference.ok()) return difference.status();
  if (absl::Status status = all->rewind(); !status.ok()) return status;
  list_head next = old.head;
  const auto now = folder.write_snapshot(*all, info, next);
  if (!now.ok()) return now.status();
  counts.added = difference->added;
  counts.unchanged = difference->unchanged + difference->changed;
  counts.count = counts.added + counts.unchanged;
  counts.entries = counts.count;
  if (absl::Status status = finish_change(folder, old, next, now->view, counts); !status.ok()) return status;
  return counts;
}

}  // namespace callsieve

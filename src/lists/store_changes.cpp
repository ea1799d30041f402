// How a list of changes changes a list.
#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "callsieve/io/file.hpp"
#include "callsieve/lists/store.hpp"
#include "callsieve/number/numbering_plan.hpp"
#include "callsieve/sets/set_algebra.hpp"

#include "list_folder.hpp"

namespace callsieve {
namespace {

bool holds(const std::vector<phone_number>& ascending, phone_number number) {
  return std::binary_search(ascending.begin(), ascending.end(), number);
}

bool holds(const std::vector<list_entry>& ascending, phone_number number) {
  const auto at = std::lower_bound(ascending.begin(), ascending.end(), number,
                                   [](const list_entry& entry, phone_number n) { return entry.number < n; });
  return at != ascending.end() && at->number == number;
}

/// What the list speaks for once the changes are in; nothing may become covered by changes alone.
absl::StatusOr<coverage> covers_after(const list_changes& changes, const coverage& before) {
  std::vector<coverage_entry> brought = changes.brought;
  if (brought.empty()) {
    brought.assign(before.entries().begin(), before.entries().end());
    for (coverage_entry& entry : brought) entry.obtained = changes.obtained;
  }
  for (const coverage_entry& now : brought) {
    const coverage_entry* was = before.entry_for(now.prefix);
    if (was == nullptr) {
      return bad_input("list " + changes.list_name + " does not speak for " + to_string(now.prefix) +
                       " yet, and changes alone are no list: import its full list first");
    }
    if (now.obtained < was->obtained) {
      return bad_input("list " + changes.list_name + " has a copy for " + to_string(now.prefix) + " of " +
                       to_string(was->obtained) + ", newer than these changes of " + to_string(now.obtained));
    }
  }
  coverage after = before;
  after.replace(brought);
  return after;
}

/// The numbers before and after, live changes included.
import_counts count(const list_changes& changes, const snapshot_view& old, const list_head& was,
                    const list_head& next) {
  const auto on_before = [&](phone_number number) {
    return holds(was.added, number) || (old.contains(number) && !holds(was.removed, number));
  };
  import_counts counts;
  std::uint64_t before = old.info().count;
  for (const phone_number number : was.removed) before -= old.contains(number) ? 1 : 0;
  for (const phone_number number : was.added) before += old.contains(number) ? 0 : 1;
  for (const list_entry& entry : changes.added) counts.added += on_before(entry.number) ? 0 : 1;
  for (const phone_number number : changes.deleted) {
    counts.removed += on_before(number) && !holds(next.added, number) ? 1 : 0;
  }
  counts.entries = changes.added.size();
  counts.count = before + counts.added - counts.removed;
  counts.unchanged = before - counts.removed;
  return counts;
}

snapshot_info info_after(const list_changes& changes, const snapshot_view& old, coverage covers) {
  snapshot_info info = old.info();
  info.covers = std::move(covers);
  info.bad_lines += changes.bad_lines;
  for (const list_entry& entry : changes.added) {
    info.not_in_plan += !old.contains(entry.number) && !classify(entry.number).valid ? 1 : 0;
  }
  for (const phone_number number : changes.deleted) {
    info.not_in_plan -=
        old.contains(number) && !classify(number).valid ? std::min<std::uint64_t>(info.not_in_plan, 1) : 0;
  }
  return info;
}

}  // namespace

absl::StatusOr<import_counts> store::apply_changes(const list_changes& changes) {
  const list_folder folder(lists_folder() / changes.list_name);
  if (!folder.exists()) {
    return bad_input("list " + changes.list_name + " does not exist yet: import its full list before changes to it");
  }
  const auto lock = file_lock::acquire(folder.lock_path());
  if (!lock.ok()) return lock.status();
  const auto old = folder.read(checking::all);
  if (!old.ok()) return old.status();
  if (old->head.kind != list_kind::set) {
    return bad_input("list " + changes.list_name + " is of kind " + std::string(to_string(old->head.kind)) +
                     "; changes are applied to sets");
  }
  auto covers = covers_after(changes, old->view.info().covers);
  if (!covers.ok()) return covers.status();

  snapshot_info info = info_after(changes, old->view, *std::move(covers));
  const bool has_days = info.days != day_meaning::none;
  snapshot_builder added(list_kind::set);
  for (const list_entry& entry : changes.added) {
    added.add(entry.number, {has_days ? entry.record.day_number : 0, record_state::listed});
  }
  snapshot_builder deleted(list_kind::set);
  for (const phone_number number : changes.deleted) deleted.add(number);
  auto added_blocks = added.blocks();
  if (!added_blocks.ok()) return added_blocks.status();
  auto deleted_blocks = deleted.blocks();
  if (!deleted_blocks.ok()) return deleted_blocks.status();

  list_head next = old->head;
  std::erase_if(next.added, [&](phone_number number) { return holds(changes.added, number); });
  std::erase_if(next.removed,
                [&](phone_number number) { return holds(changes.added, number) || holds(changes.deleted, number); });
  const import_counts counts = count(changes, old->view, old->head, next);
  const std::uint64_t before = counts.unchanged + counts.removed;
  if (!changes.allow_shrink && counts.removed > before / 5) {
    return bad_input("list " + changes.list_name + " would lose " + std::to_string(counts.removed) + " of its " +
                     std::to_string(before) +
                     " numbers, more than a fifth; it is as it was. If its source did shrink so, say so with "
                     "--allow-shrink");
  }
  const auto entries = united(without(entries_of(old->view), *std::move(deleted_blocks)), *std::move(added_blocks));
  const auto now = folder.write_snapshot(*entries, info, next);
  if (!now.ok()) return now.status();
  if (absl::Status status = folder.write_head(next); !status.ok()) return status;
  folder.tidy(next);
  return counts;
}

}  // namespace callsieve
